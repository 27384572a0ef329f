import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type {
  erasureCommands as calls,
  ErasedBy,
  ErasureElsewhere,
  ErasureRow,
  ErasureTarget,
  ErasureView,
  erasureQueries,
} from '../contract/erasure';
import type { Recorded } from '../domain/entry';
import {
  approveErasure,
  declineErasure,
  erasureRefusal,
  notErasable,
  requestErasure,
} from '../domain/erasure/decide';
import { erasureRules, partBody } from '../domain/erasure/erasable';
import { type EntryPlace, mostTargets } from '../domain/erasure/erasure';
import { refuse } from '../domain/refusal';
import { erasingOf, isStored, pageOfEntries } from '../ledger/read';
import { heldAt } from '../site/backupPlace';
import { nameIn } from '../views/lists';
import { entryFields, entryRow, labelOf } from '../views/sentences';
import { deviceKeys, planOf, problemOf } from './backupMaking';
import { stationOf } from './bundles';
import type { Asked, Judge, Me } from './deeds';
import { isErasureDue } from './erasing';
import {
  around,
  entriesOfPerson,
  namedBy,
  planFor,
  type Requested,
  recordedAt,
  refusalAt,
  repeating,
  requestOf,
  requestsOf,
} from './erasurePlan';
import type { Station } from './station';

/** Erasure of personal data: asked for, listed, carried out or declined. */
export const erasureCommands: { readonly [N in keyof typeof calls]: Judge<N> } = {
  requestErasure: ({ world }, args, ctx) =>
    requestErasure(
      args,
      args.targets.map((place) => refusalAt(world, place)),
      ctx,
    ),
  declineErasure: ({ world }, args, ctx) => declineErasure(waiting(world.db, args.erasure), args, ctx),
  approveErasure: ({ world }, args, ctx) => {
    const request = waiting(world.db, args.erasure);
    return approveErasure(request, request ? planFor(world, request.targets).going : [], args.shown, ctx);
  },
};

function waiting(db: Station['world']['db'], erasure: string): Requested | undefined {
  const request = requestOf(db, erasure);
  return request?.decided === null ? request : undefined;
}

export const erasureAskers: { readonly [N in keyof typeof erasureQueries]: Asked<N> } = {
  erasures: (station, _args, me) => ({
    rows: requestsOf(station.world.db).map((request) => rowOf(station, request, me)),
    back: backAgain(station).map((place) => targetView(station, place)),
  }),
  erasure: (station, args, me) => {
    const request = requestOf(station.world.db, args.erasure);
    if (!request) return refuse('not-found', 'There is no such request.');
    return viewOf(station, request, me);
  },
  erasable: (station, args) => {
    const named = args.entries ?? [];
    const { places, more } =
      args.person === undefined
        ? { places: [], more: 0 }
        : entriesOfPerson(station.world, args.person, mostTargets);
    const also = repeating(station.world, named);
    return { targets: [...named, ...also, ...places].map((place) => targetView(station, place)), more };
  },
  erasedBy: (station, args) => ({ erased: erasedBy(station, args) }),
};

/** Requests that wait, for the inbox of decisions. */
export function waitingErasures(station: Station, me: Me): ErasureRow[] {
  return requestsOf(station.world.db)
    .filter(({ decided }) => decided === null)
    .map((request) => rowOf(station, request, me));
}

function rowOf({ world }: Station, request: Requested, me: Me): ErasureRow {
  const { erasure, at, authority, scope, targets, decided } = request;
  return {
    erasure,
    state: decided?.how ?? 'waiting',
    byName: nameIn(world.site, request.by),
    at,
    authority,
    scope,
    entries: targets.length,
    decided: decided && { byName: nameIn(world.site, decided.by), at: decided.at, why: decided.why },
    notYou: erasureRefusal(request, me),
  };
}

function viewOf(station: Station, request: Requested, me: Me): ErasureView {
  const { closures } = planFor(station.world, request.targets);
  return {
    ...rowOf(station, request, me),
    targets: request.targets.map((place) => targetView(station, place)),
    closures: closures.flatMap((id) => station.world.caseOf(id).closure?.number ?? []),
    elsewhere: elsewhere(station, request.decided?.at),
    unfinished:
      request.decided?.how === 'erased' && isErasureDue(station)
        ? 'Old copies may still lie in unused parts of this station’s files. They are removed as soon as nothing reads them.'
        : null,
  };
}

