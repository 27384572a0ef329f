import Database from 'better-sqlite3';
import { type LedgerRefusal, refuse } from './refusal';
import { isBefore, SQLITE_FLOOR } from './versions';

let known: string | undefined;

/** The version of the SQLite that is built in. */
function sqliteVersion(): string {
  if (known !== undefined) return known;
  const db = new Database(':memory:');
  known = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return known;
}

/** Refuses to open a ledger with an engine that is known to damage one. */
export function refuseEngine(): LedgerRefusal | undefined {
  const version = sqliteVersion();
  if (!isBefore(version, SQLITE_FLOOR)) return undefined;
  return refuse(
    'engine-too-old',
    `This installation has SQLite ${version}, which is known to damage ledgers; ${SQLITE_FLOOR} is the oldest that may open one. Nothing was opened or changed. Install Process Designer again, and report this.`,
  );
}
