import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type LedgerRefusal, refuse } from './refusal';

const LOCK = 'writer.lock';
const HOLDER = 'writer.txt';

export interface WriterLock {
  release(): void;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Who holds the lock. Whoever took it a moment ago may not have written it yet; a process that is gone is not named for it. */
function holder(folder: string): string {
  try {
    const text = readFileSync(join(folder, HOLDER), 'utf8').trim();
    return isRunning(Number(/^process (\d+),/.exec(text)?.[1] ?? Number.NaN)) ? text : 'another process';
  } catch {
    return 'another process';
  }
}

/**
 * Takes the writer's lock of a site folder: an exclusive lock of the operating system on `writer.lock`, which ends with
 * the process however it ends. SQLite holds it, so one file serves every platform; the file stays empty.
 * `writer.txt` names the holder for people and is never trusted.
 */
export function takeLock(
  folder: string,
  now: number,
): { readonly ok: true; readonly lock: WriterLock } | LedgerRefusal {
  let db: Database.Database | undefined;
  try {
    // Of two that start at one moment, each may meet the other half-way to the lock. SQLite lets go and tries again for
    // this long (ms), so one of them gets it; with no wait both would be refused. locking_mode stays as it is: EXCLUSIVE
    // would keep what was taken half-way, and the open transaction alone holds the file.
    db = new Database(join(folder, LOCK), { timeout: 250 });
    // Nothing is ever written, so nothing has to be undone; a journal would need space that a full disk does not have.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      return refuse(
        'held-by-another',
        `This site is already open on this computer (${holder(folder)}). Nothing was changed. Go to that window, or close it and start again.`,
      );
    }
    if (code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_READONLY')) {
      return refuse(
        'folder-read-only',
        `${folder} can be read but not written to. Nothing was changed. Ask for write access to it, or choose another folder.`,
      );
    }
    throw error;
  }
  const held = db;
  try {
    writeFileSync(join(folder, HOLDER), `process ${process.pid}, since ${new Date(now).toISOString()}\n`);
  } catch {
    // The name is for people only; a full disk must not keep the ledger from opening.
  }
  return { ok: true, lock: { release: () => held.close() } };
}
