import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Range } from '../domain/sync/sync';
import { openReader, type ReadableDb } from '../ledger/database';
import { placeOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { logIndex, newestCheckpoint, nodeReader } from '../ledger/read';
import { base64 } from '../proof/encoding';
import { consistencyProof } from '../proof/tree';
import { openVault } from '../vault/evidence';
import { hashFile } from '../vault/hashFile';
import { type Manifest, members } from './bundle';
import { lineOf } from './lines';

/** A member that lies on disk: under which name it goes into the bundle, and what it is. */
export type Part = {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
};

export type CollectGiven = {
  readonly folder: string;
  /** Where the parts are made; emptied first. */
  readonly staging: string;
  readonly ranges: readonly Range[];
  /** Sizes that the receivers are known to hold, for the proofs. */
  readonly since: readonly { readonly log: string; readonly size: number }[];
};
export type Collected = {
  readonly parts: readonly Part[];
  readonly logs: Manifest['logs'];
  readonly heads: Manifest['heads'];
  readonly entries: number;
  readonly files: number;
};

const page = 500;
type Row = {
  readonly place: number;
  readonly type: string;
  readonly header: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
};

/**
 * Gathers what a bundle carries: the entries of each range as lines, their checkpoints and proofs, and every held file that
 * one of these entries names by its hash. Reads the ledger, changes nothing of it.
 */
export async function collectBundle(
  given: CollectGiven,
  progress: (done: number, total: number) => void,
): Promise<Collected> {
  const reader = openReader(given.folder);
  if (!reader.ok) throw new Error(reader.message);
  const { db } = reader;
  rmSync(given.staging, { recursive: true, force: true });
  mkdirSync(given.staging, { recursive: true, mode: 0o700 });
  // One read transaction, so that the heads are those of the entries that are read.
  db.exec('BEGIN');
  try {
    const total = given.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    const hashes = new Set<string>();
    const closures = new Set<string>();
    const parts: Part[] = [];
    let done = 0;
    for (const range of given.ranges) {
      const path = join(given.staging, members.entries(range.log));
      parts.push(
        await writeLines(db, range, path, (row) => {
          note(row, hashes, closures);
          done += 1;
          if (done % 2000 === 0) progress(done, total);
        }),
      );
    }
    const files = await filesNamed(given.folder, hashes, closuresOf(db, closures));
    return {
      parts: [...parts, ...files],
      logs: given.ranges.map((range) => logOf(db, range, given.since)),
      heads: headsOf(db),
      entries: total,
      files: files.length,
    };
  } finally {
    db.close();
  }
}

/** Writes one range as lines, hashing while it writes. */
async function writeLines(
  db: ReadableDb,
  { log, from, to }: Range,
  path: string,
  each: (row: Row) => void,
): Promise<Part> {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) throw new Error(`The log ${log} is not held here.`);
  const rows = db.prepare(
    'SELECT place, type, header, salt, body FROM entries WHERE place >= ? AND place < ? ORDER BY place LIMIT ?',
  );
  mkdirSync(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let size = 0;
  try {
    for (let next = placeOf(logNo, from), end = placeOf(logNo, to); next < end; ) {
      const found = rows.all(next, end, page) as Row[];
      const last = found[found.length - 1];
      if (last === undefined) throw new Error(`Entries of ${log} are missing here. Run Verify.`);
      const bytes = Buffer.from(found.map(lineOf).join(''), 'latin1');
      hash.update(bytes);
      size += bytes.length;
      await file.writeFile(bytes);
      found.forEach(each);
      next = last.place + 1;
    }
  } finally {
    await file.close();
  }
  return { name: members.entries(log), path, sha256: hash.digest('hex'), size };
}

/** What a body names: everything of the form of a hash may be a held file; a closure's document lies elsewhere. */
function note({ type, body }: Row, hashes: Set<string>, closures: Set<string>): void {
  if (body === null) return;
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
  for (const [, sha256] of text.matchAll(/"([0-9a-f]{64})"/g)) if (sha256) hashes.add(sha256);
  if (type === 'closure.document-issued') {
    const closure = /"closure":"(cl_[0-9a-z-]+)"/.exec(text)?.[1];
    if (closure) closures.add(closure);
  }
}

/** Numbers of closures whose document was issued in what is sent. */
function closuresOf(db: ReadableDb, closures: ReadonlySet<string>): string[] {
  const number = db
    .prepare(
      `SELECT json_extract(CAST(e.body AS TEXT), '$.number') FROM entry_subjects s JOIN entries e USING (place)
       WHERE s.subject = ? AND e.type = 'work-order.closed' AND e.body IS NOT NULL`,
    )
    .pluck();
  return [...closures].flatMap((closure) => number.all(closure) as string[]);
}

/** The files themselves. One that is not in the folder any more is left out: the receiver's Verify names it, as the sender's does. */
async function filesNamed(
  folder: string,
  hashes: ReadonlySet<string>,
  closures: readonly string[],
): Promise<Part[]> {
  const vault = openVault(join(folder, 'evidence'));
  const held = heldFiles(join(folder, 'evidence'));
  const parts: Part[] = [];
  for (const sha256 of [...hashes].sort()) {
    if (!held.has(sha256)) continue;
    const path = vault.path(sha256);
    parts.push({ name: members.evidence(sha256), path, sha256, size: statSync(path).size });
  }
  for (const number of closures) {
    const name = members.closure(number);
    const path = join(folder, 'closures', `${number}.pdf`);
    if (existsSync(path)) parts.push({ name, path, sha256: await hashFile(path), size: statSync(path).size });
  }
  return parts;
}

function heldFiles(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const inside = readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name));
  return new Set(inside.flatMap((name) => readdirSync(join(folder, name))));
}

function logOf(
  db: ReadableDb,
  { log, from, to }: Range,
  since: CollectGiven['since'],
): Manifest['logs'][number] {
  const known = since.find((s) => s.log === log)?.size ?? 0;
  if (known <= 0 || known > to) return { log, from, to };
  const logNo = logIndex(db).numberOf(log) ?? 0;
  const proof = consistencyProof(primitives.sha256, known, to, nodeReader(db, logNo));
  return { log, from, to, since: { size: known, proof: proof.map(base64) } };
}

/** The newest checkpoint of every log that is held. */
export function headsOf(db: ReadableDb): Manifest['heads'] {
  const logs = db.prepare('SELECT log FROM logs ORDER BY log').pluck().all() as string[];
  return logs.flatMap((log) => {
    const newest = newestCheckpoint(db, log);
    return newest ? [{ log, size: newest.size, note: newest.note }] : [];
  });
}

/** Every log that is held, with the size that its newest checkpoint covers. */
export function sizesHeld(db: ReadableDb): { readonly log: string; readonly size: number }[] {
  return headsOf(db).map(({ log, size }) => ({ log, size }));
}
