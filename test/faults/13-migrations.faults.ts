import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS, migrate } from '../../main/ledger/migrate';
import { childProgram } from '../fixtures/childProgram';
import type { CrashState } from '../ledger/powerCut';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase, lackingPrograms } from './case';
import { cutAt, traced } from './traced';

/** Kills leave all that was written; power cuts leave any part of what was not synced. */
const KILLS = 500;
const CUTS = 2000;

/** Rows of any shape that a table takes, so that a migration has something to carry over. */
function fillTables(db: Database.Database, random: () => number): void {
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'",
    )
    .pluck()
    .all() as string[];
  db.pragma('foreign_keys = ON');
  for (const table of tables) {
    const columns = db.prepare(`PRAGMA table_info(${table})`).all() as { name: string; type: string }[];
    const insert = db.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.map(({ name }) => `"${name}"`).join()}) VALUES (${columns.map(() => '?').join()})`,
    );
    for (let row = 0; row < 30; row += 1) {
      const number = Math.floor(random() * 30);
      try {
        insert.run(
          ...columns.map(({ type }) =>
            type === 'INTEGER' ? number : type === 'BLOB' ? Buffer.from(`{"n":${number}}`) : `text ${number}`,
          ),
        );
      } catch {
        // The table takes no such row.
      }
    }
  }
}

/** Everything a database says, but when its migrations were applied. */
function dumpOf(db: Database.Database): string {
  const hash = createHash('sha256');
  const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all() as {
    type: string;
    name: string;
  }[];
  hash.update(JSON.stringify(schema));
  for (const { type, name } of schema) {
    if (type !== 'table' || name.startsWith('sqlite_')) continue;
    const rows = (db.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]).map((row) => {
      const { applied_at: _when, ...rest } = row;
      return JSON.stringify(rest);
    });
    hash.update(`${name}\n${rows.sort().join('\n')}\n`);
  }
  return hash.digest('hex');
}

/** What the database in a folder says, and what it says once it was migrated again. */
function statesIn(folder: string, count: number): { readonly now: string; readonly later: string } {
  const db = new Database(join(folder, 'ledger.db'), { fileMustExist: true });
  try {
    const now = dumpOf(db);
    migrate(db, MIGRATIONS.slice(0, count));
    return { now, later: dumpOf(db) };
  } catch (error) {
    return { now: `unreadable: ${String(error)}`, later: '' };
  } finally {
    db.close();
  }
}

/** A database before a migration, closed, with rows in it. */
function makeOld(root: string, count: number, random: () => number): void {
  mkdirSync(root);
  const db = new Database(join(root, 'ledger.db'));
  db.pragma('journal_mode = WAL');
  if (count > 1) {
    migrate(db, MIGRATIONS.slice(0, count - 1));
    fillTables(db, random);
  } else db.exec('PRAGMA user_version = 0; VACUUM');
  db.close();
}

function lookInto(state: CrashState, parent: string, count: number) {
  const folder = mkdtempSync(join(parent, 'state-'));
  try {
    state.write(folder);
    return existsSync(join(folder, 'ledger.db'))
      ? statesIn(folder, count)
      : { now: 'no database', later: '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const faultCase: FaultCase = {
  promise: 13,
  title: 'A migration is done or not begun, never between',
  trials: { quick: 12 * MIGRATIONS.length, full: MIGRATIONS.length * (KILLS + CUTS) },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder, say }) {
    const program = await childProgram('test/faults/migrateChild.ts', join(folder, 'program'));
    const random = randomFrom(seed);
    const each = Math.max(2, Math.floor(trials / MIGRATIONS.length));
    const kills = Math.max(1, Math.round((each * KILLS) / (KILLS + CUTS)));
    let [made, between, early, late] = [0, 0, 0, 0];
    let firstFailure: string | undefined;
    for (let count = 1; count <= MIGRATIONS.length; count += 1) {
      const tag = MIGRATIONS[count - 1]?.tag ?? '';
      const root = join(folder, `before-${count}`);
      makeOld(root, count, random);
      const whole = join(folder, `whole-${count}`);
      cpSync(root, whole, { recursive: true });
      const { now: before, later: after } = statesIn(whole, count);
      if (before === after) throw new Error(`${tag} changes nothing`);
      const disk = await traced(root, program, [root, String(count)]);
      for (const [number, how] of [
        [kills, 'all'],
        [each - kills, undefined],
      ] as const)
        for (const state of cutAt(disk, number, random, how)) {
          const { now, later } = lookInto(state, folder, count);
          made += 1;
          if (now === before) early += 1;
          if (now === after) late += 1;
          if (
            (now !== before && now !== after) ||
            later !== after ||
            (state.acknowledged >= 0 && now !== after)
          ) {
            between += 1;
            firstFailure ??= `seed ${seed}, ${tag}, after step ${state.cut}, ${state.how}: neither before nor after it (${now})`;
          }
        }
      say(`${tag}: ${counted(made)} states`);
    }
    if (early === 0 || late === 0) throw new Error(`${early} states before, ${late} after a migration`);
    const control = await withoutTransaction(folder, program, random);
    return {
      trials: made,
      silent: between,
      figure: `${between} between, ${counted(early)} before and ${counted(late)} after, in ${counted(made)} states of ${MIGRATIONS.length} migrations; each goes on from there`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `without a transaction ${control} of 40 states are between`,
        failed: control > 4,
      },
    };
  },
};

/** How many states of a migration that is run statement by statement are neither before nor after it. */
async function withoutTransaction(folder: string, program: string, random: () => number): Promise<number> {
  const count = 1;
  const root = join(folder, 'careless');
  makeOld(root, count, random);
  const whole = join(folder, 'careless-whole');
  cpSync(root, whole, { recursive: true });
  const { now: before, later: after } = statesIn(whole, count);
  const disk = await traced(root, program, [root, String(count), 'careless']);
  let between = 0;
  for (const state of cutAt(disk, 40, random)) {
    const { now } = lookInto(state, folder, count);
    if (now !== before && now !== after) between += 1;
  }
  return between;
}
