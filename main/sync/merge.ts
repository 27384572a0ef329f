import type { Range } from '../domain/sync/sync';
import { rangeWords } from '../domain/sync/sync';

/**
 * What a receiver does with the ranges of a bundle, from the sizes it holds alone.
 *
 * 1. A range that ends within what is held is known: nothing is taken.
 * 2. A range that begins within what is held, or right after it, is taken from there on.
 * 3. A range that begins later leaves a gap: the bundle is held until the missing entries came.
 * 4. So the order of arrival, and how often a bundle comes, change nothing.
 */
export type RangeVerdict = 'known' | 'take' | 'gap';

export function judgeRange(held: number, { from, to }: Pick<Range, 'from' | 'to'>): RangeVerdict {
  if (to <= held) return 'known';
  return from <= held ? 'take' : 'gap';
}

/** The entries that are missing before a range can be taken; undefined where none is. */
export function gapBefore(held: number, range: Range): Range | undefined {
  return judgeRange(held, range) === 'gap' ? { log: range.log, from: held, to: range.from } : undefined;
}

/** A gap in words: "Entries 100 to 149 of station K3 are missing." */
export function gapWords(gaps: readonly Range[], stationOf: (log: string) => string): string {
  return gaps
    .map(
      (gap) =>
        `${rangeWords(gap)} of station ${stationOf(gap.log)} ${gap.to - gap.from === 1 ? 'is' : 'are'} missing.`,
    )
    .join(' ');
}

/**
 * The range of each log for a bundle: from what every receiver is known to hold (or was sent), to what is held here. Logs with
 * nothing to send are left out. `known` undefined: nothing is known, so all of it is sent.
 */
export function rangesFor(
  held: readonly { readonly log: string; readonly size: number }[],
  receivers: readonly string[],
  known: (device: string, log: string) => number,
): Range[] {
  return held.flatMap(({ log, size }) => {
    // A station holds its own log; sending it back shows nothing.
    const others = receivers.filter((device) => !log.startsWith(`${device}/`));
    if (others.length === 0 || size === 0) return [];
    const from = Math.min(size, ...others.map((device) => known(device, log)));
    return from < size ? [{ log, from, to: size }] : [];
  });
}
