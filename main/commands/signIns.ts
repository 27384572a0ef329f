import { type Refusal, refuse } from '../domain/refusal';
import { type Lockout, lockout, type Moment } from '../identity/lockout';
import { readHlc } from '../ledger/clock';
import { entriesOfStream } from '../ledger/read';
import { LedgerFault } from '../ledger/refusal';
import { newId, record, type Station } from './station';

/** What opens sign-in again for a person, and forgets the failures before it. */
const opens = new Set(['session.started', 'user.unlocked']);

/** Now, by both clocks. */
export function momentOf(station: Station): Moment {
  return { at: station.now(), boot: station.site.boot() };
}

/**
 * Failed tries of a person since the last good one or the last unlock: the ledger's own, and those that this machine knows
 * besides. So neither a restart, nor another clock, nor an older ledger put in place resets anything.
 */
export function failedSignIns(station: Station, user: string): readonly Moment[] {
  const failed = new Map<string, Moment>();
  let opened = '';
  for (const { header } of entriesOfStream(station.site.ledger.db, user)) {
    if (opens.has(header.type)) {
      failed.clear();
      opened = header.clock;
    }
    if (header.type === 'sign-in.failed')
      failed.set(header.idem, { at: Date.parse(header.at), boot: header.boot });
  }
  for (const made of station.site.tries.of(user))
    if (made.clock > opened && !failed.has(made.id)) failed.set(made.id, made);
  return [...failed.values()];
}

/** Whether a person may try their secret now. */
export function lockoutOf(station: Station, user: string): Lockout {
  return lockout(failedSignIns(station, user), momentOf(station), !couldUnlock(station, user));
}

/** Whether somebody else is there who can open sign-in for this person, and is not closed out too. */
function couldUnlock(station: Station, user: string): boolean {
  const now = momentOf(station);
  return [...station.world.site.people.values()].some(
    (other) =>
      other.user !== user &&
      other.active &&
      other.key !== undefined &&
      (other.role === 'admin' || other.role === 'supervisor') &&
      lockout(failedSignIns(station, other.user), now).kind !== 'closed',
  );
}

/**
 * One try of a person to prove who they are. It counts before it is looked at; `look` answers undefined where it failed,
 * which becomes an entry. `user` undefined is nobody: it takes its course and counts for nobody.
 */
export async function tried<T>(
  station: Station,
  user: string | undefined,
  system: 'sign-in' | 'signing' | 'first-sign-in',
  look: () => Promise<T | undefined>,
): Promise<{ readonly ok: true; readonly found: T } | { readonly ok: false; readonly closed?: Refusal }> {
  if (user === undefined) {
    const found = await look();
    return found === undefined ? { ok: false } : { ok: true, found };
  }
  const { tries } = station.site;
  const closed = lockoutOf(station, user);
  if (closed.kind !== 'open') return { ok: false, closed: refuse('locked-out', closed.message) };
  const id = newId('command');
  begin(station, user, id);
  const found = await look();
  if (found !== undefined) {
    tries.succeeded(user, id);
    return { ok: true, found };
  }
  const failed = { type: 'sign-in.failed', stream: user, body: { user }, system };
  // The try that closes it says so in an entry of its own, which reaches the people who can open it again.
  const closing = lockoutOf(station, user).kind === 'closed';
  const count = failedSignIns(station, user).length;
  const lockedOut = { type: 'user.locked-out', stream: user, body: { user, failed: count }, system };
  await record(station, id, closing ? [failed, lockedOut] : [failed], undefined, () => ({}));
  return { ok: false };
}

/** Counts a try before its secret is looked at. @throws LedgerFault where it cannot be kept: then nothing is looked at. */
function begin(station: Station, user: string, id: string): void {
  try {
    station.site.tries.begin(user, { id, clock: newestClock(station), ...momentOf(station) });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause;
    throw new LedgerFault(
      'disk-full',
      'The disk is full, so your secret could not be looked at, and nothing was recorded. Everything recorded before is kept. Free some space, then enter it again.',
      { cause },
    );
  }
}

/** A clock reading that comes after all that is held: what is recorded later has a later one. */
function newestClock(station: Station): string {
  const last = station.site.ledger.db.prepare('SELECT max(clock) FROM entries').pluck().get();
  const held = typeof last === 'string' ? readHlc(last).ms : 0;
  return `${String(Math.max(held, Math.trunc(station.now())))}-ffff`;
}
