import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyEntry, isStored } from '../../main/ledger/read';
import { AtWork, sampleSecret } from '../commands/atWork';
import { sampleOrders, sealOrder } from '../commands/busyHistory';
import { randomFrom } from '../ledger/random';
import { rebuilt, viewsOf } from '../views/rebuilding';
import { Canaries, layCanaries } from './canaries';
import { type At, entryOf, erasableIn, erase, Saved, statesOf } from './erasing';

describe('erasing on a site where much has happened', () => {
  let saved: Saved;
  let orders: { seal: string; incident: string; access: string };
  beforeAll(async () => {
    const work = await AtWork.sample();
    orders = await sampleOrders(work);
    await sealOrder(work, orders.seal);
    await layCanaries(work, new Canaries(), 60);
    saved = await Saved.of(work);
  }, 600_000);
  afterAll(() => saved?.discard());

  it('takes it from every view and file, keeps the closing, and issues the closure PDF again', async () => {
    const work = await saved.again();
    const { seal } = orders;
    const photo = entryOf(work, 'run.evidence-added', seal);
    const reading = entryOf(work, 'run.step-recorded', '0.35');
    const correction = entryOf(work, 'run.step-corrected', 'Misread');
    const title = entryOf(work, 'work-order.opened', seal);
    const before = work.station.world.caseOf(seal);
    const done = await erase(work, [photo, reading, correction, title]);
    expect(done.unfinished).toBe(null);
    const after = work.station.world.caseOf(seal);
    expect(after.closure?.number).toBe(before.closure?.number);
    expect(after.entries).toBe(before.entries + 1);
    expect(after.closure?.document?.sha256).not.toBe(before.closure?.document?.sha256);
    expect(after.workOrder).toMatchObject({ title: 'Erased', number: before.workOrder?.number });
    expect(after.run?.steps['inspect-rod']?.record?.value).toBe('Erased');
    expect(existsSync(join(work.folder, 'closures', `${after.closure?.number}.pdf`))).toBe(true);
    const rows = await work.query('a.ruiz', 'workOrders', { state: 'closed' });
    expect(rows.find((row) => row.workOrder === seal)).toMatchObject({ title: 'Erased', state: 'closed' });
    const { erased } = await work.query('m.kovac', 'erasedBy', reading);
    expect(erased).toMatchObject({ authority: 'Retention rule 7' });
    expect(erased?.byName).not.toBe(erased?.secondName);
    const { rows: requests } = await work.query('a.ruiz', 'erasures', {});
    expect(requests[0]).toMatchObject({ state: 'erased', entries: 4 });
    await isSound(work);
  }, 120_000);

  it('is refused to one person alone, to other roles, for what others stand on, and twice', async () => {
    const work = await saved.again();
    const asks = (who: string, targets: At[]) =>
      work.give(who, 'requestErasure', { targets, authority: 'Rule 7', scope: 'A note' });
    const note = entryOf(work, 'exception.explained', 'Bin is empty');
    expect(await asks('m.kovac', [note])).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await asks('t.okafor', [note])).toMatchObject({ ok: false, code: 'not-allowed' });
    for (const [type, word] of [
      ['work-order.closed', 'signed end'],
      ['checklist.released', 'carried out by this version'],
      ['device.enrolled', 'key'],
      ['site.created', 'which site'],
      ['run.started', 'nothing that a person typed'],
      ['user.enrolled', 'Deactivate them first'],
      ['code.defined', 'Define it anew'],
    ] as const)
      expect([
        type,
        await asks('a.ruiz', [entryOf(work, type, type === 'user.enrolled' ? 't.okafor' : '')]),
      ]).toEqual([type, expect.objectContaining({ ok: false, message: expect.stringContaining(word) })]);
    expect(await asks('a.ruiz', [note, note])).toMatchObject({ ok: false, code: 'malformed' });
    const asked = await asks('a.ruiz', [note]);
    if (!asked.ok) throw new Error(asked.message);
    const { erasure } = asked.answer;
    const signing = await work.signing('a.ruiz', { what: 'erasure', erasure });
    expect(await work.give('a.ruiz', 'approveErasure', { erasure, ...signing })).toMatchObject({
      ok: false,
      code: 'two-person',
    });
    expect(
      await work.give('a.ruiz', 'declineErasure', { erasure, why: 'I asked for it myself' }),
    ).toMatchObject({ ok: false, code: 'two-person' });
    const stale = await work.give('s.halvorsen', 'approveErasure', {
      erasure,
      shown: 'a'.repeat(64),
      sign: { identifier: 's.halvorsen', secret: sampleSecret },
    });
    expect(stale).toMatchObject({ ok: false, code: 'stale' });
    await work.done('s.halvorsen', 'declineErasure', { erasure, why: 'The note names nobody' });
    expect(
      await work.give('s.halvorsen', 'declineErasure', { erasure, why: 'The note names nobody' }),
    ).toMatchObject({ ok: false, code: 'already-done' });
    expect((await work.query('a.ruiz', 'erasures', {})).rows[0]).toMatchObject({
      state: 'declined',
      decided: { why: 'The note names nobody' },
    });
    expect(entryOf(work, 'exception.explained', 'Bin is empty')).toEqual(note);
  }, 120_000);

  it('takes a person who left from the list, from their documents, and leaves their signatures sound', async () => {
    const work = await saved.again();
    const user = work.userOf('t.okafor');
    await work.done('s.halvorsen', 'deactivatePerson', { user, why: 'Left the site' });
    const { targets } = await work.query('a.ruiz', 'erasable', { person: user });
    expect(targets.length).toBeGreaterThan(5);
    const chosen = targets
      .filter(({ notErasable }) => notErasable === null)
      .map(({ log, seq }) => ({ log, seq }));
    await erase(work, chosen);
    expect(work.station.world.site.people.get(user)?.name).toMatch(/^Erased person /);
    expect((await work.query('a.ruiz', 'people', {})).map((p) => p.identifier)).not.toContain('t.okafor');
    await isSound(work);
  }, 120_000);

  it.each([1, 2, 3])(
    'keeps everything sound, whatever is erased (seed %i)',
    async (seed) => {
      const work = await saved.again();
      await work.done('s.halvorsen', 'deactivatePerson', {
        user: work.userOf('t.okafor'),
        why: 'So that the name can go',
      });
      const random = randomFrom(seed);
      const all = erasableIn(work);
      expect(all.length).toBeGreaterThan(60);
      const share = seed === 1 ? 1 : 0.1 + random() * 0.4;
      const chosen = all.filter(() => random() < share);
      const half = Math.ceil(chosen.length / 2);
      for (const part of [chosen.slice(0, half), chosen.slice(half)]) {
        // What erased a document took it with it, so it may be gone by the second time.
        const still = new Set(erasableIn(work).map((p) => `${p.log}/${p.seq}`));
        const targets = part.filter((p) => still.has(`${p.log}/${p.seq}`));
        if (targets.length > 0) expect((await erase(work, targets)).unfinished).toBe(null);
      }
      await isSound(work);
    },
    300_000,
  );

  /** Rows, states, verdict, every screen's questions, and the same after a restart. */
  async function isSound(work: AtWork): Promise<void> {
    const { db } = work.station.site.ledger;
    const folded = rebuilt(db);
    expect(folded.views).toEqual(viewsOf(db));
    for (const [id, state] of folded.cases)
      expect(JSON.parse(JSON.stringify(work.station.world.caseOf(id)))).toEqual(
        JSON.parse(JSON.stringify(state)),
      );
    const report = await work.done('a.ruiz', 'verifyLedger', {});
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe(2);
    expect(work.station.world.caseOf(orders.seal).closure?.document).toBeDefined();
    for (const wo of folded.cases.keys()) await work.query('a.ruiz', 'caseView', { workOrder: wo });
    for (const state of ['open', 'ended'] as const) await work.query('a.ruiz', 'exceptions', { state });
    for (const name of ['inbox', 'remediations', 'rules', 'erasures', 'historyImports', 'myWork'] as const)
      await work.query('a.ruiz', name, {});
    await work.query('a.ruiz', 'monthlyReview', { month: new Date(work.now()).toISOString().slice(0, 7) });
    for (const entry of everyEntry(db)) {
      if (!isStored(entry)) throw new Error('an entry that cannot be read');
      const view = await work.query('a.ruiz', 'entry', { log: entry.log, seq: entry.seq });
      expect(`${view.title} ${JSON.stringify(view.fields)}`).not.toMatch(/undefined|NaN|\[object/);
      if (entry.body === null) expect(view.sentence).toContain('erased by entry');
    }
    const before = statesOf(work);
    await work.reopen();
    expect(statesOf(work)).toEqual(before);
  }
});
