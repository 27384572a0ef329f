import type { Context, Decision, Proposed, Role } from '../entry';
import { peopleWith, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { identifierKey, identifierLooks } from './identifier';
import type { CodePurpose, Person } from './person';

/** What is kept of a one-time code: nothing that would give it back. */
export type KeptCode = { readonly salt: string; readonly hash: string };

/** Enrols a person, who has no key until they use the code; the identifier must be new, whatever its case. */
export function enrolPerson(
  site: SiteState,
  args: { user: string; name: string; identifier: string; role: Role; code: KeptCode },
): Decision<{ user: string }> {
  const refusal = identifierTaken(site, args.identifier);
  if (refusal) return refusal;
  const body = {
    user: args.user,
    name: args.name.trim(),
    identifier: args.identifier.trim(),
    role: args.role,
  };
  return {
    ok: true,
    entries: [
      { type: 'user.enrolled', stream: args.user, body },
      {
        type: 'user.code-issued',
        stream: args.user,
        body: { user: args.user, purpose: 'enrolment', ...args.code },
      },
    ],
    answer: { user: args.user },
  };
}

/**
 * Gives a person a new one-time code: for their first secret where they never chose one, else for a new secret and a new
 * key. Somebody else does it, so that nobody resets themselves out of what they signed.
 */
export function issueCode(site: SiteState, args: { user: string; code: KeptCode }, ctx: Context): Decision {
  const person = site.people.get(args.user);
  if (!person) return refuse('not-found', 'This person is not enrolled here.');
  if (!person.active) return refuse('already-done', `${person.name} is not active any more.`);
  if (person.user === ctx.actor.user)
    return refuse('two-person', 'You cannot reset yourself. Another admin can.');
  const purpose: CodePurpose = person.key === undefined ? 'enrolment' : 'reset';
  return {
    ok: true,
    entries: [
      { type: 'user.code-issued', stream: args.user, body: { user: args.user, purpose, ...args.code } },
    ],
    answer: {},
  };
}

/** The key that a person's own new secret made; signed with that key, so that nobody registers another's. */
export function setKey(person: Person, key: string): readonly Proposed[] {
  const body = { user: person.user, purpose: person.waiting, key };
  return [{ type: 'user.key-set', stream: person.user, body, meaning: 'key-set' }];
}

/** Opens sign-in again for somebody who was closed out. Not for oneself. */
export function unlockPerson(
  site: SiteState,
  args: { user: string; why: string },
  isClosed: boolean,
  ctx: Context,
): Decision {
  const person = site.people.get(args.user);
  if (!person) return refuse('not-found', 'This person is not enrolled here.');
  if (!person.active) return refuse('already-done', `${person.name} is not active any more.`);
  if (person.user === ctx.actor.user)
    return refuse('two-person', 'You cannot unlock yourself. Another supervisor or admin can.');
  if (!isClosed) return refuse('already-done', `${person.name} is not locked out. Nothing was recorded.`);
  return { ok: true, entries: [{ type: 'user.unlocked', stream: args.user, body: args }], answer: {} };
}

/** A refusal when an identifier is or was somebody's, or could be read as theirs: identifiers are never reused. */
export function identifierTaken(site: SiteState, identifier: string) {
  const key = identifierKey(identifier);
  const taken = [...site.people.values()].find((p) => identifierKey(p.identifier) === key);
  if (taken)
    return refuse(
      'taken',
      `“${identifier}” belongs to ${taken.name}, and identifiers are never used again. Choose another.`,
      { identifier: 'This identifier is taken' },
    );
  const looks = identifierLooks(identifier);
  const alike = [...site.people.values()].find((p) =>
    identifierLooks(p.identifier).some((look, at) => look === looks[at]),
  );
  return alike
    ? refuse(
        'taken',
        `“${identifier}” looks like “${alike.identifier}”, the identifier of ${alike.name}, so one could be taken for the other. Nobody is enrolled; what you typed is kept. Choose another.`,
        { identifier: `Looks like ${alike.identifier}` },
      )
    : undefined;
}

/** Deactivates a person; their name stays on what they did. The last admin cannot go. */
export function deactivatePerson(
  site: SiteState,
  args: { user: string; why: string },
  ctx: Context,
): Decision {
  const person = site.people.get(args.user);
  if (!person) return refuse('not-found', 'This person is not enrolled here.');
  if (!person.active) return refuse('already-done', `${person.name} is not active any more.`);
  if (person.role === 'admin' && peopleWith(site, 'admin').length < 2)
    return refuse('not-allowed', `${person.name} is the last admin. Enrol another admin first.`);
  if (person.user === ctx.actor.user)
    return refuse('two-person', 'You cannot deactivate yourself. Another admin can.');
  return { ok: true, entries: [{ type: 'user.deactivated', stream: args.user, body: args }], answer: {} };
}
