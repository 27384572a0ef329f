import type { Recorded, Role } from '../domain/entry';
import { type Around, type Going, notErasable, type WaitingErasure } from '../domain/erasure/decide';
import { erasureRules, partBody } from '../domain/erasure/erasable';
import type { EntryPlace, ErasureBody } from '../domain/erasure/erasure';
import type { ReadableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { entriesAbout, entriesInRange, entryAt, isStored } from '../ledger/read';
import { recorded } from '../views/fold';
import type { Station } from './station';
import type { World } from './world';

/** A request as the ledger tells it, and what became of it. */
export type Requested = WaitingErasure & {
  readonly at: string;
  readonly decided: {
    readonly how: 'erased' | 'declined';
    readonly by: string;
    readonly at: string;
    readonly why: string | null;
  } | null;
};

/** Every request, newest first. */
export function requestsOf(db: ReadableDb): Requested[] {
  const ids = db
    .prepare("SELECT stream FROM entries WHERE type = 'erasure.requested' ORDER BY clock DESC, place DESC")
    .pluck()
    .all() as string[];
  return ids.flatMap((id) => requestOf(db, id) ?? []);
}

/** One request; undefined where there is none of this id. The first decision counts. */
export function requestOf(db: ReadableDb, erasure: string): Requested | undefined {
  let found: Requested | undefined;
  for (const entry of entriesAbout(db, erasure)) {
    const { body, header } = entry;
    if (body === null || !('user' in header.actor)) continue;
    const { user, role } = header.actor;
    if (header.type === 'erasure.requested' && !found) {
      const { targets, authority, scope } = body as unknown as ErasureBody<'erasure.requested'>;
      found = {
        erasure,
        by: user,
        role: role as Role,
        at: header.at,
        targets,
        authority,
        scope,
        decided: null,
      };
    } else if (found?.decided === null && header.type !== 'erasure.requested') {
      const how = header.type === 'erasure.declined' ? 'declined' : 'erased';
      const why = how === 'declined' ? String(body.why ?? '') : null;
      found = { ...found, decided: { how, by: user, at: header.at, why } };
    }
  }
  return found;
}

/** The entries that a request names; none where there is no such request. */
export function targetsOf({ world }: Station, erasure: string): readonly EntryPlace[] {
  return requestOf(world.db, erasure)?.targets ?? [];
}

/** The entry at a place as folds see it; undefined where it is not held or cannot be read. */
export function recordedAt(db: ReadableDb, place: EntryPlace): Recorded | undefined {
  const entry = entryAt(db, place);
  return entry && isStored(entry) ? recorded(entry) : undefined;
}

/** What is around an entry that decides whether it may be erased. */
export function around(world: World, entry: Recorded): Around {
  const rule = erasureRules[entry.type];
  const of = rule && 'goes' in rule && rule.superseded !== undefined ? rule.superseded : undefined;
  return {
    superseded: of !== undefined && isSuperseded(world.db, entry, of),
    active: world.site.people.get(String(entry.body?.user ?? ''))?.active ?? false,
  };
}

function isSuperseded(db: ReadableDb, entry: Recorded, field: string): boolean {
  return (
    db
      .prepare(
        `SELECT 1 FROM entries WHERE type = ? AND clock > ? AND body IS NOT NULL AND json_extract(CAST(body AS TEXT), '$.' || ?) = ? LIMIT 1`,
      )
      .get(entry.type, entry.clock, field, String(entry.body?.[field] ?? '')) !== undefined
  );
}

/** Why the entry at a place cannot be erased now, in a sentence; null where it can. */
export function refusalAt(world: World, place: EntryPlace): string | null {
  const entry = recordedAt(world.db, place);
  return entry === undefined
    ? 'It is not in this ledger, or it is written in a newer format.'
    : notErasable(entry, around(world, entry));
}

/** Entry types whose body names a file of the vault by `sha256`. */
export const namesFile = [
  'run.evidence-added',
  'remediation.evidence-added',
  'history.import-started',
  'history.import-finished',
];

/** The first entry, not among `going`, whose body names a file by its hash. */
export function namedBy(
  db: ReadableDb,
  sha256: string,
  going: ReadonlySet<string> = new Set(),
): { readonly log: string; readonly seq: number } | undefined {
  const rows = db
    .prepare(
      `SELECT l.log, e.seq FROM entries e JOIN logs l USING (log_no) WHERE e.type IN (${namesFile.map(() => '?').join(', ')})
       AND e.body IS NOT NULL AND json_extract(CAST(e.body AS TEXT), '$.sha256') = ?`,
    )
    .all(...namesFile, sha256) as { log: string; seq: number }[];
  return rows.find(({ log, seq }) => !going.has(`${log}/${seq}`));
}

/** Whether an erasure took a file. */
export function isDestroyed(db: ReadableDb, sha256: string): boolean {
  return (
    db
      .prepare(
        `SELECT 1 FROM entries e, json_each(CAST(e.body AS TEXT), '$.files') f WHERE e.type = 'body.erased' AND e.body IS NOT NULL AND f.value = ? LIMIT 1`,
      )
      .get(sha256) !== undefined
  );
}

/** What carrying out a request takes away: its targets that are still there, and the closure documents that show them. */
export type Plan = {
  readonly going: readonly Going[];
  /** Work orders whose closure document goes and is issued again. */
  readonly closures: readonly string[];
};

export function planFor(world: World, targets: readonly EntryPlace[]): Plan {
  const { db } = world;
  const own = targets.flatMap((place) => {
    const entry = recordedAt(db, place);
    return entry && notErasable(entry, around(world, entry)) === null ? [{ place, entry }] : [];
  });
  const orders = new Set<string>();
  for (const { entry } of own) for (const id of shownOn(db, entry)) orders.add(id);
  const documents = [...orders].flatMap((id) => documentsOf(db, id));
  const chosen = new Set(own.map(({ place }) => `${place.log}/${place.seq}`));
  const also = documents.filter(({ place }) => !chosen.has(`${place.log}/${place.seq}`));
  const all = [...own, ...also];
  const named = new Set(all.map(({ place }) => `${place.log}/${place.seq}`));
  return {
    going: all.flatMap(({ place, entry }) => {
      const parting = partBody(entry.type, entry.body ?? {});
      if (parting === undefined) return [];
      const destroyed = parting.files.filter((sha256) => namedBy(db, sha256, named) === undefined);
      const pdf = entry.type === 'closure.document-issued' ? [String(entry.body?.sha256 ?? '')] : [];
      const kept = keptOf(entry);
      return [{ place, type: entry.type, parting, files: [...destroyed, ...pdf], ...(kept ? { kept } : {}) }];
    }),
    closures: [...new Set(documents.map(({ entry }) => String(entry.body?.workOrder ?? '')))],
  };
}

function keptOf({ type, body }: Recorded): Going['kept'] {
  if (type !== 'user.enrolled' || body === undefined) return undefined;
  const kept = { user: String(body.user), role: body.role as Role };
  return typeof body.key === 'string' ? { ...kept, key: body.key } : kept;
}

/** Work orders whose closure document can show what an entry says: its own, and for a person all that they took part in. */
function shownOn(db: ReadableDb, { type, body }: Recorded): string[] {
  if (type === 'user.enrolled')
    return db
      .prepare(
        `SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.workOrder') AS id FROM entries WHERE person = @user AND body IS NOT NULL AND id IS NOT NULL
         UNION SELECT json_extract(CAST(e.body AS TEXT), '$.workOrder') AS id FROM entry_subjects s JOIN entries e USING (place)
         WHERE s.subject = @user AND e.body IS NOT NULL AND id IS NOT NULL`,
      )
      .pluck()
      .all({ user: String(body?.user ?? '') }) as string[];
  return typeof body?.workOrder === 'string' ? [body.workOrder] : [];
}

/** Closure documents of a work order that are not destroyed. */
function documentsOf(db: ReadableDb, workOrder: string): { place: EntryPlace; entry: Recorded }[] {
  return entriesAbout(db, workOrder)
    .filter((entry: StoredEntry) => entry.header.type === 'closure.document-issued' && entry.body !== null)
    .map((entry) => ({ place: { log: entry.log, seq: entry.seq }, entry: recorded(entry) }));
}

/** A text shorter than this stands in too many entries to tell that it is the same one. */
const leastLetters = 6;

/**
 * Entries of the same work order, or of the same command, whose bodies repeat a text that goes of these: a reason is often
 * kept where it was given and where it was shown. Only such as can be erased.
 */
export function repeating(world: World, places: readonly EntryPlace[]): EntryPlace[] {
  const named = new Set(places.map(({ log, seq }) => `${log}/${seq}`));
  const found = new Map<string, EntryPlace>();
  for (const place of places) {
    const entry = recordedAt(world.db, place);
    const parting = entry?.body && !entry.erased ? partBody(entry.type, entry.body) : undefined;
    if (!entry?.body || !parting) continue;
    const texts = parting.gone
      .map((field) => entry.body?.[field])
      .filter((value) => typeof value === 'string' && value.length >= leastLetters);
    for (const other of neighbours(world.db, place, entry)) {
      const name = `${other.log}/${other.seq}`;
      if (named.has(name) || found.has(name) || !repeats(other, texts)) continue;
      const { log, seq } = other;
      if (notErasable(recorded(other), around(world, recorded(other))) === null)
        found.set(name, { log, seq });
    }
  }
  return [...found.values()];
}

/** Entries of the same work order; and of the same command, which stand together. */
function neighbours(db: ReadableDb, place: EntryPlace, { body }: Recorded): StoredEntry[] {
  const about = typeof body?.workOrder === 'string' ? entriesAbout(db, body.workOrder) : [];
  const around = entriesInRange(db, place.log, Math.max(0, place.seq - 10), place.seq + 10).filter(isStored);
  const idem = around.find(({ seq }) => seq === place.seq)?.header.idem;
  return [...about, ...around.filter(({ header }) => header.idem === idem)];
}

function repeats({ header, body }: StoredEntry, texts: readonly unknown[]): boolean {
  const parting = body === null ? undefined : partBody(header.type, body);
  const said = JSON.stringify(parting?.gone.map((field) => body?.[field]) ?? []);
  return texts.some((text) => said.includes(JSON.stringify(text).slice(1, -1)));
}

/**
 * Entries that hold what a person typed, or their name or identifier in what others typed, and that can be erased: newest
 * first. `more`: how many were left off.
 */
export function entriesOfPerson(
  world: World,
  person: string,
  most: number,
): { readonly places: readonly EntryPlace[]; readonly more: number } {
  const { name = '', identifier = '' } = world.site.people.get(person) ?? {};
  const rows = world.db
    .prepare(
      `SELECT l.log, e.seq FROM entries e JOIN logs l USING (log_no) WHERE e.body IS NOT NULL AND e.type <> 'body.erased'
       AND (e.person = @person OR e.stream = @person OR (length(@name) > 2 AND instr(lower(CAST(e.body AS TEXT)), @name) > 0)
         OR (length(@identifier) > 2 AND instr(lower(CAST(e.body AS TEXT)), @identifier) > 0))
       ORDER BY e.clock DESC`,
    )
    .all({ person, name: name.toLowerCase(), identifier: identifier.toLowerCase() }) as EntryPlace[];
  const found = rows.filter((place) => {
    const entry = recordedAt(world.db, place);
    if (entry === undefined) return false;
    // An active person's enrolment is listed with what stands in its way; anything else only where it can go.
    return entry.type === 'user.enrolled'
      ? entry.body?.user === person
      : notErasable(entry, around(world, entry)) === null;
  });
  return { places: found.slice(0, most), more: Math.max(0, found.length - most) };
}
