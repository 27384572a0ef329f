import { BODY_LIMITS, type JsonObject, parseCanonical } from '../proof/canonical';
import { originOf, readHeader } from '../proof/header';
import type { ReadableDb } from './database';
import type { StoredEntry } from './entry';
import { placeOf, seqOf } from './place';
import { logIndex } from './read';
import { changedRule } from './rules';
import type { SubjectsOf } from './subjects';

type Row = {
  readonly place: number;
  readonly clock: string;
  readonly type: string;
  readonly stream: string;
  readonly person: string | null;
  readonly erased_by: number | null;
  readonly header: Uint8Array;
  readonly body: Uint8Array | null;
};

const STEP = 1000;
const MOST = 100;

/** Whose ledger it is: as this installation knows it, not as the database says. */
export type Own = { readonly site: string; readonly device: string };

/**
 * Compares what the database keeps beside the entries with what follows from them: its rules, its indexes, what entries are
 * searched by, what they are about, which command each belongs to, which entry erased a body. None of it is under a hash, and
 * screens are asked through it. The answer that a repeated command gets follows from nothing and is not looked at.
 * Run it in one read transaction. Yields after every 1,000 entries; returns what it found, in words.
 * @throws what SQLite throws where a page cannot be read.
 */
export function* derivedFindings(
  db: ReadableDb,
  own: Own,
  subjectsOf: SubjectsOf,
): Generator<number, string[]> {
  const found = new Set<string>();
  const add = (message: string): void => {
    if (found.size < MOST) found.add(message);
  };
  const rule = changedRule(db);
  if (rule !== undefined) add(`The database is not as this program makes it: ${rule}.`);
  // Also holds each index against its table, and each row against the table's own conditions.
  for (const message of db.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[])
    if (message.integrity_check !== 'ok')
      add(`The database file contradicts itself: ${message.integrity_check}.`);
  for (const { log, origin } of db.prepare('SELECT log, origin FROM logs').all() as {
    log: string;
    origin: string;
  }[])
    if (origin !== originOf(own.site, log)) add(`The log ${log} is filed under another name, ${origin}.`);
  yield* new Derived(db, own, subjectsOf, add).walk();
  return [...found];
}

class Derived {
  readonly #db: ReadableDb;
  readonly #own: Own;
  readonly #subjectsOf: SubjectsOf;
  readonly #add: (message: string) => void;

  constructor(db: ReadableDb, own: Own, subjectsOf: SubjectsOf, add: (message: string) => void) {
    this.#db = db;
    this.#own = own;
    this.#subjectsOf = subjectsOf;
    this.#add = add;
  }

  *walk(): Generator<number> {
    const rows = this.#db.prepare(
      'SELECT place, clock, type, stream, person, erased_by, header, body FROM entries NOT INDEXED ORDER BY place',
    );
    const subject = this.#db
      .prepare('SELECT is_stream FROM entry_subjects WHERE subject = ? AND clock = ? AND place = ?')
      .pluck();
    let entries = 0;
    let subjects = 0;
    let commands = 0;
    let before: { readonly log: string; readonly idem: string; readonly place: number } | undefined;
    for (const row of rows.iterate() as IterableIterator<Row>) {
      entries += 1;
      if (entries % STEP === 0) yield entries;
      const entry = this.#read(row);
      if (entry === undefined) {
        // A newer or damaged header: the verifier says so; what it is about cannot be told.
        subjects += 1;
        before = undefined;
        continue;
      }
      const about = this.#about(entry);
      subjects += about.length;
      for (const [id, isStream] of about)
        if (subject.get(id, row.clock, row.place) !== isStream)
          this.#add(`Entry ${entry.seq} cannot be found by what it is about (${id}).`);
      const { idem } = entry.header;
      if (
        entry.log.startsWith(`${this.#own.device}/`) &&
        !(before?.log === entry.log && before.idem === idem)
      ) {
        commands += 1;
        this.#command(entry, row.place);
      }
      before = { log: entry.log, idem, place: row.place };
    }
    const kept = this.#db.prepare('SELECT count(*) FROM entry_subjects NOT INDEXED').pluck().get() as number;
    if (kept > subjects)
      this.#add(`${kept - subjects} rows say that entries are about what they do not speak of.`);
    const given = this.#db
      .prepare('SELECT count(*) FROM commands WHERE entries > 0 OR first_place IS NOT NULL')
      .pluck()
      .get() as number;
    if (given > commands) this.#add(`${given - commands} commands are kept of which no entry is there.`);
  }

  /** Compares the columns by which an entry is searched with its header, and tells the entry. */
  #read(row: Row): StoredEntry | undefined {
    const reading = readHeader(row.header);
    if (reading.kind !== 'header') return undefined;
    const { header } = reading;
    const seq = seqOf(row.place);
    const person = 'user' in header.actor ? header.actor.user : null;
    if (
      row.clock !== header.clock ||
      row.type !== header.type ||
      row.stream !== header.stream ||
      row.person !== person
    )
      this.#add(`Entry ${seq} is filed under another time, kind, thing or person than it says.`);
    if (row.erased_by !== null && (row.body !== null || !this.#erases(row.erased_by, header.log, seq)))
      this.#add(`Entry ${seq} is marked as erased by an entry that does not say so.`);
    return { log: header.log, seq, header, body: bodyOf(row.body), erasedBy: null };
  }

  #erases(by: number, log: string, seq: number): boolean {
    const body = this.#db
      .prepare("SELECT body FROM entries WHERE place = ? AND type = 'body.erased'")
      .pluck()
      .get(by) as Uint8Array | null | undefined;
    const target = bodyOf(body ?? null)?.entry as
      | { readonly log?: unknown; readonly seq?: unknown }
      | undefined;
    return target?.log === log && target.seq === seq;
  }

  #about(entry: StoredEntry): (readonly [id: string, isStream: 0 | 1])[] {
    const { stream } = entry.header;
    const others = entry.body === null ? [] : new Set(this.#subjectsOf(entry));
    return [[stream, 1], ...[...others].filter((id) => id !== stream).map((id) => [id, 0] as const)];
  }

  /** The command that an entry is the first of: kept with this place, and with as many entries as bear its id. */
  #command(entry: StoredEntry, place: number): void {
    const { idem } = entry.header;
    const kept = this.#db
      .prepare('SELECT first_place AS first, entries FROM commands WHERE idem = ?')
      .get(idem) as { readonly first: number | null; readonly entries: number } | undefined;
    const last = placeOf(logIndex(this.#db).numberOf(entry.log) ?? 0, entry.seq + (kept?.entries ?? 0));
    const idemAt = (at: number): string | undefined => {
      const header = this.#db.prepare('SELECT header FROM entries WHERE place = ?').pluck().get(at) as
        | Uint8Array
        | undefined;
      const reading = header === undefined ? undefined : readHeader(header);
      return reading?.kind === 'header' ? reading.header.idem : undefined;
    };
    const whole =
      kept?.first === place && kept.entries > 0 && idemAt(last - 1) === idem && idemAt(last) !== idem;
    if (!whole)
      this.#add(
        `The command of entry ${entry.seq} is not kept as it was given, so giving it again could record it twice.`,
      );
  }
}

function bodyOf(bytes: Uint8Array | null): JsonObject | null {
  if (bytes === null) return null;
  try {
    return parseCanonical(bytes, BODY_LIMITS);
  } catch {
    return null;
  }
}
