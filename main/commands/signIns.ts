import { entriesOfStream } from '../ledger/read';
import type { Station } from './station';

/** Failed sign-ins of a person since the last good one, from the ledger itself: a restart or an older clock resets nothing. Times in ms. */
export function failedSignIns(station: Station, user: string): number[] {
  const failed: number[] = [];
  for (const entry of entriesOfStream(station.site.ledger.db, user)) {
    if (entry.header.type === 'sign-in.failed') failed.push(Date.parse(entry.header.at));
    if (entry.header.type === 'session.started') failed.length = 0;
  }
  return failed;
}
