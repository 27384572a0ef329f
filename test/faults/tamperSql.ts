import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { placeOf } from '../../main/ledger/place';
import { primitives } from '../../main/ledger/primitives';
import { canonicalBytes, type JsonObject } from '../../main/proof/canonical';
import { bodyCommitment, type Header, leafHash } from '../../main/proof/header';
import { noteKeyHash, signCheckpoint } from '../../main/proof/note';
import { appendLeaf, emptyRange, rootOf } from '../../main/proof/tree';
import { siteIn } from './tamperSite';

const { sha256 } = primitives;

/** An entry as an insider rewrites it. */
export type Rewritten = { header: Header; body: JsonObject | null; salt: Buffer | null };
type Row = { place: number; header: Buffer; salt: Buffer | null; body: Buffer | null };

export const at = (seq: number): number => placeOf(1, seq);

/**
 * What an insider with the file and a SQLite shell does: triggers and conditions are out of the way, and put back as they were
 * afterwards (unless `careless`), so that nothing shows but what was changed.
 */
export function insider(root: string, change: (db: Database.Database) => void, careless = false): void {
  const db = new Database(join(siteIn(root), 'ledger.db'));
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('ignore_check_constraints = ON');
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    change(db);
    if (!careless) for (const { sql } of triggers) db.exec(sql);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

export function entryAt(db: Database.Database, seq: number): Rewritten {
  const row = db.prepare('SELECT header, salt, body FROM entries WHERE place = ?').get(at(seq)) as Row;
  return rewritable(row);
}

const rewritable = ({ header, salt, body }: Row): Rewritten => ({
  header: JSON.parse(header.toString()) as Header,
  salt,
  body: body === null ? null : (JSON.parse(body.toString()) as JsonObject),
});

/** Whose signature stands under the checkpoints of a history that was written anew. */
export type Signing = 'kept' | 'forged' | ((message: Uint8Array) => Uint8Array);

/**
 * Writes the whole log anew as if `change` had always been so: commitments, chain, leaves, nodes, and every checkpoint's text.
 * Nothing is left that contradicts itself but the signatures, which need the device's key.
 */
export function rewriteHistory(
  db: Database.Database,
  change: (entry: Rewritten, seq: number) => Rewritten | undefined,
  signing: Signing,
): void {
  const rows = db
    .prepare('SELECT place, header, salt, body FROM entries WHERE log_no = 1 ORDER BY place')
    .all() as Row[];
  const notes = new Map(
    (
      db.prepare('SELECT size, note FROM checkpoints WHERE log_no = 1').all() as {
        size: number;
        note: string;
      }[]
    ).map(({ size, note }) => [size, note]),
  );
  const { origin, key } = db.prepare('SELECT origin, key FROM logs WHERE log_no = 1').get() as {
    origin: string;
    key: Buffer;
  };
  const keyHash = noteKeyHash(sha256, { name: origin, key, kind: 'log' });
  db.exec('DELETE FROM entries WHERE log_no = 1; DELETE FROM checkpoints WHERE log_no = 1');
  const insert = db.prepare(
    'INSERT INTO entries (place, log_no, seq, clock, type, stream, person, erased_by, hashes, salt, header, body) VALUES (?, 1, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)',
  );
  const range = emptyRange();
  let prev = '0'.repeat(64);
  for (const [index, row] of rows.entries()) {
    const entry = change(rewritable(row), index);
    if (entry === undefined) continue;
    const seq = range.size;
    const body = entry.body === null ? null : Buffer.from(canonicalBytes(entry.body));
    const committed =
      body === null || entry.salt === null
        ? entry.header.body
        : Buffer.from(bodyCommitment(sha256, entry.salt, body)).toString('hex');
    const header = Buffer.from(
      canonicalBytes({ ...entry.header, seq, prev, body: committed } as unknown as JsonObject),
    );
    const leaf = leafHash(sha256, header);
    const hashes = Buffer.concat(appendLeaf(sha256, range, leaf));
    prev = Buffer.from(leaf).toString('hex');
    const { clock, type, stream, actor } = entry.header;
    insert.run(
      at(seq),
      seq,
      clock,
      type,
      stream,
      'user' in actor ? actor.user : null,
      hashes,
      entry.salt,
      header,
      body,
    );
    const old = notes.get(index + 1);
    if (old === undefined) continue;
    const checkpoint = { origin, size: range.size, root: rootOf(sha256, range) };
    const line = old.slice(old.indexOf('\n\n') + 2);
    const text = signCheckpoint(
      checkpoint,
      keyHash,
      signing === 'kept' || signing === 'forged' ? forge : signing,
    );
    const note = signing === 'kept' ? `${text.slice(0, text.indexOf('\n\n') + 2)}${line}` : text;
    db.prepare('INSERT INTO checkpoints VALUES (?, 1, ?, ?)').run(at(range.size), range.size, note);
  }
}

/** 64 bytes in the form of a signature. */
const forge = (message: Uint8Array): Uint8Array => createHash('sha512').update(message).digest();

/** A key of the insider's own. */
export function strangeKey(): { publicKey: Buffer; sign: (message: Uint8Array) => Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
    sign: (message) => sign(null, message, privateKey),
  };
}
