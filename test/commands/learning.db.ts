import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import type { Recorded } from '../../main/domain/entry';
import { everyEntry, isStored } from '../../main/ledger/read';
import { recorded } from '../../main/views/fold';
import { recountSignals } from '../learning/recount';
import { AtWork } from './atWork';
import { caseOf, goTo, sampleOrders, startChecked } from './busyHistory';
import { blockAndResolve, permit } from './busyLearning';

const dayMs = 24 * 60 * 60_000;
const [operator, supervisor, compliance, admin] = ['m.kovac', 't.okafor', 'a.ruiz', 's.halvorsen'] as const;

/** Entries in the order of the ledger, those about nothing but sittings left out. */
const entriesOf = (work: AtWork): Recorded[] =>
  [...everyEntry(work.station.site.ledger.db)].filter(isStored).map(recorded);
const typesSince = (work: AtWork, seq: number): string[] =>
  entriesOf(work)
    .filter((e) => e.seq > seq)
    .map((e) => e.type);
const last = (work: AtWork): number => (work.station.site.ledger.head()?.size ?? 0) - 1;
const later = (work: AtWork, days: number): string => new Date(work.now() + days * dayMs).toISOString();

async function withWork(test: (work: AtWork, seal: string) => Promise<void>): Promise<void> {
  const work = await AtWork.sample();
  try {
    const { seal } = await sampleOrders(work);
    await startChecked(work, seal);
    await test(work, seal);
  } finally {
    await work.close();
  }
}

describe('a code that repeats on a job type', () => {
  let work: AtWork;
  let seal = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    await startChecked(work, seal);
  }, 60_000);
  afterAll(() => work?.close());
  const open = async () => (await work.query(operator, 'signals', { state: 'open' })).rows;

  it('raises a signal in the commit of the third, a withdrawn one left out', async () => {
    await blockAndResolve(work, seal, 'MAT-02');
    const step = (await caseOf(work, seal)).next?.step.id ?? '';
    const { exception } = await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
    await work.done(operator, 'withdrawException', { workOrder: seal, exception, why: 'Wrong tap' });
    await blockAndResolve(work, seal, 'MAT-02');
    expect(await open()).toEqual([]);
    const before = last(work);
    await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
    expect(typesSince(work, before)).toEqual(['exception.raised', 'drift.signalled']);
    const [signal] = await open();
    expect(signal).toMatchObject({
      code: 'MAT-02',
      count: 3,
      days: 30,
      state: 'open',
      jobTypeName: expect.any(String),
    });
    expect(signal?.exceptions.map((e) => e.exception)).not.toContain(exception);
    expect(signal?.exceptions).toHaveLength(3);
  });

  it('raises no second signal while one waits, and none of what was counted before', async () => {
    const blocked = Object.values((await caseOf(work, seal)).state.exceptions).find((e) => !e.end);
    await work.done(supervisor, 'disposeException', {
      workOrder: seal,
      exception: blocked?.exception ?? '',
      disposition: 'resolved',
      note: 'Brought',
    });
    await blockAndResolve(work, seal, 'MAT-02');
    const rows = await open();
    expect(rows).toHaveLength(1);
    const signal = rows[0]?.signal ?? '';
    expect(await work.give(supervisor, 'dismissSignal', { signal, why: 'No' })).toMatchObject({
      ok: false,
      code: 'not-understood',
    });
    await work.done(supervisor, 'dismissSignal', { signal, why: 'The store was closed for a day' });
    expect(
      await work.give(supervisor, 'dismissSignal', { signal, why: 'The store was closed for a day' }),
    ).toMatchObject({ ok: false, code: 'already-done' });
    expect(
      await work.give(supervisor, 'openRemediation', {
        cause: { kind: 'signal', signal },
        title: 'Too late',
        owner: { role: 'supervisor' },
        due: later(work, 3),
      }),
    ).toMatchObject({ ok: false, code: 'already-done' });
    for (let n = 0; n < 2; n++) await blockAndResolve(work, seal, 'MAT-02');
    expect(await open()).toEqual([]);
    await blockAndResolve(work, seal, 'MAT-02');
    expect(await open()).toHaveLength(1);
    expect((await work.query(operator, 'signals', { state: 'decided' })).rows).toMatchObject([
      { state: 'dismissed', outcome: 'The store was closed for a day', decidedByName: 'Thomas Okafor' },
    ]);
  }, 30_000);

  it('has the signals that a recount of the raw entries has', async () => {
    await work.done(admin, 'setRepeatRule', { count: 2, days: 10 });
    for (const [code, days] of [
      ['PER-01', 0],
      ['TOL-02', 4],
      ['PER-01', 7],
      ['TOL-02', 0],
      ['PER-01', 2],
    ] as const) {
      work.clock.calendar += days * dayMs;
      await blockAndResolve(work, seal, code);
    }
    const made = [...work.station.world.learning.signals.values()];
    expect(made.length).toBeGreaterThan(3);
    expect(made.map(({ code, jobType, exceptions }) => ({ code, jobType, exceptions }))).toEqual(
      recountSignals(entriesOf(work), { count: 3, days: 30 }),
    );
    expect(await work.give(admin, 'setRepeatRule', { count: 2, days: 10 })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
  }, 30_000);
});

