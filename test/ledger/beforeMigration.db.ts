import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyBefore, dropCopies } from '../../main/ledger/beforeMigration';
import { openDatabase } from '../../main/ledger/database';
import { MIGRATIONS } from '../../main/ledger/migrate';
import { newRig, type Rig, record, stepEntry } from './rig';

let rig: Rig;
const next = {
  tag: '9001_next',
  sql: 'CREATE TABLE next (n INTEGER) STRICT;\n--> statement-breakpoint\nINSERT INTO next VALUES (1);',
};
const broken = {
  tag: '9002_broken',
  sql: 'CREATE TABLE half (n INTEGER) STRICT;\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);',
};

beforeEach(async () => {
  rig = newRig();
  const ledger = rig.open();
  for (let n = 0; n < 20; n += 1) await record(ledger, stepEntry('run_1', String(n)));
  await ledger.close();
});
afterEach(() => rig.remove());

const place = (): string => join(rig.folder, 'before-update');
const tables = (db: Database.Database): unknown =>
  db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('next', 'half')").pluck().all();

describe('before a migration', () => {
  it('nothing is copied where none is to run', () => {
    const opened = openDatabase(rig.folder);
    if (!opened.ok) throw new Error(opened.message);
    opened.db.close();
    expect(existsSync(place())).toBe(false);
  });

  it('the database is copied whole, in the form it had, and the copy holds', () => {
    const opened = openDatabase(rig.folder, [...MIGRATIONS, next]);
    if (!opened.ok) throw new Error(opened.message);
    expect(tables(opened.db)).toEqual(['next']);
    opened.db.close();
    expect(readdirSync(place())).toEqual(['ledger-before-9001_next.db']);
    const copy = new Database(join(place(), 'ledger-before-9001_next.db'), { readonly: true });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(20);
    expect(tables(copy)).toEqual([]);
    copy.close();
  });

  it('one that fails leaves the site as it was, and says where the copy is', () => {
    const opened = openDatabase(rig.folder, [...MIGRATIONS, broken]);
    expect(opened).toMatchObject({ ok: false, code: 'migration-failed' });
    if (opened.ok) throw new Error('opened');
    expect(opened.message).toContain(join(place(), 'ledger-before-9002_broken.db'));
    const ledger = rig.open();
    expect(tables(ledger.db)).toEqual([]);
    expect(ledger.head()?.size).toBe(20);
    return ledger.close();
  });

  it('the second of two that fails takes the first back too: the version from before still opens the site', () => {
    const opened = openDatabase(rig.folder, [...MIGRATIONS, next, broken]);
    expect(opened).toMatchObject({ ok: false, code: 'migration-failed' });
    const ledger = rig.open();
    expect(tables(ledger.db)).toEqual([]);
    expect(ledger.head()?.size).toBe(20);
    return ledger.close();
  });

  it('too little space for the copy stops it, and nothing was changed', () => {
    const db = new Database(join(rig.folder, 'ledger.db'));
    const refused = copyBefore(db, rig.folder, 'x', { bytes: 1_000_000, share: 0.01, files: 100 });
    db.close();
    expect(refused).toMatchObject({ ok: false, code: 'folder-full' });
    expect(existsSync(place())).toBe(false);
  });

  it('a copy that was broken off is not taken for one, and only the newest is kept', () => {
    mkdirSync(place());
    writeFileSync(join(place(), 'ledger-before-9001_next.db.part'), 'half');
    writeFileSync(join(place(), 'ledger-before-0001_older.db'), 'older');
    const opened = openDatabase(rig.folder, [...MIGRATIONS, next]);
    if (!opened.ok) throw new Error(opened.message);
    opened.db.close();
    expect(readdirSync(place())).toEqual(['ledger-before-9001_next.db']);
    expect(readFileSync(join(place(), 'ledger-before-9001_next.db')).toString('latin1', 0, 15)).toBe(
      'SQLite format 3',
    );
  });

  it('goes when something is erased', () => {
    const opened = openDatabase(rig.folder, [...MIGRATIONS, next]);
    if (!opened.ok) throw new Error(opened.message);
    opened.db.close();
    dropCopies(rig.folder);
    expect(existsSync(place())).toBe(false);
    rmSync(place(), { force: true, recursive: true });
    expect(() => dropCopies(rig.folder)).not.toThrow();
  });
});
