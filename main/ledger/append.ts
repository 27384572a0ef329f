import type { Statement } from 'better-sqlite3';
import { BODY_LIMITS, canonicalBytes, type JsonObject, NotJson } from '../proof/canonical';
import { base64, concat, fromBase64, fromUtf8, hex } from '../proof/encoding';
import {
  type Actor,
  badField,
  bodyCommitment,
  FIRST_PREV,
  type Header,
  headerBytes,
  leafHash,
  signatureMessage,
} from '../proof/header';
import { type NoteKey, noteKeyHash, signCheckpoint } from '../proof/note';
import { appendLeaf, type CompactRange, rootOf } from '../proof/tree';
import { type Hlc, steppedBack, tick, type WallReading, writeAt, writeHlc } from './clock';
import type { WritableDb } from './database';
import type { NewEntry, StoredEntry } from './entry';
import { placeOf } from './place';
import { primitives } from './primitives';

const { sha256, verify } = primitives;

/** Clock and randomness as the ledger was given them. */
export interface Sources {
  now(): number;
  zone(at: number): string;
  boot(): { readonly id: string; readonly ms: number };
  random(bytes: number): Uint8Array;
}

export interface AppenderOptions extends Sources {
  readonly app: string;
  readonly log: string;
  readonly logNo: number;
  readonly key: NoteKey;
  sign(message: Uint8Array): Uint8Array;
}

/** The end of the log: all that the next entry needs of the ones before. Replaced, never changed, by a commit. */
export interface Tail {
  readonly range: CompactRange;
  readonly prev: string;
  readonly hlc: Hlc | undefined;
  readonly wall: WallReading | undefined;
}

export interface Written {
  readonly entries: readonly StoredEntry[];
  readonly tail: Tail;
  /** The signed checkpoint over the last of them. */
  readonly note: string;
}

export const MOST_STEP_BACK_MS = 60_000;

export const EMPTY_TAIL: Tail = {
  range: { size: 0, peaks: [], levels: [] },
  prev: FIRST_PREV,
  hlc: undefined,
  wall: undefined,
};

/** What the ledger records by itself when the wall clock was set back. */
function stepEntry(device: string, last: WallReading, now: WallReading, by: number): NewEntry {
  return {
    type: 'clock.stepped-back',
    stream: device,
    actor: { system: 'clock' },
    body: { before: writeAt(last.wall), now: writeAt(now.wall), backMs: Math.trunc(by) },
  };
}

/** The actor with the format's keys alone, in their order. */
function actorOf(actor: Actor): Actor {
  return 'user' in actor
    ? { role: actor.role, session: actor.session, user: actor.user }
    : { system: actor.system };
}

/** A signature covers the body through its commitment, and not the header's `signature.meaning`: so the body says it too. */
function bodyOf({ type, body, sign }: NewEntry): JsonObject {
  if (sign === undefined || body.meaning === sign.meaning) return body;
  if (body.meaning !== undefined)
    throw new NotJson(`the body of ${type} gives another meaning than its signature`);
  return { ...body, meaning: sign.meaning };
}

/**
 * Writes entries of one log into the database: header, salt, hashes, subjects, checkpoint. It opens no transaction and
 * keeps no state: the caller has one open, and takes over `Written.tail` only once it is committed.
 */
export class Appender {
  readonly #options: AppenderOptions;
  readonly #keyHash: Uint8Array;
  readonly #entry: Statement;
  readonly #subject: Statement;
  readonly #checkpoint: Statement;

