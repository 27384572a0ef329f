import type { Statement } from 'better-sqlite3';
import { BODY_LIMITS, type JsonObject, parseCanonical } from '../proof/canonical';
import { fromUtf8, hex, isHexOf, sameBytes } from '../proof/encoding';
import { bodyCommitment, FIRST_PREV, type Header, leafHash, originOf, readHeader } from '../proof/header';
import { parseCheckpoint } from '../proof/note';
import { appendLeaf, type CompactRange, rangeOf, rootOf } from '../proof/tree';
import type { WritableDb } from './database';
import type { Place, StoredEntry } from './entry';
import { LOG_WIDTH, placeOf } from './place';
import { primitives } from './primitives';
import { entryAt, erasingOf, isStored, logIndex, nodeReader } from './read';
import { eraseBytes, targetOf } from './redact';
import type { SubjectsOf } from './subjects';

const { sha256 } = primitives;

/** An entry of another device as it was carried: bytes, never written anew. */
export interface ForeignEntry {
  readonly header: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
}

/** A contiguous range of another device's log, `from` to `to` − 1, and the signed checkpoint over the first `to`. */
export interface ForeignRange {
  readonly site: string;
  readonly log: string;
  /** The device's raw public key, which the site's root has enrolled. */
  readonly key: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly note: string;
  readonly entries: AsyncIterable<ForeignEntry>;
}

export interface Taking {
  readonly subjectsOf: SubjectsOf;
  /**
   * Called for each entry that was inserted and whose form this version knows, in the order of its log; for one that came
   * without its body, once the entry that erased it is there too.
   */
  readonly took: (entry: StoredEntry) => void;
  /** Called before a body that is held is erased, because an entry that came says so. */
  readonly erasing: (entry: StoredEntry) => void;
  /** Called when it is. */
  readonly erased: (entry: StoredEntry) => void;
  /** Awaited after each entry; lets the window breathe now and then. */
  readonly pause: () => Promise<void>;
}

/** What was carried is not what was checked before. Nothing of it is kept. */
export class ForeignChanged extends Error {}

