import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerOptions } from '../../main/ledger/ledger';
import { MIGRATIONS, migrate } from '../../main/ledger/migrate';
import { openLedger } from '../../main/ledger/open';
import { newDevice, newRig, type Rig, record, SITE, stepEntry } from './rig';

let rig: Rig;
beforeEach(() => {
  rig = newRig();
});
afterEach(() => rig.remove());

const file = (name: string): string => join(rig.folder, name);
const refusal = (more?: Partial<LedgerOptions>): { code: string; message: string } => {
  const opening = openLedger({ ...rig.options, ...more });
  if (opening.ok) {
    void opening.ledger.close();
    throw new Error('the ledger opened');
  }
  return opening;
};
const fill = async (count: number): Promise<void> => {
  const ledger = rig.open();
  for (let index = 0; index < count; index += 1) await record(ledger, stepEntry('run_1', String(index)));
  await ledger.close();
};
/** Copies of the site’s files as they stand, to be put back later: an old backup. */
const snapshot = (...paths: string[]): (() => void) => {
  const kept = paths.map((path) => [path, readFileSync(path)] as const);
  return () => {
    for (const [path, bytes] of kept) writeFileSync(path, bytes);
  };
};

describe('every connection', () => {
  it('lets nobody write into the schema by hand', async () => {
    const ledger = rig.open();
    ledger.db.pragma('writable_schema = ON');
    expect(() => ledger.db.exec("UPDATE sqlite_schema SET sql = '' WHERE type = 'trigger'")).toThrow();
    await ledger.close();
  });

  it('refuses every change of what is recorded', async () => {
    await fill(3);
    const ledger = rig.open();
    for (const sql of [
      "UPDATE entries SET stream = 'run_2' WHERE seq = 1",
      'UPDATE entries SET body = NULL, salt = NULL WHERE seq = 1',
      'UPDATE entries SET body = NULL, salt = NULL, erased_by = place + 1 WHERE seq = 1',
      'DELETE FROM entries WHERE seq = 2',
      'INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 1',
      'INSERT INTO entries SELECT place + 5, log_no, seq + 5, clock, type, stream, person, NULL, hashes, salt, header, body FROM entries WHERE seq = 1',
      "UPDATE checkpoints SET note = ''",
      'DELETE FROM checkpoints',
      'INSERT OR REPLACE INTO checkpoints SELECT * FROM checkpoints',
      'DELETE FROM commands',
      "UPDATE commands SET answer = '1'",
      "UPDATE logs SET log = 'x'",
      'DELETE FROM logs',
    ]) {
      expect(() => ledger.db.exec(sql), sql).toThrow(/never|stands once/);
    }
    expect(ledger.head()?.size).toBe(3);
    await ledger.close();
  });
});

