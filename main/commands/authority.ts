import { type CallName, rolesFor } from '../contract/permissions';
import type { Role } from '../domain/entry';
import { identifierKey } from '../domain/people/identifier';
import { type Refusal, refuse } from '../domain/refusal';
import { openUserKey } from '../identity/signIn';
import { lockoutOf, tried } from './signIns';
import type { Acting, Station } from './station';

/** Who a window acts for, if the call may be given at all: a live session, a role that may, a person still active. `may`: the table's roles, unless the place asks for fewer. */
export function actingFor(
  station: Station,
  window: number,
  name: CallName,
  may: readonly Role[] | undefined = rolesFor(name),
): Acting | Refusal {
  const session = station.sessions.state(window);
  if (session.kind === 'none')
    return refuse('not-signed-in', 'Nobody is signed in. Sign in, then go on; what you typed is kept.');
  if (session.kind === 'locked')
    return refuse(
      'not-signed-in',
      'The window is locked. Enter your secret to go on; what you typed is kept.',
    );
  const person = station.world.site.people.get(session.user.id);
  if (!person?.active) {
    station.sessions.endUser(session.user.id);
    return refuse('not-signed-in', 'This person is not active any more. Nothing was recorded.');
  }
  if (may && !may.includes(person.role)) {
    return refuse(
      'not-allowed',
      `${person.name} has the role ${person.role}, which may not do this (${name}). ${listRoles(may)} can.`,
    );
  }
  return { user: person.user, role: person.role, session: session.session, key: session.key };
}

function listRoles(roles: readonly string[]): string {
  return roles.length === 0 ? 'Nobody' : `A person with the role ${roles.join(' or ')}`;
}

/**
 * C1: proves again who signs, for this one signature: the secret opens the key anew; the first signature of a sitting
 * needs the identifier too. Wrong tries count towards the lockout like failed sign-ins.
 */
export async function reauthenticate(
  station: Station,
  window: number,
  acting: Acting,
  sign: { readonly identifier?: string | undefined; readonly secret: string },
): Promise<Acting | Refusal> {
  const session = station.sessions.state(window);
  const person = station.world.site.people.get(acting.user);
  if (session.kind !== 'open' || !person)
    return refuse('not-signed-in', 'The window was locked meanwhile. Nothing was signed.');
  const closed = lockoutOf(station, acting.user);
  if (closed.kind !== 'open') return refuse('locked-out', `${closed.message} Nothing was signed.`);
  if (session.nextSignature === 'identifier-and-secret') {
    if (!sign.identifier?.trim())
      return refuse(
        'missing',
        'This is the first signature in this sitting, so it needs your identifier and your secret.',
        { identifier: 'Enter your identifier' },
      );
    if (identifierKey(sign.identifier) !== identifierKey(person.identifier)) {
      return refuse(
        'wrong-secret',
        `“${sign.identifier}” is not the identifier of ${person.name}, who is signed in. Nothing was signed.`,
        { identifier: 'Not your identifier' },
      );
    }
  }
  const tries = await tried(station, acting.user, 'signing', async () => {
    const opened = await openUserKey(station.site.keys, acting.user, sign.secret);
    return opened.ok ? opened.key : undefined;
  });
  if (!tries.ok) {
    if (tries.closed) return tries.closed;
    return refuse(
      'wrong-secret',
      'This is not the secret that opens your key. Nothing was signed. Enter it again.',
      { secret: 'Not your secret' },
    );
  }
  // Opening the key takes a second; who was locked out meanwhile signs nothing.
  const still = station.sessions.state(window);
  if (still.kind !== 'open' || still.session !== acting.session)
    return refuse('not-signed-in', 'The window was locked meanwhile. Nothing was signed.');
  if (tries.found.publicKey !== person.key)
    return refuse(
      'wrong-secret',
      'The key that your secret opens is not the one this site knows. Nothing was signed. Ask an admin.',
    );
  return { ...acting, key: tries.found };
}
