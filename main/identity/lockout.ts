/** What the ledger says about refused sign-ins of one person: when each happened, in milliseconds, any order. */
export interface FailedSignIns {
  /** Failures since the last success or unlock. */
  readonly at: readonly number[];
}

export type Lockout =
  | { readonly kind: 'open' }
  | { readonly kind: 'wait'; readonly until: number; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string };

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Five failures close sign-in for 1 minute, each further one doubles it up to 15 minutes; 20 within 24 hours close it
 * until they are a day old.
 * `now` and the list are of the same clock; a caller with two clocks asks twice and takes the longer wait.
 */
export function lockout(failed: FailedSignIns, now: number): Lockout {
  const recent = failed.at.filter((at) => now - at < day).length;
  if (recent >= 20) {
    return {
      kind: 'closed',
      message:
        'Sign-in is closed after 20 failed tries in a day. Your work is kept. It opens again by itself a day after those tries. Tell a supervisor or admin if they were not yours.',
    };
  }
  const count = failed.at.length;
  if (count < 5) return { kind: 'open' };
  const wait = Math.min(15, 2 ** (count - 5)) * minute;
  const until = Math.max(...failed.at) + wait;
  if (now >= until) return { kind: 'open' };
  const minutes = Math.ceil((until - now) / minute);
  return {
    kind: 'wait',
    until,
    message: `Too many failed tries. Your work is kept. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  };
}
