import Database from 'better-sqlite3';
import { evolveCase } from '../domain/case';
import { emptyCase } from '../domain/caseState';
import { learningSubject, siteSubject } from '../domain/entry';
import { evolveLearning } from '../domain/learning/evolve';
import { emptyLearning } from '../domain/learning/learning';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import type { ReadableDb, WritableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { migrate } from '../ledger/migrate';
import { entriesAbout } from '../ledger/read';
import { recorded, writeCase, writeLearning } from './fold';
import { type Projector, projector } from './project';
import { viewsVersion } from './rebuild';
import type { Row } from './rows';
import { viewTables } from './tables';

/** A row of a list that does not follow from the entries. */
export type Difference = {
  readonly table: string;
  /** The row's number as people say it, where it has one; else its key. */
  readonly key: string;
  readonly kind: 'edited' | 'missing' | 'added';
  /** The columns that differ, each with what it is and what it should be. */
  readonly columns: readonly { readonly column: string; readonly is: string; readonly follows: string }[];
};

/** Whether the lists were folded by this program: else they are folded anew at the next opening, and say nothing yet. */
export function viewsAreCurrent(db: ReadableDb): boolean {
  return db.prepare('SELECT version FROM views_state').pluck().get() === viewsVersion(db);
}

/**
 * Folds every view anew into a database of its own, which the system removes by itself, and compares it with the one that is
 * there: `entry` takes every entry in turn, `cases` folds one work order after the other, `differences` compares row by row.
 * Memory does not grow with the site. `db` stays inside one read transaction of the caller.
 */
export class Rebuild {
  /** Rows that were compared and are as they follow. */
  rows = 0;
  readonly #fresh: WritableDb;
  readonly #projector: Projector;
  readonly #db: ReadableDb;

  constructor(db: ReadableDb) {
    this.#db = db;
    this.#fresh = new Database('') as unknown as WritableDb;
    migrate(this.#fresh);
    // Nothing of it is kept: no journal, no waiting for a disk.
    this.#fresh.pragma('journal_mode = OFF');
    this.#fresh.pragma('synchronous = OFF');
    this.#fresh.pragma('cache_size = -8000');
    this.#projector = projector(this.#fresh);
    this.#fresh.exec('BEGIN');
  }

  entry(entry: StoredEntry): void {
    this.#projector.entry(recorded(entry));
  }

  /** Folds every work order from its entries. Yields how many are done, and how many there are. */
  *cases(): Generator<readonly [done: number, total: number]> {
    const site = this.#site();
    let learning = emptyLearning;
    for (const entry of entriesAbout(this.#db, learningSubject))
      learning = evolveLearning(learning, recorded(entry));
    writeLearning(this.#projector, emptyLearning, learning);
    const ids = this.#workOrders();
    for (const [index, id] of ids.entries()) {
      let state = emptyCase;
      for (const entry of entriesAbout(this.#db, id))
        state = evolveCase(state, recorded(entry), (version) => site.versions.get(version)?.document);
      writeCase(this.#projector, emptyCase, site, state, site);
      yield [index + 1, ids.length];
    }
  }

  #site(): SiteState {
    let site = emptySite;
    for (const entry of entriesAbout(this.#db, siteSubject)) site = evolveSite(site, recorded(entry));
    return site;
  }

  /** Every work order that an entry opened: the stream of its opening is its id. */
  #workOrders(): string[] {
    return this.#db
      .prepare("SELECT DISTINCT stream FROM entries WHERE type = 'work-order.opened'")
      .pluck()
      .all() as string[];
  }

  /** Every row that differs. Yields between rows, so that the caller can tell how far it is and be stopped. */
  *differences(most = 100): Generator<Difference | undefined> {
    let found = 0;
    for (const table of viewTables) {
      const keys = keysOf(this.#fresh, table);
      for (const difference of compared(this.#db, this.#fresh, table, keys)) {
        if (difference !== undefined) {
          found += 1;
          yield difference;
          if (found >= most) return;
        } else {
          this.rows += 1;
          if (this.rows % 500 === 0) yield undefined;
        }
      }
    }
  }

  close(): void {
    this.#fresh.close();
  }
}

function keysOf(db: ReadableDb, table: string): string[] {
  return (db.pragma(`table_info(${table})`) as { name: string; pk: number }[])
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
}

/** Walks two tables side by side in the order of their key; undefined for each pair of rows that are the same. */
function* compared(
  live: ReadableDb,
  fresh: ReadableDb,
  table: string,
  keys: readonly string[],
): Generator<Difference | undefined> {
  const sql = `SELECT * FROM ${table} ORDER BY ${keys.join(', ')}`;
  const [is, follows] = [live.prepare(sql).iterate(), fresh.prepare(sql).iterate()] as [
    IterableIterator<Row>,
    IterableIterator<Row>,
  ];
  try {
    let [a, b] = [is.next(), follows.next()];
    while (a.done !== true || b.done !== true) {
      const order = a.done === true ? 1 : b.done === true ? -1 : orderOf(a.value, b.value, keys);
      if (order < 0) {
        yield { table, key: keyOf(a.value as Row, keys), kind: 'added', columns: [] };
        a = is.next();
      } else if (order > 0) {
        yield { table, key: keyOf(b.value as Row, keys), kind: 'missing', columns: [] };
        b = follows.next();
      } else {
        const columns = changedColumns(a.value as Row, b.value as Row);
        yield columns.length === 0
          ? undefined
          : { table, key: keyOf(a.value as Row, keys), kind: 'edited', columns };
        [a, b] = [is.next(), follows.next()];
      }
    }
  } finally {
    is.return?.();
    follows.return?.();
  }
}

const shown = (value: unknown): string => (value === null || value === undefined ? 'nothing' : String(value));

function changedColumns(is: Row, follows: Row): Difference['columns'] {
  return Object.keys(follows)
    .filter((column) => is[column] !== follows[column])
    .map((column) => ({ column, is: shown(is[column]), follows: shown(follows[column]) }));
}

const keyOf = (row: Row, keys: readonly string[]): string =>
  typeof row.number === 'string' && row.number !== ''
    ? row.number
    : keys.map((key) => String(row[key])).join(' ');

/** As SQLite orders them: numbers before texts, texts by their UTF-8 bytes. */
function orderOf(a: Row, b: Row, keys: readonly string[]): number {
  for (const key of keys) {
    const [x, y] = [a[key] ?? null, b[key] ?? null];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return Buffer.compare(Buffer.from(String(x)), Buffer.from(String(y)));
  }
  return 0;
}