describe('a remediation that no break-glass opened', () => {
  let work: AtWork;
  let seal = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    await startChecked(work, seal);
  }, 60_000);
  afterAll(() => work?.close());

  it('says who may own it, by when and for what; a wrong answer records nothing', async () => {
    const good = {
      cause: { kind: 'code' as const, code: 'MAT-02' },
      title: 'Two kits',
      owner: { role: 'supervisor' as const },
      due: later(work, 9),
    };
    const before = last(work);
    for (const [wrong, code, field] of [
      [{ cause: { kind: 'code', code: 'ZZZ-99' } }, 'not-found', 'cause'],
      [{ cause: { kind: 'signal', signal: 'sig_00000000-none' } }, 'not-found', 'cause'],
      [{ owner: { user: work.userOf(operator) } }, 'not-allowed', 'owner'],
      [{ owner: { user: 'usr_00000000-none' } }, 'not-found', 'owner'],
      [{ due: later(work, -1) }, 'out-of-range', 'due'],
      [{ target: { code: 'ZZZ-99', atMost: 1, days: 30 } }, 'not-found', 'target'],
      [
        { target: { code: 'MAT-02', jobType: 'jt_00000000-none', atMost: 1, days: 30 } },
        'not-found',
        'target',
      ],
    ] as const) {
      const outcome = await work.give(supervisor, 'openRemediation', { ...good, ...wrong } as typeof good);
      expect([wrong, outcome]).toEqual([
        wrong,
        expect.objectContaining({ ok: false, code, fields: { [field]: expect.any(String) } }),
      ]);
    }
    expect(typesSince(work, before).filter((t) => !t.startsWith('session.'))).toEqual([]);
    const { number } = await work.done(supervisor, 'openRemediation', good);
    expect((await work.query(compliance, 'remediations', {}))[0]).toMatchObject({
      number,
      workOrder: null,
      glass: null,
      cause: expect.stringMatching(/^MAT-02, /),
      causedBy: { kind: 'code', code: 'MAT-02' },
      target: null,
      measured: null,
      notYou: expect.any(String),
      missing: expect.stringContaining('Add a file'),
    });
  }, 60_000);

  it('closes with a file, which Verify reads again, and measures its target from then on', async () => {
    const { remediation } = await work.done(supervisor, 'openRemediation', {
      cause: { kind: 'code', code: 'MAT-02' },
      title: 'Two kits at the line',
      owner: { user: work.userOf(compliance) },
      due: later(work, 9),
      target: { code: 'MAT-02', atMost: 0, days: 30 },
    });
    await blockAndResolve(work, seal, 'MAT-02');
    const row = async () =>
      (await work.query(compliance, 'remediations', {})).find((r) => r.remediation === remediation);
    expect(await row()).toMatchObject({
      measured: { count: 1, isMet: false, isOver: false },
      notYou: null,
    });

    const done = 'Two kits lie at the line.';
    expect(await work.give(compliance, 'closeRemediation', { remediation, done })).toMatchObject({
      ok: false,
      code: 'missing-evidence',
      message: expect.stringContaining('names it as its cause'),
    });
    const stranger = await work.give(admin, 'addRemediationEvidence', { remediation, path: permit });
    expect(stranger).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(
      await work.give(compliance, 'addRemediationEvidence', { remediation, path: `${permit}.gone` }),
    ).toMatchObject({ ok: false, code: 'evidence-refused' });
    const { sha256 } = await work.done(compliance, 'addRemediationEvidence', { remediation, path: permit });
    expect(sha256).toBe(createHash('sha256').update(readFileSync(permit)).digest('hex'));
    expect(
      await work.give(compliance, 'addRemediationEvidence', { remediation, path: permit }),
    ).toMatchObject({ ok: false, code: 'already-done' });
    expect(await row()).toMatchObject({
      missing: null,
      evidence: [{ sha256, name: 'permit.pdf', byName: expect.any(String) }],
    });
    await work.done(compliance, 'closeRemediation', { remediation, done });
    expect(await work.give(compliance, 'closeRemediation', { remediation, done })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
    expect(await row()).toMatchObject({
      state: 'closed',
      done,
      measured: { count: 0, isMet: true, isOver: false },
    });

    work.clock.calendar += 3 * dayMs;
    await blockAndResolve(work, seal, 'MAT-02');
    expect(await row()).toMatchObject({ measured: { count: 1, isMet: false, isOver: false } });
    work.clock.calendar += 30 * dayMs;
    await blockAndResolve(work, seal, 'MAT-02');
    expect(await row()).toMatchObject({ measured: { count: 1, isMet: false, isOver: true } });

    expect((await work.done(admin, 'verifyLedger', {})).verdict).toBe(0);
    const path = work.station.vault.path(sha256);
    chmodSync(path, 0o600);
    appendFileSync(path, 'x');
    const report = await work.done(admin, 'verifyLedger', { full: true });
    expect([report.verdict, report.findings.join()]).toEqual([
      1,
      expect.stringContaining(sha256.slice(0, 12)),
    ]);
    writeFileSync(path, readFileSync(permit));
  }, 60_000);

  it('closes with a released version that names it as its cause, as the signature says', async () => {
    const { remediation, number } = await work.done(supervisor, 'openRemediation', {
      cause: { kind: 'code', code: 'MAT-02' },
      title: 'The checklist asks for the kit',
      owner: { role: 'supervisor' },
      due: later(work, 9),
    });
    const { document } = await caseOf(work, seal);
    const list = [...work.station.world.site.checklists.values()].find(
      (c) => c.draft.jobType === document?.jobType,
    );
    const checklist = list?.checklist ?? '';
    const causes = await work.query(admin, 'causes', { checklist });
    expect(causes).toContainEqual({
      cause: { kind: 'remediation', remediation },
      words: `${number}, The checklist asks for the kit`,
    });
    await work.done(admin, 'saveChecklistDraft', {
      checklist,
      document: { ...(list?.draft as NonNullable<typeof document>), title: 'With the kit' },
    });
    expect(
      await work.give(admin, 'requestRelease', {
        checklist,
        reason: 'The kit',
        causes: [{ kind: 'decision', decision: 'dec_00000000-none' }],
      }),
    ).toMatchObject({ ok: false, code: 'not-found' });
    const cause = { kind: 'remediation' as const, remediation };
    await work.done(admin, 'requestRelease', { checklist, reason: 'The kit', causes: [cause, cause] });
    const view = await work.query(supervisor, 'signingView', { what: 'release', checklist });
    expect(view.lines.filter((l) => l.label === 'Caused by')).toEqual([
      { label: 'Caused by', value: `${number}, The checklist asks for the kit` },
    ]);
    const done = 'Version 2 asks for it.';
    expect(await work.give(supervisor, 'closeRemediation', { remediation, done })).toMatchObject({
      ok: false,
      code: 'missing-evidence',
    });
    await work.done(supervisor, 'releaseChecklist', {
      checklist,
      ...(await work.signing(supervisor, { what: 'release', checklist })),
    });
    await work.done(supervisor, 'closeRemediation', { remediation, done });
    const row = (await work.query(admin, 'remediations', {})).find((r) => r.remediation === remediation);
    expect(row).toMatchObject({
      state: 'closed',
      evidence: [],
      versions: [{ checklist, title: 'With the kit', number: 2 }],
    });
  }, 60_000);

  it('of a break-glass closes by the same rule, with or without its work order named', async () => {
    const step = (await goTo(work, seal))?.id ?? '';
    const { remediation } = await work.done(operator, 'openGlass', {
      workOrder: seal,
      step,
      code: 'BG-02',
      why: 'Oil runs onto the hot platen.',
    });
    const done = 'A second key hangs at the press.';
    expect(
      await work.give(supervisor, 'closeRemediation', { workOrder: seal, remediation, done }),
    ).toMatchObject({ ok: false, code: 'missing-evidence' });
    await work.done(supervisor, 'addRemediationEvidence', { remediation, path: permit });
    await work.done(supervisor, 'closeRemediation', { remediation, done });
    expect((await caseOf(work, seal)).state.remediations[remediation]?.closed?.done).toBe(done);
  }, 60_000);
});

