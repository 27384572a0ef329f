/** A moment by both clocks: the wall's, which anybody may set, and the machine's own since its start. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which start of the machine, and monotonic ms since then. */
  readonly boot: { readonly id: string; readonly ms: number };
}

export type Lockout =
  | { readonly kind: 'open' }
  | { readonly kind: 'wait'; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string };

const minute = 60_000;
const day = 24 * 60 * minute;
const mostInADay = 20;

/**
 * How long ago, as far as both clocks agree: a clock set forward shortens no wait. After a new start of the machine only
 * the time since that start is sure to have passed.
 */
export function surelyPassed(from: Moment, to: Moment): number {
  const own = from.boot.id === to.boot.id ? to.boot.ms - from.boot.ms : to.boot.ms;
  return Math.min(to.at - from.at, own);
}

/** How long ago by whichever clock says more: a clock set back makes nothing younger. */
export function perhapsPassed(from: Moment, to: Moment): number {
  const own = from.boot.id === to.boot.id ? to.boot.ms - from.boot.ms : to.boot.ms;
  return Math.max(to.at - from.at, own);
}

/**
 * Five failures close sign-in for 1 minute, each further one doubles it up to 15 minutes; 20 within 24 hours close it
 * until somebody unlocks it. Where nobody else could (`byItself`), it opens when the newest of them is a day old.
 * `failed`: the failures since the last success or unlock, the oldest first.
 */
export function lockout(failed: readonly Moment[], now: Moment, byItself = false): Lockout {
  const closedBy = failed.find((last, i) => {
    const first = failed[i - mostInADay + 1];
    return first !== undefined && surelyPassed(first, last) < day;
  });
  const newest = failed[failed.length - 1];
  if (newest === undefined) return { kind: 'open' };
  if (closedBy !== undefined && !(byItself && surelyPassed(newest, now) >= day)) {
    const how = byItself
      ? 'Nobody else here can open it, so it opens by itself a day after the last of them.'
      : 'A supervisor or an admin can open it again. Tell them if the tries were not yours.';
    return {
      kind: 'closed',
      message: `Sign-in is closed after ${mostInADay} failed tries in a day. Your work is kept. ${how}`,
    };
  }
  if (failed.length < 5) return { kind: 'open' };
  const wait = Math.min(15, 2 ** (failed.length - 5)) * minute;
  const left = wait - surelyPassed(newest, now);
  if (left <= 0) return { kind: 'open' };
  const minutes = Math.min(Math.ceil(left / minute), wait / minute);
  return {
    kind: 'wait',
    message: `Too many failed tries. Your work is kept. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  };
}
