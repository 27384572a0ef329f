import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { NewEntry } from '../../main/ledger/entry';
import { newRig, type Rig } from './rig';

export const id = (prefix: string, number: number): string =>
  `${prefix}_01980000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** The body of one step's record, with the fields that the app gives it: 40 steps a run, two runs a work order. */
export function stepBody(number: number) {
  return {
    run: id('run', Math.floor(number / 40)),
    workOrder: id('wo', Math.floor(number / 80)),
    step: 'verify-zero-energy',
    no: `2.${number % 40}`,
    title: 'Verify that the accumulator is at zero pressure',
    kind: 'number',
    value: '0.00',
    shown: '0.00',
    unit: 'bar',
    verdict: 'in-band',
    attempt: 1,
    performedAt: '2026-11-20T10:00:00.000Z',
  };
}

/** The record of one step as an entry. */
export function stepRecord(number: number): NewEntry {
  const body = stepBody(number);
  return {
    type: 'run.step-recorded',
    stream: body.run,
    actor: { user: id('usr', number % 7), role: 'operator', session: id('ses', Math.floor(number / 400)) },
    body,
    subjects: [body.workOrder],
  };
}

/** One thing whose commits a second are measured in turn with others. */
export interface Contender {
  readonly name: string;
  /** Does `count` durable commits, one after another. */
  run(count: number): Promise<void>;
  close(): Promise<void>;
}

/** The limit: better-sqlite3, WAL, FULL, one plain row a transaction. */
export function rawRows(parent: string): Contender {
  const folder = mkdtempSync(join(parent, 'raw-'));
  const db = new Database(join(folder, 'raw.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO rows (body) VALUES (?)');
  const body = JSON.stringify(stepRecord(1).body);
  return {
    name: 'raw row, WAL FULL',
    async run(count) {
      for (let index = 0; index < count; index += 1) insert.run(body);
    },
    async close() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `ledger.append` of one step record about a run, a work order and a step, head outside included. */
export function ledgerAppends(rig: Rig = newRig()): Contender {
  const ledger = rig.open();
  let done = 0;
  return {
    name: 'ledger.append',
    async run(count) {
      for (let index = 0; index < count; index += 1) {
        done += 1;
        await ledger.append({
          idem: id('cmd', done),
          entries: [stepRecord(done)],
          answer: (entries) => ({ seq: entries[0]?.seq ?? -1 }),
        });
      }
    },
    async close() {
      await ledger.close();
      rig.remove();
    },
  };
}

/** Commits a second of each contender, measured in turn. Rates of one round belong together. */
export async function inTurn(
  contenders: readonly Contender[],
  rounds: number,
  count: number,
): Promise<number[][]> {
  const rates: number[][] = [];
  for (const contender of contenders) await contender.run(Math.ceil(count / 4));
  for (let round = 0; round < rounds; round += 1) {
    const row: number[] = [];
    for (const contender of contenders) {
      const start = process.hrtime.bigint();
      await contender.run(count);
      row.push((count * 1e9) / Number(process.hrtime.bigint() - start));
    }
    rates.push(row);
  }
  return rates;
}