/** One entry as erasing it would leave it, or as it was left. */
function targetView(station: Station, place: EntryPlace): ErasureTarget {
  const { world } = station;
  const entry = recordedAt(world.db, place);
  const base = { log: place.log, seq: place.seq, station: stationOf(station, place.log) };
  if (entry === undefined)
    return {
      ...base,
      type: 'unknown',
      label: 'An entry that is not here',
      sentence: 'It is not in this ledger, or it is written in a newer format.',
      who: '',
      at: '',
      workOrder: null,
      workOrderNumber: null,
      goes: [],
      stays: [],
      files: [],
      notErasable: 'It is not in this ledger.',
      erasedBy: null,
    };
  const { sentence, who, at } = entryRow(world.site, entry);
  const workOrder = typeof entry.body?.workOrder === 'string' ? entry.body.workOrder : null;
  return {
    ...base,
    type: entry.type,
    label: labelOf(entry.type),
    sentence,
    who,
    at,
    workOrder,
    workOrderNumber: workOrder === null ? null : (world.caseOf(workOrder).workOrder?.number ?? null),
    ...parts(station, entry),
    notErasable: notErasable(entry, around(world, entry)),
    erasedBy: entry.erased ?? null,
  };
}

function parts({ world }: Station, entry: Recorded): Pick<ErasureTarget, 'goes' | 'stays' | 'files'> {
  const parting = entry.erased || !entry.body ? undefined : partBody(entry.type, entry.body);
  if (!parting || !entry.body) return { goes: [], stays: [], files: [] };
  const gone = Object.fromEntries(parting.gone.map((field) => [field, entry.body?.[field]]));
  const said = (body: Readonly<Record<string, unknown>>) => entryFields(world.site, { ...entry, body });
  const goes = said(gone);
  const named = new Set([`${entry.log}/${entry.seq}`]);
  return {
    goes:
      goes.length > 0 || parting.gone.length === 0
        ? goes
        : [{ label: 'Content', value: contentWords(entry.type) }],
    stays: said(parting.stays).filter(({ label }) => label !== 'SHA-256'),
    files: parting.files.map((sha256) => {
      const other = namedBy(world.db, sha256, named);
      return { sha256, stays: other ? `Entry ${other.seq.toLocaleString('en')} names it too` : null };
    }),
  };
}

/** What goes of a body that has no line of its own for it. */
function contentWords(type: string): string {
  const rule = erasureRules[type];
  return rule && 'superseded' in rule ? 'All of what was defined here' : 'What was typed';
}

/** Copies that were made before an erasure (or up to now), which people have to deal with. */
function elsewhere(station: Station, before: string | undefined): ErasureElsewhere {
  const until = before ?? new Date(station.now()).toISOString();
  const { place } = planOf(station);
  const noBackups = problemOf(station);
  const { folder, identity, device, ledger } = station.site;
  const backups =
    place === null || noBackups !== null
      ? []
      : heldAt(place, identity.site, deviceKeys(station))
          .filter(({ summary }) => summary.madeAt <= until)
          .map(({ name, summary }) => ({ name, at: summary.madeAt }));
  const beside = dirname(folder);
  const aside = existsSync(beside)
    ? readdirSync(beside).filter((name) => name.startsWith(`${basename(folder)}.before-restore-`))
    : [];
  const packs = pageOfEntries(ledger.db, { type: 'pack.issued' }, 500)
    .entries.filter(isStored)
    .filter(({ header }) => header.at <= until)
    .map(({ header, body }) => ({ number: String(body?.number ?? ''), at: header.at }));
  const stations = station.world.site.devices.filter((d) => d.device !== device.id).map((d) => d.station);
  return { backups, noBackups, aside, packs, stations };
}

/** Bodies that had been erased before a restore and stand here again. */
function backAgain(station: Station): EntryPlace[] {
  const { db } = station.world;
  const rows = pageOfEntries(db, { type: 'log.restored' }, 50).entries.filter(isStored);
  const places = rows.flatMap(({ body }) =>
    Array.isArray(body?.erased) ? (body.erased as EntryPlace[]) : [],
  );
  return [...new Map(places.map((place) => [`${place.log}/${place.seq}`, place])).values()].filter(
    (place) => {
      const entry = recordedAt(db, place);
      return entry !== undefined && !entry.erased;
    },
  );
}

function erasedBy(station: Station, place: EntryPlace): ErasedBy | null {
  const { db, site } = station.world;
  const erasing = erasingOf(db, place);
  const entry = erasing && recordedAt(db, erasing);
  if (!entry?.body) return null;
  const { second, authority, scope, erasure } = entry.body;
  return {
    log: entry.log,
    seq: entry.seq,
    at: entry.at,
    byName: 'user' in entry.actor ? nameIn(site, entry.actor.user) : '',
    secondName: nameIn(site, String((second as { user?: unknown } | undefined)?.user ?? '')),
    authority: String(authority ?? ''),
    scope: String(scope ?? ''),
    erasure: typeof erasure === 'string' ? erasure : null,
  };
}