  constructor(db: WritableDb, options: AppenderOptions) {
    this.#options = options;
    this.#keyHash = noteKeyHash(sha256, options.key);
    this.#entry = db.prepare(
      'INSERT INTO entries (place, log_no, seq, clock, type, stream, person, erased_by, hashes, salt, header, body) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)',
    );
    this.#subject = db.prepare(
      'INSERT INTO entry_subjects (subject, clock, place, is_stream) VALUES (?, ?, ?, ?)',
    );
    this.#checkpoint = db.prepare('INSERT INTO checkpoints (place, log_no, size, note) VALUES (?, ?, ?, ?)');
  }

  /**
   * @param revision number of entries held of a stream before this command.
   * @throws NotJson or NotCanonical for a body or header with no canonical form; Error for an entry that the format has no place for.
   */
  write(tail: Tail, idem: string, given: readonly NewEntry[], revision: (stream: string) => number): Written {
    const { now, boot, log } = this.#options;
    const reading: WallReading = { wall: now(), boot: boot() };
    const back = tail.wall === undefined ? 0 : steppedBack(tail.wall, reading);
    const entries =
      tail.wall !== undefined && back > MOST_STEP_BACK_MS
        ? [stepEntry(log.slice(0, log.indexOf('/')), tail.wall, reading, back), ...given]
        : given;
    const range: CompactRange = {
      size: tail.range.size,
      peaks: [...tail.range.peaks],
      levels: [...tail.range.levels],
    };
    const stored: StoredEntry[] = [];
    let { prev, hlc } = tail;
    for (const entry of entries) {
      hlc = tick(hlc, reading.wall);
      const salt = this.#options.random(32);
      const body = canonicalBytes(bodyOf(entry), BODY_LIMITS.depth);
      if (body.length > BODY_LIMITS.bytes) throw new NotJson(`the body of ${entry.type} is over 1 MiB`);
      const header = this.#header(
        entry,
        idem,
        reading,
        range.size,
        prev,
        hlc,
        revision(entry.stream),
        bodyCommitment(sha256, salt, body),
      );
      const field = badField(header as unknown as JsonObject);
      if (field !== undefined)
        throw new NotJson(
          `the entry ${entry.type} cannot be recorded: its field "${field}" is missing or has another form`,
        );
      const bytes = headerBytes(header);
      const seq = range.size;
      const leaf = leafHash(sha256, bytes);
      const hashes = concat(...appendLeaf(sha256, range, leaf));
      this.#insert(entry, header, seq, bytes, salt, body, hashes);
      prev = hex(leaf);
      stored.push({ log, seq, header, body: JSON.parse(fromUtf8(body)) as JsonObject, erasedBy: null });
    }
    const note = signCheckpoint(
      { origin: this.#options.key.name, size: range.size, root: rootOf(sha256, range) },
      this.#keyHash,
      this.#options.sign,
    );
    this.#checkpoint.run(placeOf(this.#options.logNo, range.size), this.#options.logNo, range.size, note);
    return { entries: stored, tail: { range, prev, hlc, wall: reading }, note };
  }

  #header(
    entry: NewEntry,
    idem: string,
    reading: WallReading,
    seq: number,
    prev: string,
    hlc: Hlc,
    rev: number,
    commitment: Uint8Array,
  ): Header {
    const { app, log, zone } = this.#options;
    const unsigned: Header = {
      v: 1,
      log,
      seq,
      prev,
      at: writeAt(reading.wall),
      zone: zone(reading.wall),
      clock: writeHlc(hlc),
      boot: reading.boot,
      app,
      actor: actorOf(entry.actor),
      stream: entry.stream,
      rev,
      type: entry.type,
      idem,
      body: hex(commitment),
    };
    if (entry.sign === undefined) return unsigned;
    const { meaning, key, sign } = entry.sign;
    const message = signatureMessage({ ...unsigned, signature: { meaning, key, value: '' } });
    const value = sign(message);
    const raw = fromBase64(key);
    if (raw === undefined || !verify(raw, message, value))
      throw new Error(`the signature on ${entry.type} does not fit the signer's key`);
    return { ...unsigned, signature: { key, meaning, value: base64(value) } };
  }

  #insert(
    entry: NewEntry,
    header: Header,
    seq: number,
    bytes: Uint8Array,
    salt: Uint8Array,
    body: Uint8Array,
    hashes: Uint8Array,
  ): void {
    const { logNo } = this.#options;
    const place = placeOf(logNo, seq);
    const person = 'user' in header.actor ? header.actor.user : null;
    this.#entry.run(
      place,
      logNo,
      seq,
      header.clock,
      header.type,
      header.stream,
      person,
      hashes,
      salt,
      bytes,
      body,
    );
    this.#subject.run(header.stream, header.clock, place, 1);
    if (entry.subjects === undefined) return;
    for (const subject of new Set(entry.subjects)) {
      if (subject !== header.stream) this.#subject.run(subject, header.clock, place, 0);
    }
  }
}
