import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from '../commands/atWork';
import { goTo, sampleOrders, startChecked } from '../commands/busyHistory';
import { carry, newStick, secondStation, take, throwAway, write } from '../sync/stations';
import { rebuilt, viewsOf } from '../views/rebuilding';
import { entryOf, erase } from './erasing';

describe('an erasure and a second station', () => {
  let k1: AtWork;
  let k2: AtWork;
  let stick: string;
  let seal: string;
  beforeAll(async () => {
    stick = newStick();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
    ({ seal } = await sampleOrders(k1));
    await startChecked(k1, seal);
    await goTo(k1, seal);
  }, 200_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
  });

  const bodyAt = (work: AtWork, { log, seq }: { log: string; seq: number }): unknown =>
    work.station.site.ledger.db
      .prepare('SELECT body FROM entries e JOIN logs l USING (log_no) WHERE l.log = ? AND e.seq = ?')
      .pluck()
      .get(log, seq);
  const same = (work: AtWork): void =>
    expect(rebuilt(work.station.site.ledger.db).views).toEqual(viewsOf(work.station.site.ledger.db));

  it('erases there too what is held there, with its file, and both stations show the same', async () => {
    await carry(k1, k2, stick);
    const photo = entryOf(k1, 'run.evidence-added', seal);
    const title = entryOf(k1, 'work-order.opened', seal);
    const sha256 = JSON.parse(String(bodyAt(k1, photo))).sha256 as string;
    expect(existsSync(k2.station.vault.path(sha256))).toBe(true);
    expect(bodyAt(k2, title)).not.toBe(null);
    await erase(k1, [photo, title]);
    await carry(k1, k2, stick);
    for (const work of [k1, k2]) {
      expect(bodyAt(work, photo)).toBe(null);
      expect(bodyAt(work, title)).toBe(null);
      expect(existsSync(work.station.vault.path(sha256))).toBe(false);
      expect(work.station.world.caseOf(seal).workOrder?.title).toBe('Erased');
      same(work);
      expect(await work.done('a.ruiz', 'verifyLedger', {})).toMatchObject({ verdict: 2, findings: [] });
    }
    const rows = (work: AtWork) => viewsOf(work.station.site.ledger.db).work_orders;
    expect(rows(k2)).toEqual(rows(k1));
  }, 120_000);

  it('takes a target without its body, though the bundle still has it, when the erasure came first', async () => {
    const { workOrder } = await k1.done('m.kovac', 'openWorkOrder', {
      title: 'Canary of the late one',
      jobType: (await k1.query('m.kovac', 'jobTypes', {}))[0]?.jobType ?? '',
      asset: 'Press 7',
      inputs: Object.fromEntries(
        ((await k1.query('m.kovac', 'jobTypes', {}))[0]?.inputs ?? []).map((i) => [
          i.id,
          i.kind === 'choice' ? (i.options?.[0] ?? '') : i.kind === 'number' ? '1' : 'x',
        ]),
      ),
    });
    const k3 = await secondStation(k1, 'K3', stick);
    try {
      // K3 holds it whole and erases it; K2 hears of the erasure before it ever sees the target.
      const early = await write(k1, [k2], stick);
      const target = entryOf(k3, 'work-order.opened', 'Canary of the late one');
      await erase(k3, [target]);
      await carry(k3, k2, stick);
      expect(bodyAt(k2, target)).toBe(null);
      expect(k2.station.world.caseOf(workOrder).workOrder?.title).toBe('Erased');
      await take(k2, early);
      expect(bodyAt(k2, target)).toBe(null);
      same(k2);
      await carry(k3, k1, stick);
      expect(k1.station.world.caseOf(workOrder).workOrder?.title).toBe('Erased');
      same(k1);
      expect(existsSync(join(k2.folder, 'ledger.db'))).toBe(true);
    } finally {
      await k3.close();
    }
  }, 200_000);
});
