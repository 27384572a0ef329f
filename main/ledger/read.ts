import { subjectsOf } from '../domain/subjects';
import { BODY_LIMITS, type JsonObject, parseCanonical } from '../proof/canonical';
import { hex } from '../proof/encoding';
import { readHeader } from '../proof/header';
import { inclusionProof, type ReadNode } from '../proof/tree';
import type { ReadableDb } from './database';
import type { Erasing, Place, RawEntry, StoredEntry } from './entry';
import { LOG_WIDTH, logNoOf, placeOf, seqOf } from './place';
import { primitives } from './primitives';
import { LedgerFault } from './refusal';

interface Row {
  readonly place: number;
  readonly erased_by: number | null;
  readonly header: Uint8Array;
  readonly body: Uint8Array | null;
}
const COLUMNS = 'e.place, e.erased_by, e.header, e.body';

/** Log numbers are local to one database; everything outside this folder speaks of logs by name. */
export interface LogIndex {
  numberOf(log: string): number | undefined;
  nameOf(logNo: number): string;
}

const indexes = new WeakMap<ReadableDb, LogIndex>();

export function logIndex(db: ReadableDb): LogIndex {
  const known = indexes.get(db);
  if (known !== undefined) return known;
  const byName = new Map<string, number>();
  const byNumber = new Map<number, string>();
  const load = (): void => {
    for (const { logNo, log } of db.prepare('SELECT log_no AS logNo, log FROM logs').all() as {
      logNo: number;
      log: string;
    }[]) {
      byName.set(log, logNo);
      byNumber.set(logNo, log);
    }
  };
  const index: LogIndex = {
    numberOf(log) {
      if (!byName.has(log)) load();
      return byName.get(log);
    },
    nameOf(logNo) {
      if (!byNumber.has(logNo)) load();
      const name = byNumber.get(logNo);
      if (name === undefined)
        throw new LedgerFault(
          'damaged',
          `An entry belongs to log number ${logNo}, which the ledger does not list.`,
        );
      return name;
    },
  };
  indexes.set(db, index);
  return index;
}

/** Forgets the logs of a database: one that was entered was rolled back. */
export function forgetLogs(db: ReadableDb): void {
  indexes.delete(db);
}

function namedPlace(db: ReadableDb, place: number): Place {
  return { log: logIndex(db).nameOf(logNoOf(place)), seq: seqOf(place) };
}

/** Entries whose header this version cannot read come back as `RawEntry`; so does one whose body is not canonical. */
function entryOf(db: ReadableDb, row: Row): StoredEntry | RawEntry {
  const place = namedPlace(db, row.place);
  const reading = readHeader(row.header);
  const raw: RawEntry = { ...place, headerBytes: row.header, bodyBytes: row.body };
  if (reading.kind !== 'header') return raw;
  if (row.body === null) {
    const erasing = erasingOf(db, place);
    const marked = row.erased_by === null ? null : namedPlace(db, row.erased_by);
    const erasedBy = erasing === undefined ? marked : { log: erasing.log, seq: erasing.seq };
    return {
      ...place,
      header: reading.header,
      body: null,
      erasedBy,
      ...(erasing === undefined ? {} : { erasing }),
    };
  }
  try {
    const body = parseCanonical(row.body, BODY_LIMITS);
    return { ...place, header: reading.header, body, erasedBy: null };
  } catch {
    return raw;
  }
}

/**
 * What is said of the erased body of an entry, wherever its erasure was decided: where two stations decided it, by the
 * first in the ledger's order. Undefined where no entry that is held says so.
 */
