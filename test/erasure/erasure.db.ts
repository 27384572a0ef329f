import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from '../commands/atWork';
import { makeBusy } from '../commands/busyHistory';
import { rebuilt, viewsOf } from '../views/rebuilding';
import { entryOf, erase } from './erasing';

describe('erasing what entries of a closed work order said', () => {
  let work: AtWork;
  let seal: string;
  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await makeBusy(work));
  }, 180_000);
  afterAll(() => work?.close());

  it('takes it from every view and file, keeps the closing, and issues the closure PDF again', async () => {
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
    const pdf = join(work.folder, 'closures', `${after.closure?.number}.pdf`);
    expect(existsSync(pdf)).toBe(true);
    expect(rebuilt(work.station.site.ledger.db).views).toEqual(viewsOf(work.station.site.ledger.db));
    const report = await work.done('a.ruiz', 'verifyLedger', {});
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ verdict: 2 });
    const rows = await work.query('a.ruiz', 'workOrders', { state: 'closed' });
    expect(rows.find((row) => row.workOrder === seal)).toMatchObject({ title: 'Erased', state: 'closed' });
  }, 60_000);
});
