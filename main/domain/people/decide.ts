import type { Context, Decision, Role } from '../entry';
import { peopleWith, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { identifierKey, identifierLooks } from './person';

/** Enrols a person. The secret was judged and the key made before; the identifier must be new, whatever its case. */
export function enrolPerson(
  site: SiteState,
  args: { user: string; name: string; identifier: string; role: Role; key: string },
): Decision<{ user: string }> {
  const refusal = identifierTaken(site, args.identifier);
  if (refusal) return refusal;
  const body = {
    user: args.user,
    name: args.name.trim(),
    identifier: args.identifier.trim(),
    role: args.role,
    key: args.key,
  };
  return {
    ok: true,
    entries: [{ type: 'user.enrolled', stream: args.user, body }],
    answer: { user: args.user },
  };
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
