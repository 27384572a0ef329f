import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import { numberedSteps } from '../../main/domain/procedure/checklist';
import { verifySite } from '../../main/jobs/verifySite';
import { AtWork, resources } from './atWork';

const photo = (name: string): string => join(resources, 'sample', 'photos', name);
const photos = [
  'lock-and-tag.jpg',
  'gauge-0-0-bar.jpg',
  'seal-seated.jpg',
  'torque-wrench-12-50.jpg',
  'guard-refitted.jpg',
  'removed-locks.jpg',
];

describe('one work order through the whole ring', () => {
  let work: AtWork;
  let wo = '';
  let next = 0;
  beforeAll(async () => {
    work = await AtWork.sample();
    const rows = (await work.query('m.kovac', 'myWork', {})).rows;
    wo = rows.find((r) => r.title.includes('hydraulic seal'))?.workOrder ?? '';
  }, 60_000);
  afterAll(() => work?.close());

  /** Answers the step to do now the way a careful operator would. */
  async function answerStep(): Promise<string | undefined> {
    const view = await work.query('m.kovac', 'caseView', { workOrder: wo });
    const at = view.next;
    if (!at || at.step.kind === 'gate') return at?.step.id;
    const { step } = at;
    const slots = [
      ...(step.evidence ?? []),
      ...(step.kind === 'photo' || step.kind === 'file' ? [{ id: 'main', kind: step.kind, count: 1 }] : []),
    ];
    for (const slot of slots) {
      for (let n = 0; n < slot.count; n++) {
        const path =
          slot.kind === 'photo'
            ? photo(photos[next++ % photos.length] ?? '')
            : join(resources, 'sample', 'files', 'permit.pdf');
        await work.done('m.kovac', 'addEvidence', {
          workOrder: wo,
          step: step.id,
          slot: slot.id,
          path,
          source: 'file',
        });
      }
    }
    const values: Record<string, string> = {
      'read-pressure': '0.0',
      'inspect-rod': '0.20',
      'torque-bolts': '12.50',
      'leak-test': '0.5',
    };
    const value = {
      confirm: 'done',
      'pass-fail': 'pass',
      choice: step.kind === 'choice' ? (step.options[0]?.id ?? '') : '',
      number: values[step.id] ?? '0',
      text: 'Locks 31 and 32',
      photo: 'held',
      file: 'held',
      signature: 'signed',
      gate: '',
    }[step.kind];
    const signed =
      step.kind === 'signature'
        ? await work.signing('m.kovac', { what: 'step', workOrder: wo, step: step.id })
        : {};
    await work.done('m.kovac', 'recordStep', { workOrder: wo, step: step.id, value, ...signed });
    return undefined;
  }

  it('waits at a failed prerequisite until its owner has disposed of the exception', async () => {
    await work.done('m.kovac', 'startRun', { workOrder: wo });
    const view = await work.query('m.kovac', 'caseView', { workOrder: wo });
    const [first, ...rest] = view.jobType.prerequisites;
    for (const p of rest)
      await work.done('m.kovac', 'checkPrerequisite', { workOrder: wo, prerequisite: p.id, result: 'pass' });
    const failed = await work.done('m.kovac', 'checkPrerequisite', {
      workOrder: wo,
      prerequisite: first?.id ?? '',
      result: 'fail',
      note: 'Kit 40/55 sent',
    });
    expect(failed.exception).toMatch(/^exc_/);
    const stepOne = view.document ? numberedSteps(view.document)[0]?.step.id : '';
    const early = await work.give('m.kovac', 'recordStep', {
      workOrder: wo,
      step: stepOne ?? '',
      value: 'done',
    });
    expect(early).toMatchObject({ ok: false, code: 'out-of-order' });
    const inbox = await work.query('t.okafor', 'inbox', {});
    expect(inbox.exceptions.map((e) => e.exception)).toContain(failed.exception);
    const code = inbox.exceptions.find((e) => e.exception === failed.exception)?.code;
    const allowed =
      (await work.query('t.okafor', 'codes', {})).find((c) => c.code === code)?.dispositions ?? [];
    expect(allowed).toContain('resolved');
    await work.done('t.okafor', 'disposeException', {
      workOrder: wo,
      exception: failed.exception ?? '',
      disposition: 'resolved',
      note: 'Right kit brought',
    });
    await work.done('m.kovac', 'checkPrerequisite', {
      workOrder: wo,
      prerequisite: first?.id ?? '',
      result: 'pass',
    });
  }, 60_000);

  it('lets an operator block a step in two taps, shows owner and due, and goes on when it is disposed', async () => {
    await answerStep();
    const view = await work.query('m.kovac', 'caseView', { workOrder: wo });
    const step = view.next?.step.id ?? '';
    const blocked = await work.done('m.kovac', 'blockStep', { workOrder: wo, step, code: 'MAT-02' });
    await work.done('m.kovac', 'explainException', {
      workOrder: wo,
      exception: blocked.exception,
      why: 'Bin is empty',
    });
    const row = (await work.query('m.kovac', 'exceptions', { state: 'open' })).find(
      (e) => e.exception === blocked.exception,
    );
    expect(row?.ownerName).not.toBe('');
    expect(row?.due).toMatch(/^\d{4}-/);
    expect((await work.query('m.kovac', 'myWork', {})).rows.find((r) => r.workOrder === wo)?.state).toBe(
      'blocked',
    );
    expect(await work.give('m.kovac', 'recordStep', { workOrder: wo, step, value: 'done' })).toMatchObject({
      ok: false,
      code: 'blocked',
    });
    expect(
      await work.give('m.kovac', 'disposeException', {
        workOrder: wo,
        exception: blocked.exception,
        disposition: 'resolved',
        note: 'I found it',
      }),
    ).toMatchObject({ ok: false, code: 'not-allowed' });
    await work.done('t.okafor', 'disposeException', {
      workOrder: wo,
      exception: blocked.exception,
      disposition: 'resolved',
      note: 'Kit brought from stores',
    });
  }, 60_000);

  it('opens one gate by break-glass, marks what is done under it, and asks for a review by somebody else', async () => {
    let gate: string | undefined;
    while (gate === undefined) gate = await answerStep();
    const bare = await work.give('m.kovac', 'openGlass', {
      workOrder: wo,
      step: gate,
      code: 'BG-02',
      why: '',
    });
    expect(bare).toMatchObject({ ok: false, code: 'not-understood' });
    const opened = await work.done('m.kovac', 'openGlass', {
      workOrder: wo,
      step: gate,
      code: 'BG-02',
      why: 'Oil is running onto the hot platen; isolating now.',
    });
    await answerStep();
    const view = await work.query('m.kovac', 'caseView', { workOrder: wo });
    const under = Object.values(view.state.run?.steps ?? {}).filter((h) => h.record?.glass === opened.glass);
    expect(under).toHaveLength(1);
    expect(view.state.reviews[opened.review]?.due).toBeDefined();
    expect(view.state.remediations[opened.remediation]?.due).toBeDefined();
    await work.done('m.kovac', 'endGlass', { workOrder: wo, glass: opened.glass });
    const after = await work.query('m.kovac', 'caseView', { workOrder: wo });
    expect(after.next?.step.id).toBe(gate);
    const signed = await work.signing('t.okafor', { what: 'gate', workOrder: wo, step: gate });
    await work.done('t.okafor', 'approveGate', { workOrder: wo, step: gate, ...signed });
  }, 60_000);

  it('keeps a reading beyond the limits as a refused attempt, and asks why in the warn band', async () => {
    let at = (await work.query('m.kovac', 'caseView', { workOrder: wo })).next;
    while (at && at.step.id !== 'torque-bolts') {
      expect(await answerStep()).toBeUndefined();
      at = (await work.query('m.kovac', 'caseView', { workOrder: wo })).next;
    }
    const step = 'torque-bolts';
    for (const [n] of [['torque']]) {
      expect(n).toBe('torque');
      expect(await work.give('m.kovac', 'recordStep', { workOrder: wo, step, value: '12.50' })).toMatchObject(
        { ok: false, code: 'missing-evidence' },
      );
      await work.done('m.kovac', 'addEvidence', {
        workOrder: wo,
        step,
        slot: at?.step.evidence?.[0]?.id ?? '',
        path: photo('torque-wrench-12-50.jpg'),
        source: 'file',
      });
    }
    expect(await work.give('m.kovac', 'recordStep', { workOrder: wo, step, value: '12,50' })).toMatchObject({
      ok: false,
      code: 'malformed',
      message: expect.stringContaining('Use a point: 12.50'),
    });
    const refused = await work.done('m.kovac', 'recordStep', { workOrder: wo, step, value: '1.25' });
    expect(refused).toMatchObject({ accepted: false, attempt: 1 });
    expect(await work.give('m.kovac', 'recordStep', { workOrder: wo, step, value: '11.50' })).toMatchObject({
      ok: false,
      code: 'missing',
      fields: { why: expect.any(String) },
    });
    const accepted = await work.done('m.kovac', 'recordStep', { workOrder: wo, step, value: '12.50' });
    expect(accepted).toMatchObject({ accepted: true, verdict: 'ok', attempt: 2 });
    expect(await work.give('m.kovac', 'recordStep', { workOrder: wo, step, value: '12.60' })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
    await work.done('m.kovac', 'correctStep', {
      workOrder: wo,
      step,
      value: '12.40',
      why: 'Misread the display',
    });
  }, 60_000);

  it('cannot close while something is missing, and says what', async () => {
    const view = await work.query('a.ruiz', 'caseView', { workOrder: wo });
    const signed = await work.signing('a.ruiz', { what: 'closure', workOrder: wo });
    const early = await work.give('a.ruiz', 'closeWorkOrder', {
      workOrder: wo,
      acceptance: [],
      result: 'Done',
      ...signed,
    });
    expect(early).toMatchObject({ ok: false, code: 'not-ready' });
    expect(view.readiness.filter((i) => !i.done).length).toBeGreaterThan(2);
  }, 60_000);

  it('closes with a signed PDF once gates, review and acceptance are there', async () => {
    for (let n = 0; n < 40; n++) {
      const gate = await answerStep();
      if (gate === undefined) {
        const at = (await work.query('m.kovac', 'caseView', { workOrder: wo })).next;
        if (!at) break;
        continue;
      }
      for (const person of ['t.okafor', 'a.ruiz']) {
        const view = await work.query(person, 'inbox', {});
        const row = view.gates.find((g) => g.workOrder === wo && g.step === gate);
        if (!row || row.notYou !== null) continue;
        await work.done(person, 'approveGate', {
          workOrder: wo,
          step: gate,
          ...(await work.signing(person, { what: 'gate', workOrder: wo, step: gate })),
        });
      }
    }
    const finished = await work.query('a.ruiz', 'caseView', { workOrder: wo });
    expect(finished.state.run?.finishedAt).toBeDefined();
    const review = Object.values(finished.state.reviews)[0];
    expect(review).toBeDefined();
    const what = { what: 'review' as const, workOrder: wo, review: review?.review ?? '' };
    const ready = async () =>
      (await work.query('a.ruiz', 'caseView', { workOrder: wo })).readiness
        .filter((i) => !i.done)
        .map((i) => i.what);
    expect(await ready()).toHaveLength(1);
    await work.done('t.okafor', 'decideReview', {
      workOrder: wo,
      review: review?.review ?? '',
      verdict: 'not-justified',
      comment: 'On-call QA was on site and could be reached.',
      ...(await work.signing('t.okafor', what)),
    });
    expect(await ready()).toEqual([]);
    const acceptance = finished.jobType.acceptance.map((a) => a.id);
    const closed = await work.done('a.ruiz', 'closeWorkOrder', {
      workOrder: wo,
      acceptance,
      result: 'The rod seal was replaced and press 4 is back in service.',
      ...(await work.signing('a.ruiz', { what: 'closure', workOrder: wo })),
    });
    expect(closed.closure).toMatch(/^cl_/);
    expect(existsSync(closed.pdf)).toBe(true);
    expect(readFileSync(closed.pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const said = execFileSync('pdfsig', [closed.pdf], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Total document signed');
  }, 120_000);

  it('gets its PDF again where the file was lost, in its turn among other commands, and Verify raises no false alarm', async () => {
    const { closure } = work.station.world.caseOf(wo);
    rmSync(join(work.folder, 'closures', `${closure?.number}.pdf`));
    const orders = await work.query('m.kovac', 'myWork', {});
    const other = orders.rows.find((r) => r.state === 'open')?.workOrder ?? '';
    const [saved, started] = await Promise.all([
      work.give('m.kovac', 'saveClosurePdf', { workOrder: wo }),
      work.give('m.kovac', 'startRun', { workOrder: other }),
    ]);
    expect([saved.ok, started.ok]).toEqual([true, true]);
    expect(work.station.world.caseOf(other).run).toBeDefined();
    expect(work.station.world.caseOf(wo).closure?.document?.at).not.toBe(closure?.document?.at);
    const report = await verifySite(work.folder, () => undefined);
    expect(report.findings).toEqual([]);
  }, 60_000);

  it('verifies from disk', async () => {
    await tick(work.station, work.executor, []);
    const report = await verifySite(work.folder, () => undefined);
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe(0);
    expect(report.entries).toBe(work.station.site.ledger.head()?.size);
  }, 60_000);
});
