import Database from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { everyEntry, isStored } from '../../main/ledger/read';
import { foldAll } from '../../main/views/fold';
import { projector } from '../../main/views/project';
import { viewTables } from '../../main/views/tables';

/** Every row of every view, in an order of its own, so that two sites can be compared. */
export function viewsOf(db: ReadableDb): Record<string, string[]> {
  return Object.fromEntries(
    viewTables.map((table) => [
      table,
      (db.prepare(`SELECT * FROM ${table}`).all() as object[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  );
}

/** The views folded from nothing, in another database, and the states they were folded through. */
export function rebuilt(db: ReadableDb) {
  const fresh = new Database(':memory:') as unknown as WritableDb;
  migrate(fresh);
  const folded = foldAll([...everyEntry(db)].filter(isStored), projector(fresh));
  const views = viewsOf(fresh);
  fresh.close();
  return { views, ...folded };
}
