import type { ReadableDb } from '../ledger/database';
import { logNoOf, placeOf, seqOf } from '../ledger/place';
import { logIndex } from '../ledger/read';
import { PackNotWritten } from './giving';
import type { Requested } from './request';

type Body = Readonly<Record<string, unknown>>;
type Row = {
  readonly type: string;
  readonly stream: string;
  readonly person: string | null;
  readonly clock: string;
  readonly body: Uint8Array | null;
};

/** What of the ledger a pack discloses (resources/help/ledger-format.md, section 10, "Disclosure"). Places are those of the ledger's rows. */
export type Disclosure = {
  /** Entries of which salt and body are in the pack. */
  readonly shown: ReadonlySet<number>;
  /** Entries that have a line although what they said was erased. */
  readonly erased: ReadonlySet<number>;
  /** Every disclosed work order, by id: its number, and its entries that say that they belong to it. */
  readonly workOrders: readonly {
    readonly workOrder: string;
    readonly number: string;
    readonly places: readonly number[];
  }[];
  /** Every `user.…` entry of everybody who acts or is named, by user. */
  readonly people: ReadonlyMap<string, readonly number[]>;
  readonly devices: readonly number[];
  readonly site: number;
  /** Which entry erased what an erased entry of the pack said. */
  readonly erasedBy: ReadonlyMap<number, number>;
  /** SHA-256 of every evidence file that a disclosed body names. */
  readonly evidence: ReadonlySet<string>;
  /** SHA-256 of each closure document, by its number. */
  readonly documents: ReadonlyMap<string, string>;
};

export function bodyOf(bytes: Uint8Array): Body {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Body;
}

/** Every text in a body, however deep. What stands as a key names nothing. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* textsIn(part);
}

/** Entries that were held, by what a text must be to name them: a person's id, a job type's, a version's, a code. */
function indexOf(db: ReadableDb, held: Requested['held']) {
  const named = new Map<string, number[]>();
  const people = new Map<string, number[]>();
  const put = (index: Map<string, number[]>, name: unknown, place: number): void => {
    if (typeof name === 'string') index.set(name, [...(index.get(name) ?? []), place]);
  };
  const rows = db.prepare(
    `SELECT place, type, stream, json_extract(CAST(body AS TEXT), '$.jobType') AS jobType, json_extract(CAST(body AS TEXT), '$.code') AS code,
       json_extract(CAST(body AS TEXT), '$.version') AS version
     FROM entries WHERE type IN ('job-type.defined', 'code.defined', 'checklist.released') OR type GLOB 'user.*'
     ORDER BY clock, place`,
  );
  for (const row of rows.all() as (Record<'type' | 'stream', string> & {
    place: number;
    [key: string]: unknown;
  })[]) {
    if (!held(row.place)) continue;
    if (row.type.startsWith('user.')) put(people, row.stream, row.place);
    else if (row.type === 'job-type.defined') put(named, row.jobType ?? row.stream, row.place);
    // Of an erased definition the stream alone says of which code it was: `code_mat-02`.
    else if (row.type === 'code.defined')
      put(named, row.code ?? row.stream.replace(/^code_/, '').toUpperCase(), row.place);
    else put(named, row.version, row.place);
  }
  return { named, people };
}

type Erasure = {
  /** The entry that erased it. */
  readonly place: number;
  /** Of which work order it was, and the number it gave, as far as that entry says. */
  readonly workOrder: unknown;
  readonly number: unknown;
};

/** What was erased of the entries that were held: when the pack was asked for (`then`), and since. */
function erasuresIn(db: ReadableDb, held: Requested['held']) {
  const then = new Map<number, Erasure>();
  const since = new Map<number, Erasure>();
  const rows = db
    .prepare(
      "SELECT place, body FROM entries WHERE type = 'body.erased' AND body IS NOT NULL ORDER BY clock, place",
    )
    .all() as { place: number; body: Uint8Array }[];
  for (const { place, body } of rows) {
    const { entry, stays } = bodyOf(body) as {
      entry?: { log: string; seq: number };
      stays?: Body;
    };
    const logNo = entry && logIndex(db).numberOf(entry.log);
    if (entry === undefined || logNo === undefined) continue;
    const target = placeOf(logNo, entry.seq);
    const into = held(place) ? then : since;
    if (held(target) && !into.has(target))
      into.set(target, { place, workOrder: stays?.workOrder, number: stays?.number });
  }
  return { then, since };
}

const erasedSince = (): PackNotWritten =>
  new PackNotWritten(
    'Something that it held was erased since it was asked for, so it cannot be made again as it was. What was issued before stays as valid as it was. Make a new pack.',
  );

/**
 * Everything that the pack discloses, of what was held when it was asked for: the entries of its work orders, what they name, what
 * that names in turn, and who acted in any of it.
 * @throws PackNotWritten where something of it was erased since.
 */
