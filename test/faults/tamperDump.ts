import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';

type Schema = {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
};

/**
 * What no promise covers: when a table was made, by which version views were folded (any other word has them folded anew),
 * and what a window is told when it repeats a command, which it does only while it waits for the first answer.
 */
const notHeld = ['schema_migrations.applied_at', 'views_state.version', 'commands.answer'];

/**
 * SHA-256 over the sorted logical dump of a ledger: the rules it was made with, every row of every table as the table has
 * it, and again as each index finds it, because screens are asked through indexes.
 * @throws what SQLite throws for a database it cannot read.
 */
export function stateHash(db: Database.Database): string {
  const hash = createHash('sha256');
  const schema = db
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
    .all() as Schema[];
  hash.update(JSON.stringify(schema));
  for (const { name } of schema.filter(({ type }) => type === 'table')) {
    const columns = columnsOf(db, 'SELECT name FROM pragma_table_info(?)', name).filter(
      (column) => !notHeld.includes(`${name}.${column}`),
    );
    addRows(
      hash,
      `table ${name}`,
      db
        .prepare(`SELECT ${columns.map(quoted).join(', ')} FROM "${name}" NOT INDEXED`)
        .raw()
        .all(),
    );
  }
  for (const { name, tbl_name, sql } of schema.filter(({ type }) => type === 'index')) {
    const columns = columnsOf(db, 'SELECT name FROM pragma_index_xinfo(?) WHERE name IS NOT NULL', name);
    const only = /\bWHERE\b.*$/s.exec(sql ?? '')?.[0] ?? '';
    addRows(
      hash,
      `index ${name}`,
      db
        .prepare(`SELECT ${columns.map(quoted).join(', ')} FROM "${tbl_name}" INDEXED BY "${name}" ${only}`)
        .raw()
        .all(),
    );
  }
  return hash.digest('hex');
}

const quoted = (column: string): string => `"${column}"`;

const columnsOf = (db: Database.Database, sql: string, name: string): string[] =>
  db.prepare(sql).pluck().all(name) as string[];

function addRows(hash: ReturnType<typeof createHash>, title: string, rows: unknown[]): void {
  hash.update(title);
  for (const row of rows.map(spelled).sort()) hash.update(row);
}

/** One spelling a row: kind, length and bytes of each value. */
function spelled(row: unknown): string {
  return (row as unknown[])
    .map((value) => {
      const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
      return `${typeof value} ${text.length} ${text}`;
    })
    .join('\n');
}
