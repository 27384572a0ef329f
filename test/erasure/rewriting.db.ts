import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase, rewriteDatabase } from '../../main/ledger/database';
import { randomFrom } from '../ledger/random';

const folder = mkdtempSync(join(tmpdir(), 'process-designer-rewrite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tagOf = (key: number): string => `canary${String(key).padStart(6, '0')}z`;

it('rows that were moved leave copies which secure_delete does not zero; writing the file anew leaves none', () => {
  const opened = openDatabase(folder);
  if (!opened.ok) throw new Error(opened.message);
  const { db } = opened;
  const random = randomFrom(42);
  // As entries of several stations come: not at the end of the table alone, so that pages are split in their middle.
  db.exec('CREATE TABLE scattered (k INTEGER PRIMARY KEY, said TEXT) STRICT');
  const put = db.prepare('INSERT INTO scattered (k, said) VALUES (?, ?)');
  const keys = Array.from({ length: 6000 }, (_, key) => ({ key, at: random() })).sort((a, b) => a.at - b.at);
  db.exec('BEGIN');
  for (const { key } of keys) put.run(key, `${tagOf(key)}${'x'.repeat(Math.floor(random() * 900))}`);
  db.exec('COMMIT');
  const gone = keys.map(({ key }) => key).filter((key) => key % 3 === 0);
  const erase = db.prepare('UPDATE scattered SET said = NULL WHERE k = ?');
  db.exec('BEGIN');
  for (const key of gone) erase.run(key);
  db.exec('COMMIT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const left = (): string[] => {
    const bytes = ['ledger.db', 'ledger.db-wal']
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');
    const found = new Set([...bytes.matchAll(/canary\d{6}z/g)].map(([tag]) => tag));
    return gone.map(tagOf).filter((tag) => found.has(tag));
  };
  expect(db.pragma('secure_delete', { simple: true })).toBe(1);
  expect(left().length).toBeGreaterThan(0);
  rewriteDatabase(folder);
  expect(left()).toEqual([]);
  // The connection beside it goes on, and what was not erased is there.
  expect(db.prepare('SELECT count(*) FROM scattered WHERE said IS NOT NULL').pluck().get()).toBe(4000);
  db.close();
});
