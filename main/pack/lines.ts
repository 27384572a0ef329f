import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ReadableDb } from '../ledger/database';
import { logNoOf, placeOf, seqOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { nodeReader } from '../ledger/read';
import { packLineText } from '../proof/pack/manifest';
import type { Disclosure } from './disclose';
import { PackNotWritten } from './giving';
import { prover } from './proofs';
import type { PackLog } from './request';

export type WrittenLines = {
  readonly lines: number;
  /** Lines of entries that were not erased and are not disclosed. */
  readonly withheld: number;
  readonly sha256: string;
  readonly size: number;
};

type Row = {
  readonly place: number;
  readonly header: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
};
const page = 500;
const atOnce = 512 * 1024;
const coded = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** Places of a log that have a line, by rising seq: all of its range, and outside of it what is disclosed. */
function* rowsOf(db: ReadableDb, { logNo, from, to }: PackLog, disclosure: Disclosure): Generator<Row> {
  const columns = 'SELECT place, header, salt, body FROM entries';
  const one = db.prepare(`${columns} WHERE place = ?`);
  const many = db.prepare(`${columns} WHERE place >= ? AND place < ? ORDER BY place LIMIT ?`);
  const [first, end] = [placeOf(logNo, from), placeOf(logNo, to)];
  const apart = [...disclosure.shown, ...disclosure.erased]
    .filter((place) => logNoOf(place) === logNo && (place < first || place >= end))
    .sort((a, b) => a - b);
  const single = function* (places: readonly number[]): Generator<Row> {
    for (const place of places) yield one.get(place) as Row;
  };
  yield* single(apart.filter((place) => place < first));
  for (let next = first; next < end; ) {
    const rows = many.all(next, end, page) as Row[];
    const last = rows[rows.length - 1];
    if (last === undefined) throw new PackNotWritten('Entries of this pack are missing here. Run Verify.');
    yield* rows;
    next = last.place + 1;
  }
  yield* single(apart.filter((place) => place >= end));
}

/** Writes the lines of one log, hashing while it writes. `tell` is told of every line. */
export function writeLines(
  db: ReadableDb,
  log: PackLog,
  disclosure: Disclosure,
  path: string,
  tell: () => void,
): WrittenLines {
  const proofOf = prover(primitives.sha256, log.size, nodeReader(db, log.logNo));
  const hash = createHash('sha256');
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'wx', 0o600);
  let [lines, withheld, size] = [0, 0, 0];
  let texts: string[] = [];
  let letters = 0;
  const flush = (): void => {
    const bytes = Buffer.from(texts.join(''), 'latin1');
    hash.update(bytes);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    size += bytes.length;
    [texts, letters] = [[], 0];
  };
  try {
    for (const { place, header, salt, body } of rowsOf(db, log, disclosure)) {
      const shown = disclosure.shown.has(place) && salt !== null && body !== null;
      const text = packLineText({
        header: coded(header),
        proof: proofOf(seqOf(place)),
        ...(shown ? { salt: coded(salt), body: coded(body) } : {}),
      });
      lines += 1;
      if (!shown && !disclosure.erased.has(place)) withheld += 1;
      texts.push(text);
      letters += text.length;
      if (letters >= atOnce) flush();
      tell();
    }
    flush();
  } finally {
    closeSync(file);
  }
  return { lines, withheld, sha256: hash.digest('hex'), size };
}