export function disclose(db: ReadableDb, requested: Requested): Disclosure {
  const { held, asked, place: request } = requested;
  const shown = new Set<number>();
  const erased = new Set<number>();
  const erasedBy = new Map<number, number>();
  const seen = new Set<number>();
  const waiting: number[] = [];
  const index = indexOf(db, held);
  const { then: erasures, since } = erasuresIn(db, held);
  const people = new Map<string, readonly number[]>();
  const evidence = new Set<string>();
  const closures = new Map<string, string>();
  const issued = new Map<string, { readonly clock: string; readonly sha256: string }>();
  const numbers = new Map<string, string>();
  const one = db.prepare('SELECT type, stream, person, clock, body FROM entries WHERE place = ?');

  const want = (place: number): void => {
    if (seen.has(place) || !held(place)) return;
    seen.add(place);
    waiting.push(place);
  };
  const person = (user: string): void => {
    const places = index.people.get(user);
    if (places === undefined || people.has(user)) return;
    people.set(user, places);
    places.forEach(want);
  };
  const keepErased = (place: number): boolean => {
    const by = erasures.get(place);
    if (by === undefined) return false;
    erased.add(place);
    erasedBy.set(place, by.place);
    want(by.place);
    return true;
  };
  const take = (place: number): void => {
    const row = one.get(place) as Row | undefined;
    if (row === undefined) throw new PackNotWritten('An entry of this pack is missing here. Run Verify.');
    if (row.body !== null) show(place, row, bodyOf(row.body));
    else if (!keepErased(place)) throw erasedSince();
  };
  const show = (place: number, row: Row, body: Body): void => {
    shown.add(place);
    if (row.person !== null) person(row.person);
    for (const text of textsIn(body)) {
      if (index.people.has(text)) person(text);
      index.named.get(text)?.forEach(want);
    }
    note(row, body);
  };
  const note = ({ type, clock }: Row, body: Body): void => {
    const said = (key: string): string => (typeof body[key] === 'string' ? (body[key] as string) : '');
    if (type.endsWith('.evidence-added')) evidence.add(said('sha256'));
    else if (type === 'work-order.opened') numbers.set(said('workOrder'), said('number'));
    else if (type === 'work-order.closed') closures.set(said('closure'), said('number'));
    else if (type === 'closure.document-issued') {
      const before = issued.get(said('closure'));
      if (before === undefined || before.clock <= clock)
        issued.set(said('closure'), { clock, sha256: said('sha256') });
    }
  };
  const drain = (): void => {
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) take(place);
  };

  const about = db
    .prepare('SELECT place FROM entry_subjects WHERE subject = ? ORDER BY clock, place')
    .pluck();
  const workOrders = [...asked.workOrders].sort().map((workOrder) => {
    const places = (about.all(workOrder) as number[]).filter((place) => {
      const row = held(place) ? (one.get(place) as Row) : undefined;
      if (row === undefined || row.body === null) return false;
      const body = bodyOf(row.body);
      if (body.workOrder !== workOrder) return false;
      seen.add(place);
      show(place, row, body);
      return true;
    });
    return { workOrder, places };
  });
  const disclosed = new Set(asked.workOrders);
  for (const [target, { workOrder }] of since)
    if (typeof workOrder === 'string' && disclosed.has(workOrder) && !erasures.has(target))
      throw erasedSince();
  const actor = db.prepare('SELECT person FROM entries WHERE place = ?').pluck();
  for (const [target, { workOrder, number }] of erasures) {
    if (typeof workOrder !== 'string' || !disclosed.has(workOrder)) continue;
    if (typeof number === 'string' && !numbers.has(workOrder)) numbers.set(workOrder, number);
    keepErased(target);
    const user = actor.get(target);
    if (typeof user === 'string') person(user);
  }
  const ofType = db.prepare('SELECT place FROM entries WHERE type = ? ORDER BY clock, place').pluck();
  const [site] = (ofType.all('site.created') as number[]).filter(held);
  if (site === undefined)
    throw new PackNotWritten('The entry that created this site is missing here. Run Verify.');
  const devices = (ofType.all('device.enrolled') as number[]).filter(held);
  const asking = placeOf(logIndex(db).numberOf(request.log) ?? 0, request.seq);
  for (const place of [site, ...devices, asking]) want(place);
  for (const { logNo, from, to } of requested.logs)
    for (const target of erasures.keys())
      if (logNoOf(target) === logNo && seqOf(target) >= from && seqOf(target) < to) keepErased(target);
  drain();

  return {
    shown,
    erased,
    erasedBy,
    workOrders: workOrders.map(({ workOrder, places }) => ({
      workOrder,
      number: numbers.get(workOrder) || workOrder,
      places,
    })),
    people,
    devices,
    site,
    evidence,
    documents: new Map(
      [...issued].flatMap(([closure, { sha256 }]) => {
        const number = closures.get(closure);
        return number === undefined ? [] : [[number, sha256] as const];
      }),
    ),
  };
}
