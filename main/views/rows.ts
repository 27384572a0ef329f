import type { WritableDb } from '../ledger/database';

export type Row = Readonly<Record<string, string | number | null>>;

/** One view table: its columns by the field of a row that fills them, and the fields that are its key. */
export type ViewTable = {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
};

/** Writes what differs between the rows of a thing before and after; an unchanged row is not touched. */
export type RowWriter = (before: readonly Row[], after: readonly Row[]) => void;

/** Makes the writer of one table, its statements prepared once a connection. Runs inside the append's transaction. */
export function rowWriter(db: WritableDb, { table, columns, keys }: ViewTable): RowWriter {
  const names = Object.entries(columns);
  const byKey = keys.map((field) => `${columns[field]} = @${field}`).join(' AND ');
  const put = db.prepare(
    `INSERT INTO ${table} (${names.map(([, column]) => column).join(', ')}) VALUES (${names.map(([field]) => `@${field}`).join(', ')})`,
  );
  const drop = db.prepare(`DELETE FROM ${table} WHERE ${byKey}`);
  const changes = new Map<string, ReturnType<WritableDb['prepare']>>();
  /** Sets the changed columns alone, so that indexes over the others are not touched; prepared once a set. */
  const change = (fields: readonly string[], row: Row): void => {
    const name = fields.join(' ');
    let statement = changes.get(name);
    if (statement === undefined) {
      const set = fields.map((field) => `${columns[field]} = @${field}`).join(', ');
      statement = db.prepare(`UPDATE ${table} SET ${set} WHERE ${byKey}`);
      changes.set(name, statement);
    }
    statement.run(row);
  };
  const keyOf = (row: Row): string => keys.map((k) => row[k]).join('\u0000');

  return (before, after) => {
    const old = new Map(before.map((row) => [keyOf(row), row]));
    for (const row of after) {
      const key = keyOf(row);
      const was = old.get(key);
      old.delete(key);
      const changed = was && Object.keys(row).filter((name) => row[name] !== was[name]);
      if (changed === undefined) put.run(row);
      else if (changed.length > 0) change(changed, row);
    }
    for (const row of old.values()) drop.run(row);
  };
}
