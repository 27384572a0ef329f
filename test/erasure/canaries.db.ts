import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from '../commands/atWork';
import { rebuilt, viewsOf } from '../views/rebuilding';
import { Canaries, hitsIn, holding, layCanaries } from './canaries';
import { erase } from './erasing';

describe('two hundred canaries', () => {
  let work: AtWork;
  const canaries = new Canaries();
  beforeAll(async () => {
    work = await AtWork.sample();
    await layCanaries(work, canaries, 200);
  }, 120_000);
  afterAll(() => work?.close());

  it('are in no byte of the site after their erasure, and everything else is as sound as before', async () => {
    expect(canaries.all.length).toBeGreaterThanOrEqual(200);
    const root = dirname(work.folder);
    const { free, stuck } = holding(work);
    expect(stuck).toEqual([]);
    const before = hitsIn(root);
    expect(canaries.all.filter((one) => !before.some((hit) => hit.canary === one))).toEqual([]);
    expect((await erase(work, free)).unfinished).toBe(null);
    expect(hitsIn(root)).toEqual([]);
    expect(rebuilt(work.station.site.ledger.db).views).toEqual(viewsOf(work.station.site.ledger.db));
    expect(await work.done('a.ruiz', 'verifyLedger', {})).toMatchObject({ verdict: 2, findings: [] });
    await work.reopen();
    expect(hitsIn(root)).toEqual([]);
  }, 120_000);
});
