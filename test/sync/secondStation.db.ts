import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../main/domain/procedure/checklist';
import { AtWork } from '../commands/atWork';
import { approve, caseOf, doNext, goTo, sampleOrders, startChecked } from '../commands/busyHistory';
import { carry, newStick, secondStation, throwAway, viewsOf } from './stations';

describe('a second station', () => {
  let k1: AtWork;
  let k2: AtWork;
  let stick: string;
  beforeAll(async () => {
    stick = newStick();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
  }, 120_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
  });

  it('joins with the whole ledger, and people sign in with their own secrets', async () => {
    const { db } = k2.station.site.ledger;
    expect(k2.station.site.ledger.log).toBe(`${k2.station.site.device.id}/0`);
    expect(k2.station.world.site.devices.map((d) => d.station)).toEqual(['K1', 'K2']);
    expect((await sampleOrders(k2)).seal).toBe((await sampleOrders(k1)).seal);
    expect(db.prepare("SELECT count(*) FROM entries WHERE type = 'bundle.imported'").pluck().get()).toBe(1);
    expect(existsSync(join(k2.folder, 'joining'))).toBe(false);
    expect(readdirSync(k2.folder).filter((n) => n.startsWith('.'))).toEqual([]);
    expect(await k2.query('m.kovac', 'status', {}).catch((e: Error) => e.message)).toContain('described');
  });

  it('approves a gate that was asked for on the first, and the approval comes back', async () => {
    const { incident: wo } = await sampleOrders(k1);
    await startChecked(k1, wo);
    let step: Step | undefined;
    for (let n = 0; n < 40 && step?.kind !== 'gate'; n++) step = await doNext(k1, wo);
    expect(step?.kind).toBe('gate');
    const [file] = await carry(k1, k2, stick);
    expect(file).toMatchObject({ outcome: 'taken', fromStation: 'K1', conflicts: 0 });
    expect((await caseOf(k2, wo)).next?.step.id).toBe(step?.id);
    expect(
      await k2.give('m.kovac', 'recordStep', { workOrder: wo, step: step?.id ?? '', value: 'done' }),
    ).toMatchObject({
      ok: false,
      code: 'elsewhere',
      message: expect.stringContaining('This run is at station K1'),
    });
    const gate = step?.kind === 'gate' ? step : undefined;
    const who =
      gate?.need[0]?.role === 'compliance'
        ? 'a.ruiz'
        : gate?.need[0]?.role === 'admin'
          ? 's.halvorsen'
          : 't.okafor';
    await approve(k2, wo, step?.id ?? '', who);
    const [back] = await carry(k2, k1, stick);
    expect(back).toMatchObject({ outcome: 'taken', fromStation: 'K2', conflicts: 0 });
    const state = k1.station.world.caseOf(wo);
    expect(state.gates[step?.id ?? '']?.decisions.map((d) => d.what)).toEqual(['approved']);
    await goTo(k1, wo);
    await carry(k1, k2, stick);
    await carry(k2, k1, stick);
  }, 60_000);

  it('has the same views as the first, row for row, but for what it alone did since', async () => {
    await carry(k1, k2, stick);
    const [one, two] = [viewsOf(k1.station.site.ledger.db), viewsOf(k2.station.site.ledger.db)];
    for (const table of [
      'work_orders',
      'exceptions',
      'waiting_gates',
      'insight_orders',
      'numbers',
      'conflicts',
    ])
      expect([table, two[table]]).toEqual([table, one[table]]);
  }, 60_000);

  it('verifies both logs, and says who witnesses the own one', async () => {
    const report = await k1.done('a.ruiz', 'verifyLedger', {});
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe(0);
    expect(report.witnessed).toEqual([expect.objectContaining({ station: 'K2' })]);
  }, 60_000);
});
