import type { BundleRow, ConflictRow, ForkView, RangeView, StationRow } from '../contract/sync';
import type { ConflictKind } from '../domain/conflict/conflict';
import { settleRefusal } from '../domain/conflict/decide';
import { roles } from '../domain/entry';
import { deviceOf, type Range, rangeWords } from '../domain/sync/sync';
import { isStored, provenEntry } from '../ledger/read';
import { sizesHeld } from '../sync/collect';
import { recorded } from '../views/fold';
import { nameIn } from '../views/lists';
import { entryRow } from '../views/sentences';
import { stationOf } from './bundles';
import type { Me } from './deeds';
import { rangesOf } from './exporting';
import type { Station } from './station';

const count = (ranges: readonly Range[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/** Every station of the site, this one first, with what is known of what it holds. */
export function stationRows(station: Station): StationRow[] {
  const { world, site } = station;
  const { db } = site.ledger;
  const sizes = sizesHeld(db);
  const forks = forkViews(station);
  const own = sizes.find(({ log }) => log === site.ledger.log)?.size ?? 0;
  const newest = db
    .prepare(
      "SELECT json_extract(CAST(header AS TEXT), '$.at') FROM entries WHERE log_no IN (SELECT log_no FROM logs WHERE log LIKE ?) ORDER BY place DESC LIMIT 1",
    )
    .pluck();
  const holds = db.prepare('SELECT size, at FROM seen_heads WHERE log = ? AND device = ?');
  const sent = db
    .prepare("SELECT max(at) FROM bundles WHERE device = ? AND direction = 'sent' AND to_devices LIKE ?")
    .pluck();
  const received = db
    .prepare("SELECT max(at) FROM bundles WHERE device = ? AND direction = 'received' AND from_device = ?")
    .pluck();
  const rows = world.site.devices.map((d): StationRow => {
    const here = d.device === site.device.id;
    const seen = holds.get(site.ledger.log, d.device) as { size: number; at: string } | undefined;
    return {
      device: d.device,
      station: d.station,
      here,
      enrolledAt: d.at,
      canReceive: d.recipient !== null,
      entriesHere: sizes
        .filter(({ log }) => deviceOf(log) === d.device)
        .reduce((sum, { size }) => sum + size, 0),
      newestAt: (newest.get(`${d.device}/%`) as string | undefined) ?? null,
      toSend: here ? 0 : count(rangesOf(station, [d], 'unacknowledged')),
      holdsOfUs: here || !seen ? null : { size: seen.size, of: own, at: seen.at },
      lastSentAt: sent.get(site.device.id, `%"${d.device}"%`) as string | null,
      lastReceivedAt: received.get(site.device.id, d.device) as string | null,
      fork: forks.find((f) => deviceOf(f.log) === d.device) ?? null,
    };
  });
  return rows.sort((a, b) => Number(b.here) - Number(a.here) || a.station.localeCompare(b.station));
}

function forkViews(station: Station): ForkView[] {
  const rows = station.site.ledger.db.prepare('SELECT * FROM forks ORDER BY found_at, log, seq').all() as {
    log: string;
    seq: number;
    of_log: string;
    of_seq: number | null;
    kind: string;
    ours: string;
    theirs: string;
    found_at: string;
  }[];
  return rows.map((row) => ({
    log: row.of_log,
    station: stationOf(station, row.of_log),
    seq: row.of_seq,
    words:
      row.kind === 'lost'
        ? `Another station holds entries of station ${stationOf(station, row.of_log)} that are missing there. Do not go on before its newest backup is restored.`
        : `Station ${stationOf(station, row.of_log)} has two histories${row.of_seq === null ? '' : ` from ${rangeWords({ from: row.of_seq, to: row.of_seq + 1 }).toLowerCase()} on`}: its folder was copied, or an old state of it was used again. Nothing more of it is taken; both signed heads are kept.`,
    foundAt: row.found_at,
    foundBy: stationOf(station, row.log),
    ours: row.ours,
    theirs: row.theirs,
    entry: { log: row.log, seq: row.seq },
  }));
}

/** The media log of this station, newest first. */
export function bundleRows(station: Station): BundleRow[] {
  const { world, site } = station;
  const rows = site.ledger.db
    .prepare('SELECT * FROM bundles WHERE device = ? ORDER BY at DESC, seq DESC LIMIT 500')
    .all(site.device.id) as {
    log: string;
    seq: number;
    bundle: string;
    direction: 'sent' | 'received';
    name: string;
    number: number;
    from_device: string;
    to_devices: string;
    at: string;
    by_user: string | null;
    entries: number;
    files: number;
    ranges: string;
  }[];
  return rows.map((row) => ({
    bundle: row.bundle,
    direction: row.direction,
    name: row.name,
    number: row.number,
    fromStation: stationOf(station, row.from_device),
    toStations: (JSON.parse(row.to_devices) as string[]).map((d) => stationOf(station, d)),
    at: row.at,
    byName: row.by_user === null ? 'The station itself' : nameIn(world.site, row.by_user),
    entries: row.entries,
    files: row.files,
    ranges: (JSON.parse(row.ranges) as Range[]).map(
      ({ log, from, to }): RangeView => ({ log, station: stationOf(station, log), from, to }),
    ),
    entry: { log: row.log, seq: row.seq },
  }));
}

type ConflictData = {
  readonly conflict: string;
  readonly workOrder: string;
  readonly kind: ConflictKind;
  readonly title: string;
  readonly why: string;
  readonly ownerRole: string;
  readonly foundAt: string;
  readonly standsLog: string;
  readonly standsSeq: number;
  readonly lostLog: string;
  readonly lostSeq: number;
  readonly also: number;
  readonly number: string | null;
  readonly orderTitle: string | null;
  readonly decision: string | null;
  readonly settledBy: string | null;
  readonly settledAt: string | null;
};

const conflictColumns = `c.conflict, c.work_order AS workOrder, c.kind, c.title, c.why, c.owner_role AS ownerRole, c.found_at AS foundAt,
  c.stands_log AS standsLog, c.stands_seq AS standsSeq, c.lost_log AS lostLog, c.lost_seq AS lostSeq, c.also,
  w.number, w.title AS orderTitle, s.decision, s.settled_by AS settledBy, s.settled_at AS settledAt
  FROM conflicts c LEFT JOIN work_orders w ON w.work_order = c.work_order
  LEFT JOIN conflict_settlements s ON s.conflict = c.conflict AND s.work_order = c.work_order`;

/** Conflicts that wait for a decision, oldest first, or those that have one, newest first. */
export function conflictRows(station: Station, state: 'open' | 'settled', me: Me): ConflictRow[] {
  const rows = station.site.ledger.db
    .prepare(
      state === 'open'
        ? `SELECT ${conflictColumns} WHERE s.conflict IS NULL ORDER BY c.found_at, c.conflict LIMIT 500`
        : `SELECT ${conflictColumns} WHERE s.conflict IS NOT NULL ORDER BY s.settled_at DESC, c.conflict LIMIT 500`,
    )
    .all() as ConflictData[];
  return rows.map((row) => conflictRow(station, row, me));
}

function conflictRow(station: Station, row: ConflictData, me: Me): ConflictRow {
  const stands = sideOf(station, row.standsLog, row.standsSeq);
  const lost = sideOf(station, row.lostLog, row.lostSeq);
  const { site } = station.world;
  return {
    conflict: row.conflict,
    kind: row.kind,
    title: row.title,
    why: row.why,
    workOrder: row.workOrder,
    workOrderNumber: row.number ?? '',
    workOrderTitle: row.orderTitle ?? '',
    ownerRole: roles.find((r) => r === row.ownerRole) ?? 'supervisor',
    mine: row.ownerRole === me.role,
    foundAt: row.foundAt,
    stands: stands.side,
    lost: lost.side,
    also: row.also,
    state: row.decision === null ? 'open' : 'settled',
    decision: row.decision,
    settledByName: row.settledBy === null ? null : nameIn(site, row.settledBy),
    settledAt: row.settledAt,
    notYou: settleRefusal(toSettle(row, [stands.user, lost.user]), me),
  };
}

function toSettle(row: ConflictData, actors: readonly (string | undefined)[]) {
  return {
    conflict: row.conflict,
    workOrder: row.workOrder,
    ownerRole: row.ownerRole,
    settled: row.decision !== null,
    actors: actors.filter((user) => user !== undefined),
  };
}

/** One conflict as the decider needs it; undefined where there is none of this id. */
export function conflictToSettle(
  station: Station,
  conflict: string,
): ReturnType<typeof toSettle> | undefined {
  const row = station.site.ledger.db
    .prepare(`SELECT ${conflictColumns} WHERE c.conflict = ?`)
    .get(conflict) as ConflictData | undefined;
  if (!row) return undefined;
  return toSettle(row, [
    sideOf(station, row.standsLog, row.standsSeq).user,
    sideOf(station, row.lostLog, row.lostSeq).user,
  ]);
}

function sideOf(
  station: Station,
  log: string,
  seq: number,
): { readonly side: ConflictRow['stands']; readonly user: string | undefined } {
  const entry = provenEntry(station.site.ledger.db, { log, seq })?.entry;
  const place = { log, seq, station: stationOf(station, log) };
  if (!entry || !isStored(entry))
    return { side: { ...place, byName: '', at: '', sentence: 'An entry that is not here' }, user: undefined };
  const row = entryRow(station.world.site, recorded(entry));
  const { actor } = entry.header;
  return {
    side: { ...place, byName: row.who, at: row.at, sentence: row.sentence },
    user: 'user' in actor ? actor.user : undefined,
  };
}
