import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { copyBefore } from './beforeMigration';
import { DATABASE, syncFolder } from './folder';
import { MIGRATIONS, type Migration, migrate, waitingFor } from './migrate';
import { type LedgerRefusal, refuse } from './refusal';

declare const readable: unique symbol;
declare const writable: unique symbol;
/** A connection that may only read. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
/** The writer's connection. Only this folder inserts entries through it. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

/** `PRAGMA application_id` of a ledger: "PDLG". */
export const APPLICATION_ID = 0x50444c47;

type Setting = readonly [name: string, set: string, readBack: number | string];

const COMMON: readonly Setting[] = [
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
  ['temp_store', 'MEMORY', 2],
];
// journal_mode first: better-sqlite3 lowers synchronous to NORMAL whenever it opens a file that is in WAL mode.
const WRITER: readonly Setting[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['secure_delete', 'ON', 1],
  ['recursive_triggers', 'ON', 1],
  ['wal_autocheckpoint', '4000', 4000],
  ...(process.platform === 'darwin'
    ? ([
        ['fullfsync', 'ON', 1],
        ['checkpoint_fullfsync', 'ON', 1],
      ] as const)
    : []),
  ...COMMON,
];
const READER: readonly Setting[] = [['query_only', 'ON', 1], ...COMMON];

/** Sets every setting of the format and reads it back. @returns the first one that did not take. */
function configure(db: Database.Database, settings: readonly Setting[]): string | undefined {
  for (const [name, value] of settings) db.pragma(`${name} = ${value}`);
  const wrong = settings.find(([name, , expected]) => db.pragma(name, { simple: true }) !== expected);
  return wrong?.[0];
}

/** The settings of an open connection, as SQLite reports them: for the start's own check and for tests. */
export function settingsOf(db: ReadableDb): Readonly<Record<string, unknown>> {
  const names = new Set([...WRITER, ...READER].map(([name]) => name));
  return Object.fromEntries([...names].map((name) => [name, db.pragma(name, { simple: true })]));
}

function settingRefused(name: string): LedgerRefusal {
  return refuse(
    'settings-refused',
    `The database did not accept the setting ${name}, without which a power cut could lose records. Nothing was changed. Install the app again, and report this.`,
  );
}

/** SQLite's own word for a file it cannot read, as a refusal; anything else is thrown on. */
export function refusalFor(error: unknown): LedgerRefusal {
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code === 'SQLITE_FULL') {
    return refuse(
      'folder-full',
      'The disk is full, so the ledger cannot be opened for writing. What is recorded is kept. Free some space, then start again.',
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN') {
    return refuse(
      'folder-read-only',
      `${DATABASE} cannot be written to. Nothing was changed. Ask for write access to the site's folder, then start again.`,
    );
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return refuse(
      'ledger-damaged',
      `${DATABASE} is damaged (${code}). Nothing was changed. Copy the whole folder to another disk before anything else, then restore from a backup.`,
    );
  }
  throw error;
}

/** A new database is made under another name and renamed, so that a half-made one is never opened. */
function create(folder: string): string | undefined {
  const making = join(folder, `${DATABASE}.new`);
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${making}${end}`, { force: true });
  const db = new Database(making);
  try {
    const wrong = configure(db, WRITER);
    if (wrong !== undefined) return wrong;
    migrate(db);
    // Closing folds the WAL in too, but says nothing when a sync fails; the file renamed below would then be empty.
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  if (existsSync(`${making}-wal`) && statSync(`${making}-wal`).size > 0)
    throw new Error(
      `${making} could not be completed: its WAL was not folded in. Nothing is lost; start again.`,
    );
  const handle = openSync(making, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(making, join(folder, DATABASE));
  syncFolder(folder);
  return undefined;
}

/** Brings an existing database to this program's form, with a checked copy of what it was made first. */
function update(
  db: Database.Database,
  folder: string,
  migrations: readonly Migration[],
): LedgerRefusal | undefined {
  const [first] = waitingFor(db, migrations);
  if (first === undefined) return migrate(db, migrations);
  const copied = copyBefore(db, folder, first.tag);
  if (!copied.ok) return copied;
  try {
    return migrate(db, migrations);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(
      'migration-failed',
      `The site's database could not be brought to the form of this version (${why}). What was begun was taken back, and everything recorded is kept; a copy from before lies at ${copied.path}. Start the version that you had before, and report this.`,
    );
  }
}

/**
 * Opens the database for writing, creating it when it is missing, with every setting set and read back and
 * migrations run. The caller holds the writer's lock and has looked for stray files.
 */
export function openDatabase(
  folder: string,
  migrations: readonly Migration[] = MIGRATIONS,
): { readonly ok: true; readonly db: WritableDb } | LedgerRefusal {
  let db: Database.Database | undefined;
  try {
    if (!existsSync(join(folder, DATABASE))) {
      const wrong = create(folder);
      if (wrong !== undefined) return settingRefused(wrong);
    }
    db = new Database(join(folder, DATABASE), { fileMustExist: true, timeout: 5000 });
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      db.close();
      return refuse(
        'not-a-ledger',
        `${DATABASE} in ${folder} belongs to another program. Nothing was changed. Choose the folder of a site.`,
      );
    }
    const wrong = configure(db, WRITER);
    const refusal = wrong === undefined ? update(db, folder, migrations) : settingRefused(wrong);
    if (refusal !== undefined) {
      db.close();
      return refusal;
    }
    return { ok: true, db: db as WritableDb };
  } catch (error) {
    db?.close();
    return refusalFor(error);
  }
}

/**
 * Writes the whole file anew, then folds the write-ahead log into it and empties that. SQLite zeroes what is deleted
 * (secure_delete), but rows that were moved when a page was split leave copies in the unused part of the page before, and
 * those it does not zero. Beside the connection that holds the writer's lock, which records nothing meanwhile.
 * @throws what SQLite throws: the file is then as it was.
 */
export function rewriteDatabase(folder: string): void {
  const db = new Database(join(folder, DATABASE), { fileMustExist: true, timeout: 5000 });
  try {
    const wrong = configure(db, WRITER);
    if (wrong !== undefined) throw new Error(settingRefused(wrong).message);
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** Opens the database for reading only, beside a writer: for the utility process. Runs no migration. */
export function openReader(folder: string): { readonly ok: true; readonly db: ReadableDb } | LedgerRefusal {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(folder, DATABASE), { fileMustExist: true, readonly: true, timeout: 5000 });
    const wrong = configure(db, READER);
    if (wrong === undefined && db.pragma('application_id', { simple: true }) === APPLICATION_ID)
      return { ok: true, db: db as ReadableDb };
    db.close();
    return wrong === undefined
      ? refuse(
          'not-a-ledger',
          `${DATABASE} in ${folder} belongs to another program. Choose the folder of a site.`,
        )
      : settingRefused(wrong);
  } catch (error) {
    db?.close();
    return refusalFor(error);
  }
}
