import type { Outcome } from '../contract/call';
import { refuse } from '../domain/refusal';
import { lockout } from '../identity/lockout';
import { openUserKey } from '../identity/signIn';
import { failedSignIns } from './signIns';
import { newId, placeDraft, record, type Station } from './station';

/**
 * Signs a person in, or unlocks their window: the secret opens their key, and that is the only proof. Each try is recorded
 * under an id made here: one that the page gave could be used again, and a try that is not recorded does not count
 * towards the lockout.
 */
export async function signIn(
  station: Station,
  window: number,
  args: { user: string; secret: string },
): Promise<Outcome<object>> {
  const person = station.world.site.people.get(args.user);
  const closed = lockout({ at: failedSignIns(station, args.user) }, station.now());
  if (closed.kind !== 'open') return refuse('locked-out', closed.message);
  const opened = await openUserKey(station.site.keys, person?.active ? args.user : undefined, args.secret);
  if (!opened.ok || !person?.active || opened.key.publicKey !== person.key) {
    if (person?.active)
      await record(
        station,
        newId('command'),
        [{ type: 'sign-in.failed', stream: args.user, body: { user: args.user }, system: 'sign-in' }],
        undefined,
        () => ({}),
      );
    return refuse(
      'wrong-secret',
      'That is not the secret of this person. Nothing was opened. Check capital letters and the keyboard layout, then enter it again.',
      { secret: 'Not the secret of this person' },
    );
  }
  const user = { id: person.user, name: person.name, role: person.role };
  const before = station.sessions.state(window);
  // Somebody who left the window open to the next person is signed out by it, in the ledger too.
  if (before.kind === 'open') await recordEnd(station, before.user.id, before.session, 'closed');
  const state =
    before.kind === 'locked' && before.user.id === person.user
      ? station.sessions.unlock(window, person.user, opened.key)
      : station.sessions.open(window, user, opened.key);
  if (state.kind !== 'open') throw new Error('A session was just opened.');
  const acting = { user: person.user, role: person.role, session: state.session, key: opened.key };
  await record(
    station,
    newId('command'),
    [{ type: 'session.started', stream: person.user, body: { session: state.session, user: person.user } }],
    acting,
    () => ({}),
  );
  return { ok: true, answer: { user: person.user, role: person.role } };
}

/** Ends or locks the sitting of a window; the work stays where it is. */
export async function signOut(
  station: Station,
  window: number,
  args: { how: 'signed-out' | 'locked' | 'idle' },
): Promise<Outcome<object>> {
  const state = station.sessions.state(window);
  if (state.kind === 'none')
    return { ok: true, answer: { seq: -1, at: new Date(station.now()).toISOString() } };
  if (args.how === 'signed-out') {
    station.sessions.close(window);
    station.site.drafts.drop(state.user.id, placeDraft);
  } else station.sessions.lock(window);
  const at = await recordEnd(station, state.user.id, state.session, args.how);
  return { ok: true, answer: at };
}

const ended = new Set<string>();

/** Writes down that a sitting ended, by a person or by itself; once, whoever notices first. */
export async function recordEnd(
  station: Station,
  user: string,
  session: string,
  how: 'signed-out' | 'locked' | 'idle' | 'closed',
): Promise<object> {
  if (ended.has(session)) return {};
  ended.add(session);
  const body = { session, user, how };
  const done = await record(
    station,
    newId('command'),
    [{ type: 'session.ended', stream: user, body, system: 'session' }],
    undefined,
    (last) => ({ seq: last?.seq ?? -1, at: last?.header.at ?? '' }),
  );
  station.changed();
  return done.ok ? done.answer : {};
}
