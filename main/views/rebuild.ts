import type { ReadableDb, WritableDb } from '../ledger/database';
import { everyEntry, isStored } from '../ledger/read';
import { foldAll } from './fold';
import type { Projector } from './project';
import { viewTables } from './tables';

/** Raised when the folds write other rows from the same entries, though no migration came with it. */
const foldVersion = 3;
const atOnce = 2000;

/** The folds and tables that the rows belong to: how many migrations, the last of them, and the version of the folds. */
export function viewsVersion(db: ReadableDb): string {
  const tables = db.prepare("SELECT count(*) || ' ' || max(tag) FROM schema_migrations").pluck().get();
  return `${String(tables)}/${foldVersion}`;
}

/**
 * Makes the view tables agree with this program: where they were folded by another version (a migration made new tables
 * or columns), all of them are cleared and folded anew from the ledger, in one transaction. Called at every opening,
 * before anything is asked; costs one read where nothing is to do.
 * @returns whether they were folded anew.
 */
export function renewViews(db: WritableDb, projector: Projector): boolean {
  const version = viewsVersion(db);
  if (db.prepare('SELECT version FROM views_state').pluck().get() === version) return false;
  db.transaction(() => {
    for (const table of viewTables) db.prepare(`DELETE FROM ${table}`).run();
    foldAll(stored(db), projector, atOnce);
    db.prepare(
      'INSERT INTO views_state (one, version) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version',
    ).run(version);
  }).immediate();
  return true;
}

/** What this version cannot read has no rows: it is kept and shown raw. */
function* stored(db: WritableDb) {
  for (const entry of everyEntry(db)) if (isStored(entry)) yield entry;
}
