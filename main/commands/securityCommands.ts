import type { FailedRow, SecurityItem, securityQueries } from '../contract/security';
import { acknowledgeSecurity, setSecurity } from '../domain/security/decide';
import type { StoredEntry } from '../ledger/entry';
import { logNoOf, seqOf } from '../ledger/place';
import { entryAt, isStored, logIndex } from '../ledger/read';
import { recorded } from '../views/fold';
import { toBeSeen } from '../views/security';
import { entryRow } from '../views/sentences';
import type { Asked, Judge } from './deeds';
import { failedSignIns, lockoutOf } from './signIns';
import type { Station } from './station';

const mostShown = 200;

/** Entries of the security inbox, the newest first, each with who has seen it. */
function inboxOf(station: Station): SecurityItem[] {
  const { db } = station.site.ledger;
  const { site } = station.world;
  const placed = (place: number): StoredEntry | undefined => {
    const entry = entryAt(db, { log: logIndex(db).nameOf(logNoOf(place)), seq: seqOf(place) });
    return entry && isStored(entry) ? entry : undefined;
  };
  const entriesOf = (types: readonly string[], most: number): StoredEntry[] =>
    (
      db
        .prepare(
          `SELECT place FROM entries WHERE type IN (${types.map(() => '?').join(', ')}) ORDER BY clock DESC LIMIT ?`,
        )
        .pluck()
        .all(...types, most) as number[]
    ).flatMap((place) => placed(place) ?? []);
  const seen = new Map<string, { by: string; at: string }>();
  for (const { header, body } of entriesOf(['security.acknowledged'], 1_000)) {
    const by = 'user' in header.actor ? (site.people.get(header.actor.user)?.name ?? '') : '';
    for (const { log, seq } of (body?.entries ?? []) as unknown as { log: string; seq: number }[])
      seen.set(`${log}/${seq}`, { by, at: header.at });
  }
  return entriesOf(toBeSeen, mostShown)
    .filter(({ body }) => body?.purpose !== 'enrolment')
    .map((entry) => ({
      ...entryRow(site, recorded(entry)),
      seen: seen.get(`${entry.log}/${entry.seq}`) ?? null,
    }));
}

function failedRows(station: Station): FailedRow[] {
  return [...station.world.site.people.values()]
    .filter(({ active }) => active)
    .flatMap(({ user, name }) => {
      const failed = failedSignIns(station, user);
      const last = failed[failed.length - 1];
      if (last === undefined) return [];
      const state = lockoutOf(station, user).kind;
      return [{ user, name, failed: failed.length, last: new Date(last.at).toISOString(), state }];
    });
}

export const securityAskers: { readonly [N in keyof typeof securityQueries]: Asked<N> } = {
  security: (station, _args, me) => {
    const items = me.role === 'admin' ? inboxOf(station) : [];
    return {
      failed: failedRows(station),
      items,
      waiting: items.filter(({ seen }) => seen === null).length,
      idleMinutes: station.world.site.security.idleMinutes,
    };
  },
};

export const securityCommands: {
  readonly setSecurity: Judge<'setSecurity'>;
  readonly acknowledgeSecurity: Judge<'acknowledgeSecurity'>;
} = {
  setSecurity: (station, args) => setSecurity(station.world.site, args),
  acknowledgeSecurity: (station, args) =>
    acknowledgeSecurity(
      station.world.site,
      args,
      inboxOf(station).filter(({ seen }) => seen === null),
    ),
};
