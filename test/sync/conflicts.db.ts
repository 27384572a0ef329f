import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { everyEntry, isStored } from '../../main/ledger/read';
import { foldAll } from '../../main/views/fold';
import { projector } from '../../main/views/project';
import { AtWork } from '../commands/atWork';
import { approve, caseOf, doNext, sampleOrders, startChecked } from '../commands/busyHistory';
import { admin, carry, newStick, secondStation, supervisor, throwAway, viewsOf } from './stations';

const compliance = 'a.ruiz';
const operator = 'm.kovac';

describe('two acts that cannot both stand', () => {
  let k1: AtWork;
  let k2: AtWork;
  let stick: string;
  let orders: { seal: string; incident: string; access: string };
  const both = async (): Promise<void> => {
    await carry(k1, k2, stick);
    await carry(k2, k1, stick);
    await carry(k1, k2, stick);
  };
  const open = (work: AtWork, who: string) => work.query(who, 'conflicts', { state: 'open' });
  beforeAll(async () => {
    stick = newStick();
    k1 = await AtWork.sample();
    orders = await sampleOrders(k1);
    k2 = await secondStation(k1, 'K2', stick);
  }, 180_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
  });

  it('are a conflict when an exception is disposed of on both stations: the first stands, on both alike', async () => {
    const wo = orders.seal;
    await startChecked(k1, wo);
    const step = (await caseOf(k1, wo)).next?.step.id ?? '';
    const code = (await caseOf(k1, wo)).codes.find(
      (c) => c.kind === 'exception' && c.dispositions.length > 1,
    );
    const { exception } = await k1.done(operator, 'blockStep', {
      workOrder: wo,
      step,
      code: code?.code ?? '',
    });
    await both();
    const [one, two] = code?.dispositions ?? [];
    if (!one || !two) throw new Error('no code');
    await k1.done(supervisor, 'disposeException', {
      workOrder: wo,
      exception,
      disposition: one,
      note: 'First',
    });
    await k2.done(supervisor, 'disposeException', {
      workOrder: wo,
      exception,
      disposition: two,
      note: 'Later',
    });
    await both();
    for (const work of [k1, k2]) {
      const found = await open(work, compliance);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        kind: 'exception-ended-twice',
        ownerRole: 'compliance',
        mine: true,
        stands: { station: 'K1' },
        lost: { station: 'K2' },
        notYou: null,
      });
      expect(work.station.world.caseOf(wo).exceptions[exception]?.end).toMatchObject({ disposition: one });
    }
    expect((await k2.query(compliance, 'inbox', {})).conflicts).toHaveLength(1);
    expect((await open(k1, supervisor))[0]?.notYou).toMatch(/Compliance settles it/);
  }, 120_000);

  it('are settled once, by their owner and never by who gave one of the two', async () => {
    const [found] = await open(k1, compliance);
    const conflict = found?.conflict ?? '';
    const decision = 'The first disposition stands; the part was used as it is';
    expect(await k1.give(supervisor, 'settleConflict', { conflict, decision })).toMatchObject({
      ok: false,
      code: 'not-allowed',
    });
    await k1.done(compliance, 'settleConflict', { conflict, decision });
    expect(await k1.give(compliance, 'settleConflict', { conflict, decision })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
    await both();
    expect(await open(k2, compliance)).toEqual([]);
    expect((await k2.query(compliance, 'conflicts', { state: 'settled' }))[0]).toMatchObject({
      decision,
      state: 'settled',
    });
  }, 60_000);

  it('are a conflict when a gate is decided on both stations in one round', async () => {
    const wo = orders.incident;
    await startChecked(k1, wo);
    for (let n = 0; n < 40 && (await doNext(k1, wo))?.kind !== 'gate'; n++);
    const gate = (await caseOf(k1, wo)).next?.step;
    if (gate?.kind !== 'gate') throw new Error('no gate');
    const role = gate.need[0]?.role;
    const who = role === 'compliance' ? compliance : role === 'admin' ? admin : supervisor;
    await both();
    await approve(k1, wo, gate.id, who);
    await approve(k2, wo, gate.id, who);
    await both();
    const decisions = k2.station.world.caseOf(wo).gates[gate.id]?.decisions;
    expect(decisions).toHaveLength(1);
    const [found] = await open(k2, who === supervisor ? compliance : supervisor);
    expect(found).toMatchObject({
      kind: 'gate-decided-twice',
      stands: { station: 'K1' },
      lost: { station: 'K2' },
    });
  }, 120_000);

  it('are a conflict when a run is started on both: the first stands, and nothing of the second counts', async () => {
    const wo = orders.access;
    await startChecked(k1, wo);
    await startChecked(k2, wo);
    const lost = k2.station.world.caseOf(wo).run?.run;
    await both();
    for (const work of [k1, k2]) {
      const state = work.station.world.caseOf(wo);
      expect(state.run?.holder).toBe(k1.station.site.device.id);
      expect(state.run?.run).not.toBe(lost);
      const mine = state.conflicts.filter((c) => c.kind === 'run-started-twice');
      expect(mine).toHaveLength(1);
      expect(mine[0]?.also).toBeGreaterThan(0);
    }
    expect(
      await k2.give(operator, 'checkPrerequisite', { workOrder: wo, prerequisite: 'x', result: 'pass' }),
    ).toMatchObject({ code: 'elsewhere' });
  }, 120_000);

  it('do not arise when a run was handed over: it goes on at the other station', async () => {
    const wo = orders.access;
    await k1.done(operator, 'handOverRun', { workOrder: wo, to: k2.station.site.device.id });
    expect(
      await k1.give(operator, 'handOverRun', { workOrder: wo, to: k2.station.site.device.id }),
    ).toMatchObject({ code: 'elsewhere' });
    await both();
    const before = k2.station.world.caseOf(wo).conflicts.length;
    expect((await doNext(k2, wo))?.id).toBeDefined();
    await both();
    expect(k1.station.world.caseOf(wo).conflicts).toHaveLength(before);
  }, 120_000);

  it('are a conflict when one outside number was used on both, and both work orders are kept', async () => {
    const view = await caseOf(k1, orders.seal);
    const args = {
      title: 'Seal again',
      jobType: view.jobType.jobType,
      asset: 'Press 9',
      number: 'SAP-4711',
      inputs: Object.fromEntries((view.state.workOrder?.inputs ?? []).map((i) => [i.id, i.value])),
    };
    await k1.done(operator, 'openWorkOrder', args);
    await k2.done(operator, 'openWorkOrder', args);
    await both();
    for (const work of [k1, k2]) {
      const rows = (await work.query(operator, 'workOrders', { state: 'all', find: 'SAP-4711' })).length;
      expect(rows).toBe(2);
      expect((await open(work, supervisor)).filter((c) => c.kind === 'number-used-twice')).toHaveLength(1);
    }
  }, 120_000);

  it('are the same rows on both stations, and in a rebuild', async () => {
    const own = (work: AtWork) => viewsOf(work.station.site.ledger.db);
    const [one, two] = [own(k1), own(k2)];
    for (const table of [
      'work_orders',
      'exceptions',
      'conflicts',
      'conflict_settlements',
      'waiting_gates',
      'numbers',
    ])
      expect([table, two[table]]).toEqual([table, one[table]]);
    for (const work of [k1, k2]) {
      const fresh = new Database(':memory:') as unknown as WritableDb;
      migrate(fresh);
      foldAll([...everyEntry(work.station.site.ledger.db)].filter(isStored), projector(fresh));
      expect(viewsOf(fresh)).toEqual(own(work));
      fresh.close();
    }
  }, 60_000);
});