export function erasingOf(db: ReadableDb, { log, seq }: Place): Erasing | undefined {
  const row = db
    .prepare(
      `SELECT e.place, e.body FROM entry_subjects s JOIN entries e USING (place) JOIN logs l USING (log_no)
       WHERE s.subject = ? AND s.is_stream = 1 AND e.type = 'body.erased' AND e.body IS NOT NULL ORDER BY s.clock, l.log, e.seq LIMIT 1`,
    )
    .get(`${log}/${seq}`) as { readonly place: number; readonly body: Uint8Array } | undefined;
  if (row === undefined) return undefined;
  const { stays, gone } = parseCanonical(row.body, BODY_LIMITS);
  return { ...namedPlace(db, row.place), stays: isObject(stays) ? stays : {}, gone: textsOf(gone) };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** The entry at a place, if it is held. */
export function entryAt(db: ReadableDb, { log, seq }: Place): StoredEntry | RawEntry | undefined {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return undefined;
  const row = db.prepare(`SELECT ${COLUMNS} FROM entries e WHERE e.place = ?`).get(placeOf(logNo, seq)) as
    | Row
    | undefined;
  return row === undefined ? undefined : entryOf(db, row);
}

export function isStored(entry: StoredEntry | RawEntry): entry is StoredEntry {
  return 'header' in entry;
}

const onlyStored = (db: ReadableDb, rows: readonly Row[]): StoredEntry[] =>
  rows.map((row) => entryOf(db, row)).filter(isStored);

/** How many entries are held of all logs. A log has no gaps, so its last place tells. */
export function entriesHeld(db: ReadableDb): number {
  const last = db
    .prepare('SELECT seq FROM entries WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
    .pluck();
  const logs = db.prepare('SELECT log_no FROM logs').pluck().all() as number[];
  return logs.reduce((sum, logNo) => {
    const seq = last.get(placeOf(logNo, 0), placeOf(logNo + 1, 0)) as number | undefined;
    return sum + (seq === undefined ? 0 : seq + 1);
  }, 0);
}

/** All entries of a stream, oldest first. */
export function entriesOfStream(db: ReadableDb, stream: string): StoredEntry[] {
  const rows = db
    .prepare(
      `SELECT ${COLUMNS} FROM entry_subjects s JOIN entries e USING (place) JOIN logs l USING (log_no) WHERE s.subject = ? AND s.is_stream = 1 ORDER BY s.clock, l.log, e.seq`,
    )
    .all(stream) as Row[];
  return onlyStored(db, rows);
}

/**
 * All entries about a thing (its stream, or named in `subjects`), oldest first. One whose body was erased is found by what
 * stays of it, and stands in its own place; the entry that erased it is not about the thing.
 */
export function entriesAbout(db: ReadableDb, subject: string): StoredEntry[] {
  const rows = db
    .prepare(
      `SELECT ${COLUMNS} FROM entry_subjects s JOIN entries e USING (place) JOIN logs l USING (log_no) WHERE s.subject = ? ORDER BY s.clock, l.log, e.seq`,
    )
    .all(subject) as Row[];
  const found = onlyStored(db, rows);
  const erasing = found.filter((entry) => erasesAbout(entry, subject));
  if (erasing.length === 0) return found;
  const held = new Map(
    found.filter((e) => !erasing.includes(e)).map((entry) => [`${entry.log}/${entry.seq}`, entry]),
  );
  for (const { body } of erasing) {
    const target = body?.entry as unknown as Place;
    const entry = entryAt(db, target);
    if (entry !== undefined && isStored(entry)) held.set(`${entry.log}/${entry.seq}`, entry);
  }
  return [...held.values()].sort(inOrder);
}

/** Whether an entry erased the body of another one that was about this subject. */
function erasesAbout({ header, body }: StoredEntry, subject: string): boolean {
  if (header.type !== 'body.erased' || body === null || !isObject(body.entry)) return false;
  const { type, stays } = body;
  return typeof type === 'string' && isObject(stays) && subjectsOf(type, stays).includes(subject);
}

function inOrder(a: StoredEntry, b: StoredEntry): number {
  const [x, y] = [a.header.clock, b.header.clock];
  if (x !== y) return x < y ? -1 : 1;
  return a.log === b.log ? a.seq - b.seq : a.log < b.log ? -1 : 1;
}

/** Entries [from, to) of one log, in order, readable or not. */
export function entriesInRange(
  db: ReadableDb,
  log: string,
  from: number,
  to: number,
): (StoredEntry | RawEntry)[] {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return [];
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM entries e WHERE e.place >= ? AND e.place < ? ORDER BY e.place`)
    .all(placeOf(logNo, from), placeOf(logNo, to)) as Row[];
  return rows.map((row) => entryOf(db, row));
}

/** Every entry of every log, oldest first by clock, then log, then place: the order in which views are rebuilt. */
export function* everyEntry(db: ReadableDb): Generator<StoredEntry | RawEntry> {
  // The rows are listed before the first is handed out, because better-sqlite3 allows no writes during a walk.
  const places = db
    .prepare('SELECT e.place FROM entries e JOIN logs l USING (log_no) ORDER BY e.clock, l.log, e.seq')
    .pluck()
    .all() as number[];
  const one = db.prepare(`SELECT ${COLUMNS} FROM entries e WHERE e.place = ?`);
  for (const place of places) yield entryOf(db, one.get(place) as Row);
}

export interface PageFilter {
  /** Stream or subject id. */
  readonly subject?: string;
  readonly type?: string;
  /** User who acted. */
  readonly person?: string;
}

/** Where a page ended; opaque to the caller. */
export interface PageMark {
  readonly clock: string;
  readonly place: number;
}

export interface EntryPage {
  readonly entries: readonly (StoredEntry | RawEntry)[];
  /** Give it back for the next page; undefined at the end. */
  readonly next: PageMark | undefined;
}

/** A page of entries of all logs, newest first, of at most `limit`, `skip` of the newest left out. All filters given must hold. */
export function pageOfEntries(
  db: ReadableDb,
  filter: PageFilter,
  limit: number,
  after?: PageMark,
  skip = 0,
): EntryPage {
  const bySubject = filter.subject !== undefined;
  const from = bySubject ? 'entry_subjects s JOIN entries e USING (place)' : 'entries e';
  const clock = bySubject ? 's.clock' : 'e.clock';
  const place = bySubject ? 's.place' : 'e.place';
  const where: string[] = [];
  const values: (string | number)[] = [];
  const hold = (sql: string, ...bound: (string | number)[]): void => {
    where.push(sql);
    values.push(...bound);
  };
  if (filter.subject !== undefined) hold('s.subject = ?', filter.subject);
  if (filter.type !== undefined) hold('e.type = ?', filter.type);
  if (filter.person !== undefined) hold('e.person = ?', filter.person);
  if (after !== undefined) hold(`(${clock}, ${place}) < (?, ?)`, after.clock, after.place);
  const rows = db
    .prepare(
      `SELECT ${COLUMNS}, e.clock FROM ${from}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''} ORDER BY ${clock} DESC, ${place} DESC LIMIT ? OFFSET ?`,
    )
    .all(...values, limit + 1, skip) as (Row & { readonly clock: string })[];
  const page = rows.slice(0, limit);
  const last = page[page.length - 1];
  return {
    entries: page.map((row) => entryOf(db, row)),
    next: rows.length > limit && last !== undefined ? { clock: last.clock, place: last.place } : undefined,
  };
}

/** Reads tree nodes from where they are stored: beside the entry that completes them. @throws LedgerFault */
export function nodeReader(db: ReadableDb, logNo: number): ReadNode {
  const hashes = db.prepare('SELECT hashes FROM entries WHERE place = ?').pluck();
  return (level, index) => {
    const seq = (index + 1) * 2 ** level - 1;
    const stored = hashes.get(placeOf(logNo, seq)) as Uint8Array | undefined;
    if (stored === undefined || stored.length < (level + 1) * 32) {
      throw new LedgerFault('damaged', `Entry ${seq} does not hold the hashes that belong to it.`);
    }
    return stored.subarray(level * 32, level * 32 + 32);
  };
}

/** The newest checkpoint of a log: its size and its note. */
export function newestCheckpoint(
  db: ReadableDb,
  log: string,
): { readonly size: number; readonly note: string } | undefined {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return undefined;
  return db
    .prepare('SELECT size, note FROM checkpoints WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
    .get(placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH) as { size: number; note: string } | undefined;
}

/** One entry with all that a stranger needs to place it. */
export interface ProvenEntry {
  readonly entry: StoredEntry | RawEntry;
  readonly headerBytes: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly bodyBytes: Uint8Array | null;
  /** Hex. */
  readonly leaf: string;
  /** Inclusion proof from the leaf up, hex, in the tree of `checkpoint.size` entries. */
  readonly proof: readonly string[];
  readonly checkpoint: { readonly size: number; readonly note: string };
  readonly before: Place | undefined;
  readonly after: Place | undefined;
}

/** @returns undefined when the entry is not there. @throws LedgerFault when stored hashes are missing. */
export function provenEntry(db: ReadableDb, at: Place): ProvenEntry | undefined {
  const logNo = logIndex(db).numberOf(at.log);
  const checkpoint = newestCheckpoint(db, at.log);
  if (logNo === undefined || checkpoint === undefined || at.seq >= checkpoint.size) return undefined;
  const row = db
    .prepare(`SELECT ${COLUMNS}, e.salt, e.hashes FROM entries e WHERE e.place = ?`)
    .get(placeOf(logNo, at.seq)) as
    | (Row & { readonly salt: Uint8Array | null; readonly hashes: Uint8Array })
    | undefined;
  if (row === undefined) return undefined;
  const proof = inclusionProof(primitives.sha256, at.seq, checkpoint.size, nodeReader(db, logNo));
  return {
    entry: entryOf(db, row),
    headerBytes: row.header,
    salt: row.salt,
    bodyBytes: row.body,
    leaf: hex(row.hashes.subarray(0, 32)),
    proof: proof.map(hex),
    checkpoint,
    before: at.seq > 0 ? { log: at.log, seq: at.seq - 1 } : undefined,
    after: at.seq + 1 < checkpoint.size ? { log: at.log, seq: at.seq + 1 } : undefined,
  };
}
