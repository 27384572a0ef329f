import type { PackScope } from '../domain/pack/pack';
import type { ReadableDb } from '../ledger/database';
import { placeOf } from '../ledger/place';
import { logIndex } from '../ledger/read';

/** The smallest clock of a wall-clock time. */
const clockOf = (at: string): string => `${String(Date.parse(at)).padStart(13, '0')}-0000`;

/**
 * The entries of a log that a claim of completeness covers: all of its first `size`, or, where the scope has times, from the
 * first whose clock is at or after `from` up to the first at or after `until`. Clocks rise along a log, so it is found by halving.
 */
export function rangeAt(
  db: ReadableDb,
  log: string,
  size: number,
  scope: PackScope,
): { readonly from: number; readonly to: number } {
  if (scope.kind === 'work-orders') return { from: 0, to: size };
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return { from: 0, to: 0 };
  const clock = db.prepare('SELECT clock FROM entries WHERE place = ?').pluck();
  const firstAt = (at: string): number => {
    const wanted = clockOf(at);
    let [low, high] = [0, size];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((clock.get(placeOf(logNo, middle)) as string) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const from = scope.from === undefined ? 0 : firstAt(scope.from);
  const to = scope.until === undefined ? size : firstAt(scope.until);
  return { from, to: Math.max(from, to) };
}
