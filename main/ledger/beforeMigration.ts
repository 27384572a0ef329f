import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { syncFolder } from './folder';
import { type LedgerRefusal, refuse } from './refusal';
import { type Space, spaceIn } from './space';

/** In the site's folder: the copy of the database as it was before the newest update changed its form. */
const PLACE = 'before-update';
/** What must stay free beside the copy, for the migration's own pages. */
const BESIDE = 64 * 1024 * 1024;

type Copied = { readonly ok: true; readonly path: string } | LedgerRefusal;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;

/** What both must agree in: every entry and checkpoint is there, the last of each log is the same. */
function summary(db: Database.Database): string {
  return JSON.stringify([
    db.prepare('SELECT count(*), total(length(header)), total(length(body)) FROM entries').raw().get(),
    db.prepare('SELECT log_no, max(size), note FROM checkpoints GROUP BY log_no').raw().all(),
  ]);
}

/**
 * Copies the database before a migration changes it, and checks the copy: it is read back from disk, SQLite's own check of
 * every page holds, and it has the same entries. Only the newest such copy is kept; an erasure removes it.
 * @param tag the first migration that will run, part of the copy's name.
 * @returns where it lies, or a refusal: then no migration may run.
 */
export function copyBefore(
  db: Database.Database,
  folder: string,
  tag: string,
  space: Space | undefined = spaceIn(folder),
): Copied {
  const place = join(folder, PLACE);
  const pages = db.pragma('page_count', { simple: true }) as number;
  const bytes = pages * (db.pragma('page_size', { simple: true }) as number);
  if (space !== undefined && space.bytes < bytes + BESIDE) {
    return refuse(
      'folder-full',
      `This version has to change the form of the site's database, and copies it first. The copy needs ${megabytes(bytes + BESIDE)}, and ${megabytes(space.bytes)} are free. Nothing was changed. Free some space, then start again.`,
    );
  }
  const path = join(place, `ledger-before-${tag}.db`);
  const making = `${path}.part`;
  mkdirSync(place, { recursive: true });
  rmSync(making, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(making);
    const handle = openSync(making, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    const wrong = whyUnlike(db, making);
    if (wrong !== undefined) {
      rmSync(making, { force: true });
      return refuse(
        'ledger-damaged',
        `This version has to change the form of the site's database, and copied it first, but ${wrong}. Nothing was changed. Copy the whole folder to another disk, and start the version that you had before.`,
      );
    }
  } catch (error) {
    rmSync(making, { force: true });
    throw error;
  }
  renameSync(making, path);
  syncFolder(place);
  syncFolder(folder);
  for (const name of readdirSync(place)) {
    if (join(place, name) !== path) rmSync(join(place, name), { force: true, recursive: true });
  }
  return { ok: true, path };
}

function whyUnlike(db: Database.Database, path: string): string | undefined {
  const copy = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const said = copy.pragma('integrity_check(1)', { simple: true });
    if (said !== 'ok') return `the copy does not hold (${String(said)})`;
    return summary(copy) === summary(db) ? undefined : 'the copy has other entries than the ledger';
  } finally {
    copy.close();
  }
}

/** Removes what `copyBefore` kept, for an erasure: what goes, goes there too. Nothing where there is none. */
export function dropCopies(folder: string): void {
  const place = join(folder, PLACE);
  if (!existsSync(place)) return;
  rmSync(place, { recursive: true, force: true });
  syncFolder(folder);
}
