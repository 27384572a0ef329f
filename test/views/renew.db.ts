import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WritableDb } from '../../main/ledger/database';
import { closeSite } from '../../main/site/site';
import { projector } from '../../main/views/project';
import { renewViews } from '../../main/views/rebuild';
import { viewTables } from '../../main/views/tables';
import { AtWork } from '../commands/atWork';
import { caseOf, goTo, sampleOrders, startChecked } from '../commands/busyHistory';

describe('a site whose view tables another version made', () => {
  let work: AtWork;
  beforeAll(async () => {
    work = await AtWork.sample();
    const { seal } = await sampleOrders(work);
    await startChecked(work, seal);
    const { next } = await caseOf(work, seal);
    const { exception } = await work.done('m.kovac', 'blockStep', {
      workOrder: seal,
      step: next?.step.id ?? '',
      code: 'MAT-02',
    });
    await work.done('t.okafor', 'disposeException', {
      workOrder: seal,
      exception,
      disposition: 'resolved',
      note: 'Brought',
    });
    await goTo(work, seal);
  }, 120_000);
  afterAll(() => work?.close());

  /** Every row of every view; columns by name, because a migrated table has them in another order. */
  const views = (): Record<string, string[]> =>
    Object.fromEntries(
      viewTables.map((table) => [
        table,
        (work.station.site.ledger.db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[])
          .map((row) => JSON.stringify(row, Object.keys(row).sort()))
          .sort(),
      ]),
    );

  /** Changes the closed database by hand, then opens the site again. */
  async function reopenAfter(change: (db: Database.Database) => void): Promise<void> {
    await closeSite(work.station.site);
    const db = new Database(join(work.folder, 'ledger.db'));
    change(db);
    db.close();
    work.open();
  }

  it('is opened with all of them folded anew, as if they had always been there', async () => {
    const before = views();
    expect(before.insight_orders?.length).toBeGreaterThan(0);
    expect(before.insight_slots?.length).toBeGreaterThan(0);
    await reopenAfter((db) => {
      // As a version before these tables left them: empty, and rows of a fold that is not this one's.
      for (const table of ['insight_orders', 'insight_slots']) db.exec(`DELETE FROM ${table}`);
      db.exec("UPDATE views_state SET version = '0002_views/1'");
    });
    expect(views()).toEqual(before);
  });

  it('is folded anew once: an opening by the same version leaves the rows alone', async () => {
    const before = views();
    await reopenAfter((db) => db.exec('DELETE FROM insight_slots'));
    expect(views()).toEqual({ ...before, insight_slots: [] });
    await reopenAfter((db) => db.exec("UPDATE views_state SET version = '0002_views/1'"));
    expect(views()).toEqual(before);
  });

  it('is left as it was where the folding fails, and folded at the next opening', async () => {
    const before = views();
    await closeSite(work.station.site);
    const db = new Database(join(work.folder, 'ledger.db')) as unknown as WritableDb;
    db.exec("UPDATE views_state SET version = 'older'");
    db.exec("CREATE TRIGGER stop BEFORE INSERT ON insight_slots BEGIN SELECT RAISE(ABORT, 'not now'); END");
    expect(() => renewViews(db, projector(db))).toThrow('not now');
    expect(db.prepare('SELECT count(*) FROM insight_slots').pluck().get()).toBe(before.insight_slots?.length);
    expect(db.prepare('SELECT version FROM views_state').pluck().get()).toBe('older');
    db.exec('DROP TRIGGER stop');
    db.close();
    work.open();
    expect(views()).toEqual(before);
  });
});
