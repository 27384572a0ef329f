import type { ReadableDb } from '../ledger/database';
import type { Place } from '../ledger/entry';
import { logNoOf, seqOf } from '../ledger/place';
import { logIndex } from '../ledger/read';
import type { PackDevice, PackKeys, PackPerson } from '../proof/pack/manifest';
import { bodyOf, type Disclosure } from './disclose';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whose keys the pack's signatures are checked by: the site's, of every device, and of everybody who acts or is named. */
export function packKeys(db: ReadableDb, disclosure: Disclosure): PackKeys {
  const one = db.prepare('SELECT type, body FROM entries WHERE place = ?');
  const read = (
    place: number,
  ): { readonly type: string; readonly body: Readonly<Record<string, unknown>> } => {
    const row = one.get(place) as { type: string; body: Uint8Array | null };
    return { type: row.type, body: row.body === null ? {} : bodyOf(row.body) };
  };
  const placed = (place: number): Place => ({ log: logIndex(db).nameOf(logNoOf(place)), seq: seqOf(place) });

  const devices = new Map<string, PackDevice>();
  for (const place of disclosure.devices) {
    const { body } = read(place);
    const { key, signature, statement } = body;
    if (devices.has(text(body.device))) continue;
    devices.set(text(body.device), {
      key: text(key),
      ...placed(place),
      signature: text(signature),
      statement: text(statement),
    });
  }
  const people = [...disclosure.people].flatMap(([user, places]): PackPerson[] => {
    const entries = places.map((place) => ({ place, ...read(place) }));
    const enrolled = entries.find(({ type }) => type === 'user.enrolled');
    const left = entries.find(({ type }) => type === 'user.deactivated');
    if (enrolled === undefined) return [];
    const by = disclosure.erasedBy.get(enrolled.place);
    const known = (by === undefined ? enrolled.body : read(by).body.kept) as
      | Readonly<Record<string, unknown>>
      | undefined;
    if (known === undefined) return [];
    const keys = entries
      .filter(({ type }) => type === 'user.key-set')
      .map(({ place, body }) => ({ key: text(body.key), ...placed(place) }));
    return [
      {
        user,
        ...(typeof known.key === 'string' ? { key: known.key } : {}),
        ...(keys.length > 0 ? { keys } : {}),
        role: text(known.role),
        from: placed(enrolled.place),
        to: left === undefined ? null : placed(left.place),
      },
    ];
  });
  const site = read(disclosure.site).body;
  const byName = <T>(rows: Iterable<readonly [string, T]>): T[] =>
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return {
    v: 1,
    site: text(site.site),
    rootKey: text(site.rootKey),
    devices: byName(devices),
    people: byName(people.map((person) => [person.user, person] as const)),
  };
}
