import { backupFailed } from '../domain/backup/decide';
import { isStored, pageOfEntries } from '../ledger/read';
import { placeName } from '../site/backupPlace';
import { isBackingUp, makeBackup, planOf, problemOf } from './backupMaking';
import { newId, record, type Station } from './station';
import type { Turns } from './turns';

const anHour = 3_600_000;
const tries = new WeakMap<Station, number>();

/** The last moment before `now` (ms) at which the local clock began `hour`: daylight saving moves it with people's clocks. */
export function lastDue(now: number, hour: number): number {
  const due = new Date(now);
  due.setHours(hour, 0, 0, 0);
  if (due.getTime() > now) {
    due.setDate(due.getDate() - 1);
    due.setHours(hour, 0, 0, 0);
  }
  return due.getTime();
}

/** The next such moment after `now`. */
export function nextDue(now: number, hour: number): number {
  const due = new Date(lastDue(now, hour));
  due.setDate(due.getDate() + 1);
  due.setHours(hour, 0, 0, 0);
  return due.getTime();
}

/** When the newest entry of a type was recorded, in ms; undefined where there is none. */
function newest(station: Station, type: string): number | undefined {
  const [entry] = pageOfEntries(station.site.ledger.db, { type }, 1).entries;
  return entry !== undefined && isStored(entry) ? Date.parse(entry.header.at) : undefined;
}

/** Whether something was recorded since `due`. One from the future is of a clock that was wrong: it does not count. */
function since(at: number | undefined, due: number, now: number): boolean {
  return at !== undefined && at >= due && at <= now + anHour;
}

/**
 * Makes the daily backup when it is due: the hour has passed on the local clock and none was made since, however long the
 * machine slept. Where it cannot be made it is tried again every hour, and recorded once a day. Safe to call at any time.
 * @returns whether one was tried.
 */
export async function dailyBackup(station: Station, turns: Pick<Turns, 'inTurn'>): Promise<boolean> {
  const { daily, hour, place } = planOf(station);
  if (!daily || place === null || isBackingUp(station)) return false;
  const now = station.now();
  const due = lastDue(now, hour);
  if (since(newest(station, 'backup.made'), due, now)) return false;
  const tried = tries.get(station);
  if (tried !== undefined && Math.abs(now - tried) < anHour) return false;
  tries.set(station, now);
  const problem = problemOf(station);
  const made =
    problem === null ? await makeBackup(station, 'daily', (work) => turns.inTurn(work)) : undefined;
  if (made?.ok) return true;
  const why = problem ?? made?.message ?? '';
  if (!since(newest(station, 'backup.failed'), due, now))
    await turns.inTurn(() =>
      record(
        station,
        newId('command'),
        [backupFailed(station.site.device.id, placeName(place), why)],
        undefined,
        () => ({}),
      ),
    );
  return true;
}
