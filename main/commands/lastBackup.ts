import { isStored, pageOfEntries } from '../ledger/read';
import { recorded } from '../views/fold';
import { entryRow } from '../views/sentences';
import type { Station } from './station';

/** The newest backup, or the newest try that was none; undefined where there was neither. */
export function lastBackup(
  station: Station,
): { readonly at: string; readonly ok: boolean; readonly words: string } | undefined {
  const newest = ['backup.made', 'backup.failed']
    .flatMap((type) => pageOfEntries(station.site.ledger.db, { type }, 1).entries)
    .filter(isStored)
    .sort((left, right) => (left.header.clock < right.header.clock ? 1 : -1))[0];
  if (newest === undefined) return undefined;
  const row = entryRow(station.world.site, recorded(newest));
  return { at: row.at, ok: newest.header.type === 'backup.made', words: row.sentence };
}
