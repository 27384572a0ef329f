import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkNote } from '../proof/note';
import { openReader, type ReadableDb } from './database';
import { DATABASE, refuseStrayFiles } from './folder';
import { MIGRATIONS } from './migrate';
import { LOG_WIDTH, placeOf } from './place';
import { primitives } from './primitives';

/** The newest checkpoint of a log, as a database holds it. */
export interface LogHead {
  readonly log: string;
  readonly size: number;
  readonly note: string;
}

const pagesAtOnce = 2000;

/** Newest checkpoint of every log held, by the log's name. Logs without one have no entries. */
export function headsOf(db: ReadableDb): LogHead[] {
  const logs = db.prepare('SELECT log_no AS logNo, log FROM logs ORDER BY log').all() as {
    logNo: number;
    log: string;
  }[];
  const newest = db.prepare(
    'SELECT size, note FROM checkpoints WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1',
  );
  return logs.flatMap(({ logNo, log }) => {
    const row = newest.get(placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH) as
      | { size: number; note: string }
      | undefined;
    return row === undefined ? [] : [{ log, ...row }];
  });
}

/**
 * Copies the ledger in `folder` to the file `to` while it is written by another process: SQLite's own backup, inside one
 * read transaction, so that it is of one moment and never begins again. The copy is not in WAL mode, so that it can be
 * verified on a medium that cannot be written, and no side file belongs to it. Synced when this resolves.
 * @throws SqliteError for a full or failing disk; Error with a refusal's words when the ledger cannot be read.
 */
export async function copyLedger(
  folder: string,
  to: string,
  progress: (done: number, total: number) => void,
): Promise<{ readonly heads: readonly LogHead[]; readonly entries: number }> {
  const reader = openReader(folder);
  if (!reader.ok) throw new Error(reader.message);
  const { db } = reader;
  try {
    db.exec('BEGIN');
    const entries = db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
    const heads = headsOf(db);
    await db.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        progress(totalPages - remainingPages, totalPages);
        return pagesAtOnce;
      },
    });
    const copy = new Database(to, { fileMustExist: true });
    try {
      if (copy.pragma('journal_mode = DELETE', { simple: true }) !== 'delete')
        throw new Error('The copy of the ledger could not be closed off from its side files.');
    } finally {
      copy.close();
    }
    const handle = openSync(to, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    return { heads, entries };
  } finally {
    db.close();
  }
}

/** SQLite's own check of every page and index: undefined where it holds, else its first words. */
export function integrityOf(db: ReadableDb): string | undefined {
  const [first] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
  return first?.integrity_check === 'ok' ? undefined : (first?.integrity_check ?? 'no answer');
}

/** The first migration that a database has and this program does not know: a newer version wrote it. */
export function unknownMigration(db: ReadableDb): string | undefined {
  const known = new Set(MIGRATIONS.map(({ tag }) => tag));
  return (db.prepare('SELECT tag FROM schema_migrations').pluck().all() as string[]).find(
    (tag) => !known.has(tag),
  );
}

/** Turns a copied database back into the form in which a ledger is written. */
export function makeWritable(folder: string): void {
  const db = new Database(join(folder, DATABASE), { fileMustExist: true });
  try {
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new Error(`${DATABASE} could not be prepared for writing.`);
  } finally {
    db.close();
  }
}

/**
 * What the ledger in a folder is known to have reached, log by log: only heads whose signature holds by the key stored
 * with the log. Empty where it cannot be read at all; never changes the folder's record.
 */
export function reachedIn(folder: string, site: string): LogHead[] {
  if (!existsSync(join(folder, DATABASE)) || refuseStrayFiles(folder) !== undefined) return [];
  const reader = openReader(folder);
  if (!reader.ok) return [];
  try {
    const keys = new Map(
      (reader.db.prepare('SELECT log, key FROM logs').all() as { log: string; key: Uint8Array }[]).map(
        (row) => [row.log, row.key],
      ),
    );
    return headsOf(reader.db).filter(({ log, note }) => {
      const key = keys.get(log);
      if (key === undefined) return false;
      return checkNote(primitives, note, { name: `process-designer/${site}/${log}`, key, kind: 'log' }).ok;
    });
  } catch {
    return [];
  } finally {
    reader.db.close();
  }
}