describe('the head kept outside', () => {
  it('is in both copies when the command is answered', async () => {
    const ledger = rig.open();
    for (let index = 0; index < 3; index += 1) {
      await record(ledger, stepEntry('run_1', String(index)));
      const note = ledger.head()?.note ?? '';
      for (const path of [file('ledger.head'), rig.headCopy])
        expect(readFileSync(path, 'utf8')).toContain(note);
    }
    await ledger.close();
  });

  it('may lag: the copy is brought up to date, and it is said', async () => {
    await fill(3);
    const restore = snapshot(rig.headCopy);
    await fill(2);
    restore();
    const ledger = rig.open();
    expect(ledger.notices).toMatchObject([
      { code: 'head-lagged', message: expect.stringContaining('stood at 3 of 5 entries') },
    ]);
    await ledger.close();
    const again = rig.open();
    expect(again.notices).toEqual([]);
    await again.close();
  });

  it('never leads: a database put back to an older state has lost entries, and their numbers are named', async () => {
    await fill(3);
    const restore = snapshot(file('ledger.db'));
    await fill(4);
    restore();
    expect(refusal()).toMatchObject({
      code: 'entries-lost',
      message: expect.stringMatching(
        /holds 3 entries.*shows that 7 were recorded: entries 3 to 6 are missing/,
      ),
    });
    // Also when only the copy in the other directory tree is left.
    rmSync(file('ledger.head'));
    expect(refusal()).toMatchObject({ code: 'entries-lost' });
    const before = readFileSync(file('ledger.db'));
    expect(readFileSync(file('ledger.db')).equals(before)).toBe(true);
  });

  it('shows a ledger that is gone, instead of making a new one', async () => {
    await fill(2);
    rmSync(file('ledger.db'));
    expect(refusal()).toMatchObject({
      code: 'entries-lost',
      message: expect.stringContaining('Nothing was changed or created'),
    });
    expect(existsSync(file('ledger.db'))).toBe(false);
  });

  it('shows another history of the same length', async () => {
    await fill(2);
    const theirs = snapshot(file('ledger.db'));
    const heads = snapshot(file('ledger.head'), rig.headCopy);
    await fill(2);
    const ours = snapshot(rig.headCopy, file('ledger.head'));
    theirs();
    heads();
    await fill(2);
    ours();
    expect(refusal()).toMatchObject({
      code: 'head-contradicts',
      message: expect.stringContaining('at 4 entries'),
    });
  });

  it('survives a torn write of the newest note, in each copy', async () => {
    await fill(3);
    for (const path of [file('ledger.head'), rig.headCopy]) {
      const bytes = readFileSync(path);
      const newest = bytes.lastIndexOf('\n3\n');
      expect(newest).toBeGreaterThan(0);
      bytes.fill(0x58, newest + 10, newest + 60);
      writeFileSync(path, bytes);
    }
    const ledger = rig.open();
    expect(ledger.notices.map(({ code }) => code)).toEqual(['head-lagged', 'head-lagged']);
    await ledger.close();
  });

  it('says so when a copy is gone or cannot be read, and writes it anew', async () => {
    await fill(2);
    rmSync(rig.headCopy);
    writeFileSync(file('ledger.head'), 'nothing of use');
    const ledger = rig.open();
    expect(ledger.notices.map(({ code }) => code)).toEqual(['head-copy-unreadable', 'head-copy-missing']);
    await ledger.close();
    const again = rig.open();
    expect(again.notices).toEqual([]);
    await again.close();
  });

  it('catches a write-ahead log that lost its tail, which SQLite drops without a word', async () => {
    const ledger = rig.open();
    for (let index = 0; index < 20; index += 1) await record(ledger, stepEntry('run_1', String(index)));
    const copy = join(rig.folder, '..', 'crashed');
    mkdirSync(copy);
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.head'])
      copyFileSync(file(name), join(copy, name));
    await ledger.close();
    const wal = join(copy, 'ledger.db-wal');
    const bytes = readFileSync(wal);
    const place = Math.floor(bytes.length / 2);
    bytes[place] = (bytes[place] as number) ^ 1;
    writeFileSync(wal, bytes);
    expect(refusal({ folder: copy, headCopy: join(copy, 'other.head') })).toMatchObject({
      code: 'entries-lost',
    });
    // The refusal left the damaged log where it was, for whoever examines it.
    expect(readFileSync(wal).equals(bytes)).toBe(true);
    truncateSync(wal, 0);
    expect(refusal({ folder: copy, headCopy: join(copy, 'other.head') })).toMatchObject({
      code: 'entries-lost',
      message: expect.stringMatching(/entries \d+ to 19 are missing/),
    });
  });
});