describe('a station whose clock is behind', () => {
  it('is told so; what it does before its cause shows as a conflict, and never counts in silence', async () => {
    const stick = newStick();
    const k1 = await AtWork.sample(2 * 3600_000);
    const k2 = await secondStation(k1, 'K2', stick);
    try {
      k2.clock.calendar = 0;
      await k2.reopen();
      const wo = (await sampleOrders(k1)).seal;
      await startChecked(k1, wo);
      const view = await caseOf(k1, wo);
      const code = view.codes.find((c) => c.kind === 'exception' && c.dispositions.length > 0);
      const { exception } = await k1.done(operator, 'blockStep', {
        workOrder: wo,
        step: view.next?.step.id ?? '',
        code: code?.code ?? '',
      });
      const [file] = await carry(k1, k2, stick);
      expect(file?.words).toMatch(/clock is (119|120|121) minutes ahead/);
      await k2.done(supervisor, 'disposeException', {
        workOrder: wo,
        exception,
        disposition: code?.dispositions[0] ?? 'resolved',
        note: 'Too early by the clocks',
      });
      await carry(k2, k1, stick);
      for (const work of [k1, k2]) {
        const found = await work.query(compliance, 'conflicts', { state: 'open' });
        expect(found.map((c) => c.kind)).toEqual(['before-its-cause']);
        expect(work.station.world.caseOf(wo).exceptions[exception]?.end).toBeUndefined();
      }
      expect(viewsOf(k2.station.site.ledger.db).conflicts).toEqual(
        viewsOf(k1.station.site.ledger.db).conflicts,
      );
    } finally {
      await k1.close();
      await k2.close();
      throwAway(stick);
    }
  }, 120_000);
});
