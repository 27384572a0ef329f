import type { ExceptionState } from '../exception/exception';

/** Whether and for how long a run waited; see `stallOf`. */
export type Stall = {
  readonly stalled: boolean;
  /** Milliseconds that are over: of the waits that ended, counted once where they overlap, up to `since`. */
  readonly endedMs: number;
  /** Since when it waits now, RFC 3339; undefined when it does not. */
  readonly since: string | undefined;
  /** The exception that made it wait first. */
  readonly first: ExceptionState | undefined;
};

/**
 * A run stalls when an exception makes it wait: one whose effect blocks, holds or quarantines, and that was not
 * withdrawn as a wrong tap. It waits from the raising to the end of the exception; waits at the same time count once.
 * Waiting at a gate is no stall: a gate is planned.
 */
export function stallOf(exceptions: Iterable<ExceptionState>): Stall {
  const waits = [...exceptions]
    .filter((e) => e.effect !== 'notes' && e.end?.how !== 'withdrawn')
    .sort((a, b) =>
      a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : a.exception < b.exception ? -1 : 1,
    );
  let endedMs = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const wait of waits) {
    const from = Math.max(until, Date.parse(wait.raisedAt));
    // What lasts still covers everything that begins later.
    if (!wait.end) return { stalled: true, endedMs, since: new Date(from).toISOString(), first: waits[0] };
    const to = Date.parse(wait.end.at);
    if (to > from) endedMs += to - from;
    until = Math.max(until, to);
  }
  return { stalled: waits.length > 0, endedMs, since: undefined, first: waits[0] };
}
