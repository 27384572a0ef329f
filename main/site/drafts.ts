import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * What a person had typed and not yet recorded: this device's business, not site history, so it stands in a database
 * of its own, outside the ledger, and is gone when the answer is recorded. Secrets never come here.
 */
export type Drafts = {
  readonly keep: (user: string, place: string, text: string) => void;
  readonly of: (user: string, prefix: string) => Readonly<Record<string, string>>;
  readonly drop: (user: string, prefix: string) => void;
  /** Drops what is kept wherever the answer is true, whoever typed it. */
  readonly dropWhere: (goes: (draft: { readonly user: string; readonly place: string }) => boolean) => void;
  /** Writes the file anew, so that nothing that was dropped is left in it. */
  readonly rewrite: () => void;
  /** Places with something typed, by whom; never the text. */
  readonly places: () => readonly { readonly user: string; readonly place: string }[];
  readonly note: (name: string) => string | undefined;
  readonly setNote: (name: string, text: string) => void;
  readonly close: () => void;
};

/** Opens `drafts.db` in the site's folder; survives kill and power cut like the ledger. */
export function openDrafts(folder: string): Drafts {
  const db = new Database(join(folder, 'drafts.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.exec(`CREATE TABLE IF NOT EXISTS drafts (user TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (user, place)) STRICT;
    CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;`);
  const put = db.prepare('INSERT OR REPLACE INTO drafts (user, place, text) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM drafts WHERE user = ? AND place = ?');
  const count = db.prepare('SELECT count(*) FROM drafts WHERE user = ?').pluck();
  const removeAll = db.prepare('DELETE FROM drafts WHERE user = ? AND substr(place, 1, length(?)) = ?');
  const list = db.prepare(
    'SELECT place, text FROM drafts WHERE user = ? AND substr(place, 1, length(?)) = ?',
  );
  const everywhere = db.prepare('SELECT user, place FROM drafts');
  const all = db.prepare('SELECT user, place FROM drafts ORDER BY rowid DESC LIMIT 50');
  const putNote = db.prepare('INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)');
  const getNote = db.prepare('SELECT text FROM notes WHERE name = ?').pluck();
  // Who has anything kept: recording an answer drops its draft, and mostly there is none to drop.
  const having = new Set(db.prepare('SELECT DISTINCT user FROM drafts').pluck().all() as string[]);
  return {
    keep: (user, place, text) => {
      if (text === '') remove.run(user, place);
      else {
        put.run(user, place, text);
        having.add(user);
      }
    },
    of: (user, prefix) =>
      Object.fromEntries(
        (list.all(user, prefix, prefix) as { place: string; text: string }[]).map((r) => [r.place, r.text]),
      ),
    drop: (user, prefix) => {
      if (!having.has(user)) return;
      removeAll.run(user, prefix, prefix);
      if (count.get(user) === 0) having.delete(user);
    },
    dropWhere: (goes) => {
      for (const { user, place } of everywhere.all() as { user: string; place: string }[]) {
        if (!goes({ user, place })) continue;
        remove.run(user, place);
        if (count.get(user) === 0) having.delete(user);
      }
    },
    rewrite: () => {
      db.exec('VACUUM');
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    places: () => all.all() as { user: string; place: string }[],
    note: (name) => getNote.get(name) as string | undefined,
    setNote: (name, text) => void putNote.run(name, text),
    close: () => db.close(),
  };
}

/** The version of the SQLite that is built in, for About. */
export function sqliteVersion(): string {
  const db = new Database(':memory:');
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return version;
}