describe('the monthly review', () => {
  let work: AtWork;
  let seal = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    await startChecked(work, seal);
  }, 60_000);
  afterAll(() => work?.close());

  it('is held when every signal is decided, and its decisions lead to versions', async () => {
    for (let n = 0; n < 3; n++) await blockAndResolve(work, seal, 'MAT-02');
    const review = await work.query(compliance, 'monthlyReview', {});
    const { month } = review;
    expect(month).toBe(new Date(work.now()).toISOString().slice(0, 7));
    expect(review).toMatchObject({
      held: null,
      decisions: [],
      topCodes: [{ code: 'MAT-02', count: 3, before: 0 }],
      signals: [{ state: 'open', code: 'MAT-02' }],
    });
    const signal = review.signals[0]?.signal ?? '';
    const held = { month, present: 'A. Ruiz, T. Okafor' };
    expect(await work.give(compliance, 'holdReview', held)).toMatchObject({
      ok: false,
      code: 'not-ready',
      message: expect.stringContaining('MAT-02'),
    });
    // An older month that is over waits for no later signal.
    expect(await work.give(compliance, 'holdReview', { ...held, month: '2020-01' })).toMatchObject({
      ok: true,
    });

    const decision = {
      month,
      about: { kind: 'signal' as const, signal },
      outcome: 'remediation' as const,
      text: 'Kits at the line',
    };
    expect(await work.give(compliance, 'decideInReview', { ...decision, month: '2999-01' })).toMatchObject({
      ok: false,
      code: 'out-of-range',
    });
    expect(
      await work.give(compliance, 'decideInReview', { ...decision, outcome: 'change-checklist' }),
    ).toMatchObject({ ok: false, code: 'missing', fields: { checklist: expect.any(String) } });
    expect(
      await work.give(compliance, 'decideInReview', {
        ...decision,
        about: { kind: 'signal', signal: 'sig_00000000-none' },
      }),
    ).toMatchObject({ ok: false, code: 'not-found' });
    await work.done(compliance, 'decideInReview', decision);
    await work.done(compliance, 'openRemediation', {
      cause: { kind: 'signal', signal },
      title: 'Kits at the line',
      owner: { role: 'supervisor' },
      due: later(work, 9),
    });
    await work.done(compliance, 'holdReview', held);
    expect(await work.give(compliance, 'holdReview', held)).toMatchObject({
      ok: false,
      code: 'already-done',
    });
    expect(await work.give(compliance, 'decideInReview', decision)).toMatchObject({
      ok: false,
      code: 'already-done',
    });
    const after = await work.query(compliance, 'monthlyReview', { month });
    expect(after).toMatchObject({
      held: { present: held.present, byName: expect.any(String) },
      signals: [{ state: 'remediation', outcome: expect.stringMatching(/^REM-/) }],
      decisions: [
        {
          outcome: 'remediation',
          text: 'Kits at the line',
          version: null,
          aboutWords: expect.stringContaining('3 times in 30 days'),
        },
      ],
    });
  }, 60_000);

  it('counts a month in UTC, from its first moment to the first of the next', async () => {
    await blockAndResolve(work, seal, 'MAT-02');
    const month = new Date(work.now()).toISOString().slice(0, 7);
    work.clock.calendar += 40 * dayMs;
    await blockAndResolve(work, seal, 'PER-01');
    const now = await work.query(compliance, 'monthlyReview', {});
    expect(now.months).toContain(month);
    expect(now.topCodes.map((c) => c.code)).toEqual(['PER-01']);
    expect((await work.query(compliance, 'monthlyReview', { month })).topCodes.map((c) => c.code)).toEqual([
      'MAT-02',
    ]);
  }, 60_000);
});

