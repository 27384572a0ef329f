import { originOf } from '../proof/header';
import type { ReadableDb } from './database';
import { LOG_WIDTH } from './place';
import { changedRule } from './rules';

/** Whose ledger it is: as this installation knows it, not as the database says. */
export type Own = { readonly site: string; readonly device: string };

const MOST = 20;

/**
 * What no hash covers and no list repeats, though every screen is asked through it: the rules that the database was made
 * with, each index against its table, the name of each log, and that no command was forgotten, which would be recorded twice.
 * Run it in a read transaction. Yields after each table; returns what it found, in words.
 */
export function* unsound(db: ReadableDb, own: Own): Generator<undefined, string[]> {
  const found: string[] = [];
  const rule = changedRule(db);
  if (rule !== undefined) found.push(`The database is not as this program makes it: ${rule}.`);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  for (const table of tables) {
    // SQLite puts a limit or a table in the brackets, not both.
    const said = db.pragma(`integrity_check("${table}")`) as { integrity_check: string }[];
    for (const { integrity_check: words } of said.slice(0, MOST))
      if (words !== 'ok') found.push(`The database file contradicts itself in ${table}: ${words}.`);
    yield;
  }
  // A connection that only reads knows no conditions of tables, so the one that matters is asked here.
  for (const [table, part] of [
    ['entries', 'seq'],
    ['checkpoints', 'size'],
  ] as const) {
    const misplaced = db
      .prepare(`SELECT min(${part}) FROM ${table} NOT INDEXED WHERE place <> log_no * ${LOG_WIDTH} + ${part}`)
      .pluck()
      .get() as number | null;
    if (misplaced !== null)
      found.push(`Row ${misplaced} of ${table} says that it belongs to another log than it stands in.`);
    yield;
  }
  const logs = db.prepare('SELECT log, origin FROM logs').all() as { log: string; origin: string }[];
  for (const { log, origin } of logs)
    if (origin !== originOf(own.site, log))
      found.push(`The log ${log} is filed under another name, ${origin}.`);
  const forgotten = db
    .prepare(
      `SELECT min(seq) FROM entries JOIN logs USING (log_no)
       WHERE log GLOB ? || '/*' AND json_extract(CAST(header AS TEXT), '$.idem') NOT IN (SELECT idem FROM commands)`,
    )
    .pluck()
    .get(own.device) as number | null;
  if (forgotten !== null)
    found.push(
      `The command of entry ${forgotten} is not kept any more, so that giving it again would record it twice.`,
    );
  return found;
}
