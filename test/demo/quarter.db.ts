import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySite } from '../../main/jobs/verifySite';
import { AtWork } from '../commands/atWork';
import { makeQuarter, type QuarterMade, quarterAgo } from './quarter';

describe('three months of generated work', () => {
  let work: AtWork;
  let made: QuarterMade;
  beforeAll(async () => {
    work = await AtWork.sample(quarterAgo);
    made = await makeQuarter(work, { orders: 9, seed: 7 });
  }, 240_000);
  afterAll(() => work?.close());

  it('goes through the real commands: opened, blocked, opened by break-glass, closed and left open', () => {
    expect(made.opened).toBe(9);
    expect(made.closed).toBeGreaterThan(2);
    expect(made.closed).toBeLessThan(9);
    expect(made.glasses).toBeGreaterThan(0);
  });

  it('is spread over the quarter, and no clock went back', () => {
    const { db } = work.station.site.ledger;
    const opened = db
      .prepare(
        "SELECT json_extract(CAST(header AS TEXT), '$.at') FROM entries WHERE type = 'work-order.opened' ORDER BY place",
      )
      .pluck()
      .all() as string[];
    const days = (Date.parse(opened[opened.length - 1] ?? '') - Date.parse(opened[0] ?? '')) / 86_400_000;
    expect(days).toBeGreaterThan(60);
    expect(db.prepare("SELECT count(*) FROM entries WHERE type = 'clock.stepped-back'").pluck().get()).toBe(
      0,
    );
  });

  it('verifies', async () => {
    const report = await verifySite(work.folder, () => undefined);
    expect([report.verdict, report.findings]).toEqual([0, []]);
  });
});