describe('opening a site', () => {
  it('refuses a stray rollback journal before SQLite sees it, and leaves every byte as it was', async () => {
    await fill(3);
    writeFileSync(file('ledger.db-journal'), Buffer.alloc(512));
    const before = readFileSync(file('ledger.db'));
    expect(refusal()).toMatchObject({
      code: 'stray-file',
      message: expect.stringContaining('ledger.db-journal'),
    });
    expect(readFileSync(file('ledger.db')).equals(before)).toBe(true);
    rmSync(file('ledger.db-journal'));
    await fill(1);
  });

  it('refuses a write-ahead log of something else, or without its ledger', async () => {
    await fill(1);
    writeFileSync(file('ledger.db-wal'), Buffer.alloc(4096, 1));
    expect(refusal()).toMatchObject({ code: 'stray-file' });
    rmSync(file('ledger.db'));
    expect(refusal()).toMatchObject({
      code: 'stray-file',
      message: expect.stringContaining('without its ledger'),
    });
  });

  it('refuses a file that is no ledger, or another program’s database', () => {
    writeFileSync(file('ledger.db'), 'hello');
    expect(refusal()).toMatchObject({ code: 'not-a-ledger' });
    rmSync(file('ledger.db'));
    const other = new Database(file('ledger.db'));
    other.pragma('journal_mode = WAL');
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(refusal()).toMatchObject({
      code: 'not-a-ledger',
      message: expect.stringContaining('another program'),
    });
  });

  it('refuses a site that a newer version has opened, and changes nothing', async () => {
    await fill(1);
    const db = new Database(file('ledger.db'));
    db.prepare("INSERT INTO schema_migrations VALUES ('9999_future', 'x', 'later')").run();
    db.close();
    expect(refusal()).toMatchObject({
      code: 'newer-version',
      message: expect.stringContaining('Install the newer version'),
    });
  });

  it('refuses a database whose migration was another text', async () => {
    await fill(1);
    const db = new Database(file('ledger.db'));
    db.prepare("UPDATE schema_migrations SET sha256 = 'x'").run();
    db.close();
    expect(refusal()).toMatchObject({ code: 'migration-changed' });
  });

  it('refuses a folder that is not there', () => {
    expect(refusal({ folder: join(rig.folder, 'nowhere') })).toMatchObject({ code: 'folder-missing' });
  });

  it('refuses a folder it cannot write to', async () => {
    await fill(1);
    const asRoot = process.geteuid?.() === 0;
    if (asRoot) {
      // Permissions do not bind root: take the rights of nobody for this one call.
      for (const path of [rig.folder, join(rig.folder, '..')]) chmodSync(path, 0o755);
      process.seteuid?.(65534);
    } else chmodSync(rig.folder, 0o500);
    try {
      expect(refusal()).toMatchObject({
        code: 'folder-read-only',
        message: expect.stringContaining('Ask for write access'),
      });
    } finally {
      if (asRoot) process.seteuid?.(0);
      chmodSync(rig.folder, 0o700);
    }
    await fill(1);
  });

  it('refuses a ledger of another device or another site', async () => {
    await fill(1);
    expect(refusal({ device: newDevice() })).toMatchObject({ code: 'other-device' });
    expect(refusal({ site: `${SITE}x` })).toMatchObject({ code: 'other-device' });
  });

  it('refuses an end of the log that contradicts itself', async () => {
    await fill(3);
    const db = new Database(file('ledger.db'));
    db.exec('DROP TRIGGER entries_are_never_changed');
    db.exec(
      "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'usr_ana', 'usr_eve') AS BLOB) WHERE seq = 2",
    );
    db.close();
    expect(refusal()).toMatchObject({ code: 'ledger-damaged', message: expect.stringContaining('entry 2') });
  });

  it('keeps space in hand for a full disk', async () => {
    await fill(1);
    expect(statSync(file('ballast')).size).toBe(1024 * 1024);
    expect(statSync(file('ballast')).blocks * 512).toBeGreaterThanOrEqual(1024 * 1024);
  });

  it('leaves nothing half-made when making a site was broken off', async () => {
    writeFileSync(file('ledger.db.new'), 'half');
    writeFileSync(file('ledger.db.new-journal'), 'half');
    await fill(1);
    expect(existsSync(file('ledger.db.new'))).toBe(false);
  });
});

describe('migrations', () => {
  const memory = (): Database.Database => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    return db;
  };

  it('that wait are undone together when a statement of the last fails, and run again later', () => {
    const db = memory();
    const broken = {
      tag: '9000_broken',
      sql: 'CREATE TABLE half (a) STRICT;\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);',
    };
    expect(() => migrate(db, [...MIGRATIONS, broken])).toThrow();
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    expect(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    expect(migrate(db)).toBeUndefined();
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('keep children when they rebuild a parent table', () => {
    const db = memory();
    const one = {
      tag: '1',
      sql: 'CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL);--> statement-breakpoint\nCREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE);',
    };
    const two = {
      tag: '2',
      sql: 'PRAGMA foreign_keys=OFF;--> statement-breakpoint\nCREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT);--> statement-breakpoint\nINSERT INTO n SELECT * FROM p;--> statement-breakpoint\nDROP TABLE p;--> statement-breakpoint\nALTER TABLE n RENAME TO p;',
    };
    migrate(db, [one]);
    db.exec("INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1)");
    migrate(db, [one, two]);
    expect(db.prepare('SELECT count(*) FROM c').pluck().get()).toBe(1);
    const three = { tag: '3', sql: 'DELETE FROM p' };
    expect(() => migrate(db, [one, two, three])).toThrow('breaks a reference');
  });
});