describe('a rule of the site', () => {
  it('acts in the commit of the exception, and its person sees it in the inbox', async () => {
    await withWork(async (work, seal) => {
      const { rule } = await work.done(admin, 'defineRule', {
        name: 'Material goes to compliance',
        active: true,
        when: { on: 'exception-raised', code: 'MAT-02' },
        does: { do: 'assign', to: work.userOf(compliance) },
      });
      const step = (await caseOf(work, seal)).next?.step.id ?? '';
      const before = last(work);
      const { exception } = await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
      expect(typesSince(work, before)).toEqual(['exception.raised', 'rule.fired', 'exception.assigned']);
      const inbox = await work.query(compliance, 'inbox', {});
      expect(inbox.exceptions).toMatchObject([{ exception, mine: true }]);
      expect((await work.query(operator, 'rules', {}))[0]).toMatchObject({
        rule,
        fired: 1,
        sentence: expect.stringMatching(/^When MAT-02 is raised, assign it to /),
      });

      // Whoever it names has left: it is recorded that it could not act, and the exception stays with its owner.
      await work.done(admin, 'deactivatePerson', { user: work.userOf(compliance), why: 'Left the site' });
      await work.done(supervisor, 'disposeException', {
        workOrder: seal,
        exception,
        disposition: 'resolved',
        note: 'Brought',
      });
      const again = last(work);
      await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
      expect(typesSince(work, again)).toEqual(['exception.raised', 'rule.fired']);
      const fired = entriesOf(work).at(-1)?.body;
      expect(fired).toMatchObject({ carriedOut: false, why: expect.stringContaining('not active') });
    });
  }, 60_000);

  it('that answers missed due times never answers what it opened itself', async () => {
    await withWork(async (work, seal) => {
      await work.done(admin, 'defineRule', {
        name: 'Late work is looked at',
        active: true,
        when: { on: 'sla-breached' },
        does: { do: 'open-remediation', title: 'Why it was late', owner: { role: 'supervisor' }, dueDays: 1 },
      });
      const step = (await caseOf(work, seal)).next?.step.id ?? '';
      await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
      for (let n = 0; n < 5; n++) {
        work.clock.calendar += 100 * dayMs;
        await tick(work.station, work.executor, []);
      }
      const types = entriesOf(work).map((e) => e.type);
      const count = (type: string): number => types.filter((t) => t === type).length;
      expect([count('sla.breached'), count('rule.fired'), count('remediation.opened')]).toEqual([2, 1, 1]);
      expect((await work.query(compliance, 'inbox', {})).remediations).toMatchObject([
        { title: 'Why it was late', mine: false, escalated: { to: { role: 'compliance' } } },
      ]);
    });
  }, 60_000);
});

describe('a missed due time', () => {
  it('of a run that another station holds is said here only a day later, so that it is mostly said once', async () => {
    await withWork(async (work, seal) => {
      const step = (await caseOf(work, seal)).next?.step.id ?? '';
      await work.done(operator, 'blockStep', { workOrder: seal, step, code: 'MAT-02' });
      const { device } = work.station.site;
      Object.defineProperty(device, 'id', { value: `dev_${'a'.repeat(26)}` });
      const said = () => entriesOf(work).filter((e) => e.type === 'sla.breached').length;
      const due = Date.parse(Object.values(work.station.world.caseOf(seal).exceptions)[0]?.due ?? '');
      work.clock.calendar += due - work.now() + 60_000;
      await tick(work.station, work.executor, []);
      expect(said()).toBe(0);
      work.clock.calendar += dayMs;
      await tick(work.station, work.executor, []);
      expect(said()).toBe(1);
    });
  }, 60_000);
});
