import type { CaseView } from '../../main/contract/answers';
import type { StationRow } from '../../main/contract/sync';
import { useAsk } from '../api';
import { clock, nearTime } from './format';

export type Stations = {
  readonly here: StationRow | undefined;
  /** The other stations of the site; none while it has only this one, or while that is not known yet. */
  readonly others: readonly StationRow[];
};

/** The stations of the site. */
export function useStations(): Stations {
  const rows = useAsk('stations', {}).data ?? [];
  return { here: rows.find((row) => row.here), others: rows.filter((row) => !row.here) };
}

/** The station a run is at, when it is not this one: nothing may be recorded in it here. */
export function useElsewhere(view: CaseView): string | null {
  const { here, others } = useStations();
  const holder = view.state.run?.holder;
  if (here === undefined || holder === undefined || holder === '' || holder === here.device) return null;
  return others.find((row) => row.device === holder)?.station ?? 'another station';
}

/** When a bundle last went to a station or came from it. */
function lastExchange(row: StationRow): string | null {
  const { lastSentAt, lastReceivedAt } = row;
  if (lastSentAt === null || lastReceivedAt === null) return lastSentAt ?? lastReceivedAt;
  return lastSentAt > lastReceivedAt ? lastSentAt : lastReceivedAt;
}

/** "Last exchange with K2: 11:05", for the foot line; null while the site has one station. */
export function exchangeWords({ others }: Stations, now: string): string | null {
  const [first] = others;
  if (first === undefined) return null;
  let newest: { station: string; at: string } | null = null;
  for (const row of others) {
    const at = lastExchange(row);
    if (at !== null && (newest === null || at > newest.at)) newest = { station: row.station, at };
  }
  if (newest === null)
    return others.length === 1
      ? `No exchange with ${first.station} yet`
      : 'No exchange with other stations yet';
  return `Last exchange with ${newest.station}: ${shortly(newest.at, now)}`;
}

/** "11:05" today, else with its day: "11:05 yesterday". */
export function shortly(at: string, now: string): string {
  const words = nearTime(at, now);
  return words.endsWith(' today') ? clock(at) : words;
}
