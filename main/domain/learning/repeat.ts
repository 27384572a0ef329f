import type { Context, Proposed } from '../entry';
import type { LearningState } from './learning';

/** One exception as it counts for repeats; those withdrawn are not given. */
export type Counted = { readonly exception: string; readonly raisedAt: string };

const dayMs = 24 * 60 * 60_000;

/** From when exceptions can count together with one raised at `newest`, RFC 3339. */
export function countedFrom(newest: string, days: number): string {
  return new Date(Date.parse(newest) - days * dayMs).toISOString();
}

/**
 * X5: the signal that is due now that `known` exceptions of one code on one job type stand, or none. It counts those within
 * `days` before the newest of them, both ends included, that were raised after the last signal of this code on this job
 * type was decided. While a signal of theirs is open there is no second one.
 */
export function repeatSignal(
  learning: LearningState,
  what: { readonly code: string; readonly meaning: string; readonly jobType: string },
  known: readonly Counted[],
  ctx: Pick<Context, 'newId'>,
): Proposed | undefined {
  const { count, days } = learning.repeat;
  let decidedAt = '';
  for (const signal of learning.signals.values()) {
    if (signal.code !== what.code || signal.jobType !== what.jobType) continue;
    if (signal.outcome === undefined) return undefined;
    if (signal.outcome.at > decidedAt) decidedAt = signal.outcome.at;
  }
  const after = known.filter((e) => e.raisedAt > decidedAt);
  const newest = after.reduce((last, e) => (e.raisedAt > last ? e.raisedAt : last), '');
  if (newest === '') return undefined;
  const from = countedFrom(newest, days);
  const counted = after.filter((e) => e.raisedAt >= from);
  if (counted.length < count) return undefined;
  const signal = ctx.newId('signal');
  const exceptions = [...counted]
    .sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0))
    .map((e) => e.exception);
  return {
    type: 'drift.signalled',
    stream: signal,
    body: { signal, ...what, count, days, exceptions },
    system: 'repeat-detector',
  };
}
