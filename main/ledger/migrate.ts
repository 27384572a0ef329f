import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { type LedgerRefusal, refuse } from './refusal';

export interface Migration {
  /** File name without `.sql`, e.g. `0001_ledger`; applied in the order of the tags. */
  readonly tag: string;
  readonly sql: string;
}

const files = import.meta.glob<string>('../../resources/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The migrations this program was built with. */
export const MIGRATIONS: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => ({ tag: path.slice(path.lastIndexOf('/') + 1, -'.sql'.length), sql }))
  .sort((left, right) => (left.tag < right.tag ? -1 : 1));

const sha256 = (sql: string): string => createHash('sha256').update(sql).digest('hex');

function refuseHistory(
  applied: ReadonlyMap<string, string>,
  migrations: readonly Migration[],
): LedgerRefusal | undefined {
  const known = new Map(migrations.map(({ tag, sql }) => [tag, sha256(sql)]));
  const unknown = [...applied.keys()].find((tag) => !known.has(tag));
  if (unknown !== undefined) {
    return refuse(
      'newer-version',
      `This site was opened with a newer version of Process Designer (it has ${unknown}, which this version does not know). Nothing was changed. Install the newer version, then open the site again.`,
    );
  }
  const changed = [...applied].find(([tag, hash]) => known.get(tag) !== hash)?.[0];
  if (changed !== undefined) {
    return refuse(
      'migration-changed',
      `The site's database was made by a different build of ${changed} than this version has. Nothing was changed. Open the site with the version that made it, and report this.`,
    );
  }
  return undefined;
}

function appliedTo(db: Database.Database): Map<string, string> {
  const exists =
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get() !==
    undefined;
  const rows = exists
    ? (db.prepare('SELECT tag, sha256 FROM schema_migrations').all() as { tag: string; sha256: string }[])
    : [];
  return new Map(rows.map(({ tag, sha256: hash }) => [tag, hash]));
}

/** A refusal when the database has a migration that the program lacks, or another text of one. Reads only. */
export function refuseVersion(db: Database.Database): LedgerRefusal | undefined {
  return refuseHistory(appliedTo(db), MIGRATIONS);
}

/** What `migrate` would run on a database that has some already: none where it is new, up to date or refused. */
export function waitingFor(
  db: Database.Database,
  migrations: readonly Migration[] = MIGRATIONS,
): readonly Migration[] {
  const applied = appliedTo(db);
  if (applied.size === 0 || refuseHistory(applied, migrations) !== undefined) return [];
  return migrations.filter(({ tag }) => !applied.has(tag));
}

/**
 * Brings the database to the program's schema. All migrations that wait are one transaction, so that a failing one leaves a
 * form that the version before still opens; references are checked after each. Foreign keys are off around it, because
 * inside a transaction that PRAGMA does nothing and rebuilding a table would cascade.
 * @returns a refusal when the database has a migration that the program lacks, or another text of one; nothing is changed then.
 * @throws when a migration fails; none of those that waited is applied.
 */
export function migrate(
  db: Database.Database,
  migrations: readonly Migration[] = MIGRATIONS,
): LedgerRefusal | undefined {
  const applied = appliedTo(db);
  const refusal = refuseHistory(applied, migrations);
  if (refusal !== undefined) return refusal;
  const todo = migrations.filter(({ tag }) => !applied.has(tag));
  if (todo.length === 0) return undefined;
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      db.exec(
        'CREATE TABLE IF NOT EXISTS schema_migrations (tag TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
      );
      for (const { tag, sql } of todo) {
        for (const statement of sql.split('--> statement-breakpoint')) {
          if (statement.trim() !== '' && !/^\s*PRAGMA foreign_keys/i.test(statement)) db.exec(statement);
        }
        if ((db.pragma('foreign_key_check') as unknown[]).length > 0)
          throw new Error(`${tag} breaks a reference between tables`);
        db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?)').run(
          tag,
          sha256(sql),
          new Date().toISOString(),
        );
      }
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return undefined;
}
