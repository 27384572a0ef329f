import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { id, stepRecord } from '../ledger/meter';
import { newRig } from '../ledger/rig';
import type { BenchCase } from './case';

const ENTRIES = 100_000;
const EACH = 500;
const tables = ['entries', 'entry_subjects'] as const;

type Rows = Readonly<Record<(typeof tables)[number], readonly unknown[][]>>;

/** A hundred thousand step records through the ledger, a few hundred a commit, as an import gives them. */
async function appendAll(folder: string): Promise<{ readonly seconds: number; readonly rows: Rows }> {
  const rig = newRig(folder);
  const ledger = rig.open();
  try {
    const begun = performance.now();
    for (let done = 0; done < ENTRIES; done += EACH) {
      const recorded = await ledger.append({
        idem: id('cmd', done),
        entries: Array.from({ length: EACH }, (_, index) => stepRecord(done + index)),
        answer: () => null,
      });
      if (!recorded.ok) throw new Error(recorded.message);
    }
    return { seconds: (performance.now() - begun) / 1000, rows: rowsOf(ledger.db) };
  } finally {
    await ledger.close();
    rig.remove();
  }
}

function rowsOf(db: ReadableDb): Rows {
  const of = (table: string) =>
    db.prepare(`SELECT * FROM ${table} ORDER BY place`).raw().all() as unknown[][];
  return { entries: of('entries'), entry_subjects: of('entry_subjects') };
}

/** The same rows, ready made, into the same tables with the same indexes, in as many commits. */
function insertAll(folder: string, rows: Rows): number {
  const file = join(folder, 'ready.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  migrate(db as unknown as WritableDb);
  db.pragma('foreign_keys = OFF');
  const inserts = tables.map((table) => {
    const columns = rows[table][0]?.length ?? 0;
    const insert = db.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`);
    const share = Math.ceil((rows[table].length * EACH) / ENTRIES);
    return { insert, rows: rows[table], share };
  });
  const begun = performance.now();
  for (let commit = 0; commit < ENTRIES / EACH; commit += 1) {
    db.exec('BEGIN');
    for (const { insert, rows: all, share } of inserts)
      for (const row of all.slice(commit * share, (commit + 1) * share)) insert.run(...row);
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - begun) / 1000;
  db.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  return seconds;
}

export const benchCase: BenchCase = {
  name: 'Append of 100,000 entries, 500 a commit',
  against: 'the same rows ready made, same tables and indexes',
  unit: 'entries/s',
  pass: { atLeast: 0.35 },
  rounds: 5,
  setUp: async (folder) => {
    const { rows } = await appendAll(folder);
    return {
      limit: () => ENTRIES / insertAll(folder, rows),
      product: async () => ENTRIES / (await appendAll(folder)).seconds,
    };
  },
};