/** How many entries of a log are held. */
export function heldOf(db: WritableDb, log: string): number {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return 0;
  const seq = db
    .prepare('SELECT seq FROM entries WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
    .pluck()
    .get(placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH) as number | undefined;
  return seq === undefined ? 0 : seq + 1;
}

function numberFor(db: WritableDb, { log, site, key }: ForeignRange): number {
  const known = logIndex(db).numberOf(log);
  if (known !== undefined) return known;
  const next = db.prepare('SELECT coalesce(max(log_no), 0) + 1 FROM logs').pluck().get() as number;
  db.prepare('INSERT INTO logs (log_no, log, origin, key) VALUES (?, ?, ?, ?)').run(
    next,
    log,
    originOf(site, log),
    Buffer.from(key),
  );
  return next;
}

/** What is searched by, of a header whose version is newer than this program: as far as it can be told. */
function newerFields(bytes: Uint8Array): { clock: string; type: string; stream: string } {
  const value = JSON.parse(fromUtf8(bytes)) as Record<string, unknown>;
  const text = (name: string): string => (typeof value[name] === 'string' ? String(value[name]) : '');
  return { clock: text('clock'), type: text('type'), stream: text('stream') };
}

/**
 * Inserts ranges of other devices' logs, byte for byte, inside the transaction that the caller has open. Entries held already
 * are passed over. Leaf, chain, body commitment and root are computed here again, so that what is kept is what the checkpoint signs.
 * @returns the largest clock that was inserted, or an empty text.
 * @throws ForeignChanged; the caller rolls back.
 */
export async function takeForeign(
  db: WritableDb,
  ranges: readonly ForeignRange[],
  taking: Taking,
): Promise<string> {
  const writer = new ForeignWriter(db, taking);
  for (const range of ranges) await writer.take(range);
  writer.erase();
  return writer.clock;
}

class ForeignWriter {
  clock = '';
  readonly #erasures: (Place & { readonly by: number })[] = [];
  /** Entries that came without a body, and of which nothing that is held says yet what stays. */
  readonly #bare = new Set<string>();
  readonly #db: WritableDb;
  readonly #taking: Taking;
  readonly #entry: Statement;
  readonly #subject: Statement;
  readonly #checkpoint: Statement;
  readonly #erasure: Statement;

  constructor(db: WritableDb, taking: Taking) {
    this.#db = db;
    this.#taking = taking;
    this.#entry = db.prepare(
      'INSERT INTO entries (place, log_no, seq, clock, type, stream, person, erased_by, hashes, salt, header, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#subject = db.prepare(
      'INSERT INTO entry_subjects (subject, clock, place, is_stream) VALUES (?, ?, ?, ?)',
    );
    this.#checkpoint = db.prepare('INSERT INTO checkpoints (place, log_no, size, note) VALUES (?, ?, ?, ?)');
    this.#erasure = db
      .prepare(
        "SELECT place FROM entry_subjects s JOIN entries e USING (place) WHERE s.subject = ? AND s.is_stream = 1 AND e.type = 'body.erased'",
      )
      .pluck();
  }

  async take(range: ForeignRange): Promise<void> {
    const held = heldOf(this.#db, range.log);
    if (held >= range.to) return;
    if (held < range.from)
      throw new ForeignChanged(`entries before ${range.from} of ${range.log} are missing`);
    const logNo = numberFor(this.#db, range);
    const tree = rangeOf(held, nodeReader(this.#db, logNo));
    let prev = held === 0 ? FIRST_PREV : this.#leafAt(logNo, held - 1);
    let seq = range.from;
    for await (const entry of range.entries) {
      if (seq >= held) prev = this.#insert(range.log, logNo, seq, entry, prev, tree);
      seq += 1;
      await this.#taking.pause();
    }
    const checkpoint = parseCheckpoint(range.note);
    const fits =
      seq === range.to &&
      checkpoint?.size === range.to &&
      tree.size === range.to &&
      sameBytes(checkpoint.root, rootOf(sha256, tree));
    if (!fits) throw new ForeignChanged(`the entries of ${range.log} are not those of its checkpoint`);
    this.#checkpoint.run(placeOf(logNo, range.to), logNo, range.to, range.note);
  }

  #leafAt(logNo: number, seq: number): string {
    const hashes = this.#db
      .prepare('SELECT hashes FROM entries WHERE place = ?')
      .pluck()
      .get(placeOf(logNo, seq)) as Uint8Array;
    return hex(hashes.subarray(0, 32));
  }

  #insert(
    log: string,
    logNo: number,
    seq: number,
    given: ForeignEntry,
    prev: string,
    tree: CompactRange,
  ): string {
    const leaf = leafHash(sha256, given.header);
    const hashes = Buffer.concat(appendLeaf(sha256, tree, leaf));
    const reading = readHeader(given.header);
    if (reading.kind === 'bad') throw new ForeignChanged(`entry ${seq} of ${log}: ${reading.reason}`);
    const header = reading.kind === 'header' ? reading.header : undefined;
    if (header && (header.log !== log || header.seq !== seq || header.prev !== prev))
      throw new ForeignChanged(`entry ${seq} of ${log} does not follow the one before it`);
    let body: JsonObject | null = null;
    if (header && given.body !== null && given.salt !== null) {
      if (!isHexOf(header.body, bodyCommitment(sha256, given.salt, given.body)))
        throw new ForeignChanged(`the body of entry ${seq} of ${log} is another one`);
      body = parseCanonical(given.body, BODY_LIMITS);
    }
    // What was erased here does not come back by a bundle from a station that does not know of it yet.
    const erased = this.#erasure.get(`${log}/${seq}`) as number | undefined;
    const keep = erased === undefined && given.body !== null;
    const { clock, type, stream } = header ?? newerFields(given.header);
    const place = placeOf(logNo, seq);
    const person = header && 'user' in header.actor ? header.actor.user : null;
    this.#entry.run(
      place,
      logNo,
      seq,
      clock,
      type,
      stream,
      person,
      erased ?? null,
      hashes,
      keep ? given.salt : null,
      given.header,
      keep ? given.body : null,
    );
    if (clock > this.clock) this.clock = clock;
    this.#subject.run(stream, clock, place, 1);
    if (header) this.#known({ log, seq, header, body: keep ? body : null, erasedBy: null }, clock, place);
    return hex(leaf);
  }

  #known(entry: StoredEntry & { readonly header: Header }, clock: string, place: number): void {
    const { took, subjectsOf } = this.#taking;
    if (entry.body !== null)
      for (const subject of new Set(subjectsOf(entry)))
        if (subject !== entry.header.stream) this.#subject.run(subject, clock, place, 0);
    const erasing = entry.body === null ? erasingOf(this.#db, entry) : undefined;
    if (erasing !== undefined) took({ ...entry, erasedBy: { log: erasing.log, seq: erasing.seq }, erasing });
    else if (entry.body === null) this.#bare.add(`${entry.log}/${entry.seq}`);
    else took(entry);
    const target = targetOf(entry.header.type, entry.body);
    if (target !== undefined) this.#erasures.push({ ...target, by: place });
  }

  /** Erases here what was erased elsewhere, once the entries that say so are in. */
  erase(): void {
    for (const { log, seq, by } of this.#erasures) {
      const held = entryAt(this.#db, { log, seq });
      if (held === undefined || !isStored(held) || held.header.type === 'body.erased') continue;
      if (this.#bare.delete(`${log}/${seq}`)) this.#taking.took(held);
      if (held.body === null) continue;
      this.#taking.erasing(held);
      eraseBytes(this.#db, placeOf(logIndex(this.#db).numberOf(log) ?? 0, seq), by);
      const now = entryAt(this.#db, { log, seq });
      if (now !== undefined && isStored(now)) this.#taking.erased(now);
    }
  }
}
