import Database from 'better-sqlite3';
import type { ReadableDb } from './database';
import { migrate } from './migrate';

type Rule = { readonly type: string; readonly name: string; readonly sql: string | null };

const rulesOf = (db: Database.Database): Rule[] =>
  db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all() as Rule[];

let made: ReadonlyMap<string, Rule> | undefined;

/** Tables, indexes and triggers as the migrations make them, by kind and name. */
function asMade(): ReadonlyMap<string, Rule> {
  if (made === undefined) {
    const db = new Database(':memory:');
    try {
      migrate(db);
      made = new Map(rulesOf(db).map((rule) => [`${rule.type} ${rule.name}`, rule]));
    } finally {
      db.close();
    }
  }
  return made;
}

/**
 * The first table, index or trigger of a migrated database that is not as the migrations make it: changed, gone or added.
 * Triggers are what keeps entries from being changed, so one that is gone was taken away. Undefined: all are as made.
 */
export function changedRule(db: ReadableDb): string | undefined {
  const expected = asMade();
  const found = rulesOf(db);
  const other = found.find(({ type, name, sql }) => expected.get(`${type} ${name}`)?.sql !== sql);
  if (other !== undefined) return `its ${other.type} ${other.name} is not the one it was made with`;
  const names = new Set(found.map(({ type, name }) => `${type} ${name}`));
  const gone = [...expected.keys()].find((name) => !names.has(name));
  return gone === undefined ? undefined : `its ${gone} is gone`;
}
