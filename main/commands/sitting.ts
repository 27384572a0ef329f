import type { Outcome } from '../contract/call';
import type { Proposed } from '../domain/entry';
import { setKey } from '../domain/people/decide';
import type { Person } from '../domain/people/person';
import { refuse } from '../domain/refusal';
import type { SigningKey } from '../identity/keys';
import { perhapsPassed } from '../identity/lockout';
import { codeLife, isCode, readCode } from '../identity/oneTimeCode';
import { createUserKey, openUserKey } from '../identity/signIn';
import { judgeSecret } from '../identity/strength';
import type { StoredEntry } from '../ledger/entry';
import { entriesOfStream } from '../ledger/read';
import { momentOf, tried } from './signIns';
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
  const known = station.world.site.people.get(args.user);
  const person = known?.active && known.key !== undefined ? known : undefined;
  const made = await tried(station, known?.active ? args.user : undefined, 'sign-in', async () => {
    const opened = await openUserKey(station.site.keys, person?.user, args.secret);
    return opened.ok && opened.key.publicKey === person?.key ? opened.key : undefined;
  });
  if (!made.ok || !person)
    return (
      (!made.ok && made.closed) ||
      refuse(
        'wrong-secret',
        'That is not the secret of this person. Nothing was opened. Check capital letters and the keyboard layout, then enter it again.',
        { secret: 'Not the secret of this person' },
      )
    );
  return begin(station, window, person, made.found, []);
}

/**
 * Opens the window to a person who has just proved who they are. `first`: what is recorded with it, signed by their key
 * where it is signed.
 */
async function begin(
  station: Station,
  window: number,
  person: Person,
  key: SigningKey,
  first: readonly Proposed[],
): Promise<Outcome<object>> {
  const user = { id: person.user, name: person.name, role: person.role };
  const before = station.sessions.state(window);
  // Somebody who left the window open to the next person is signed out by it, in the ledger too.
  if (before.kind === 'open') await recordEnd(station, before.user.id, before.session, 'closed');
  const state =
    before.kind === 'locked' && before.user.id === person.user
      ? station.sessions.unlock(window, person.user, key)
      : station.sessions.open(window, user, key);
  if (state.kind !== 'open') throw new Error('A session was just opened.');
  const acting = { user: person.user, role: person.role, session: state.session, key };
  const done = await record(
    station,
    newId('command'),
    [
      ...first,
      { type: 'session.started', stream: person.user, body: { session: state.session, user: person.user } },
    ],
    acting,
    () => ({}),
  );
  if (!done.ok && first.length > 0) {
    station.sessions.close(window);
    return refuse('read-only', done.message);
  }
  station.site.tries.clear(person.user);
  return { ok: true, answer: { user: person.user, role: person.role } };
}

const wrongCode = refuse(
  'wrong-secret',
  'That is not a code that can be used now: another one may have been given since, or it was used, or it is older than 24 hours. Nothing was changed. Ask an admin for a new one.',
  { code: 'Not a code that can be used now' },
);

/**
 * The first sign-in, and the first after a reset: with the one-time code the person chooses a secret that nobody else ever
 * knows, and gets the key that it locks. What was signed with an older key stays checked by that key.
 */
export async function chooseSecret(
  station: Station,
  window: number,
  args: { user: string; code: string; secret: string },
): Promise<Outcome<object>> {
  const code = readCode(args.code);
  if (!code)
    return refuse(
      'malformed',
      'The code was not copied right: it is seven groups of four letters and digits. Nothing was changed. Read it again, group by group.',
      { code: 'Not copied right' },
    );
  const person = station.world.site.people.get(args.user);
  const known = person?.active ? person : undefined;
  const made = await tried(station, known?.user, 'first-sign-in', async () =>
    known?.waiting !== undefined && isUsable(station, known.user, code) ? known : undefined,
  );
  if (!made.ok) return made.closed ?? wrongCode;
  const judged = judgeSecret(
    args.secret,
    {
      siteName: station.world.site.site?.name ?? '',
      personal: [made.found.name, made.found.identifier],
    },
    station.common,
  );
  if (!judged.ok) return refuse('weak-secret', judged.message, { ...judged.fields });
  const { keys } = station.site;
  const before = keys.loadUserKey(made.found.user);
  // On disk before the ledger says so: cut off between the two, the code still works and makes another key.
  const key = await createUserKey(keys, made.found.user, args.secret);
  for (const left of station.sessions.endUser(made.found.user))
    if (left !== window) station.sessions.close(left);
  const begun = await begin(station, window, made.found, key, setKey(made.found, key.publicKey));
  if (!begun.ok && before) keys.saveUserKey(before);
  return begun;
}

/** Whether this is the newest code of the person, unused, and not older than 24 hours by either clock. */
function isUsable(station: Station, user: string, code: Uint8Array): boolean {
  let issued: StoredEntry | undefined;
  for (const entry of entriesOfStream(station.site.ledger.db, user)) {
    if (entry.header.type === 'user.code-issued') issued = entry;
    if (entry.header.type === 'user.key-set') issued = undefined;
  }
  if (!issued?.body) return false;
  const since = { at: Date.parse(issued.header.at), boot: issued.header.boot };
  if (perhapsPassed(since, momentOf(station)) >= codeLife) return false;
  return isCode(code, { salt: String(issued.body.salt), hash: String(issued.body.hash) });
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
