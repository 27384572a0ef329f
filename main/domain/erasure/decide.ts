import type { Context, Decision, Recorded, Role } from '../entry';
import { type Refusal, refuse } from '../refusal';
import { erasureRules, type Parting, partBody } from './erasable';
import type { EntryPlace } from './erasure';

/** What has to be known of an entry besides itself, to say whether it may be erased. */
export type Around = {
  /** Whether a later entry of its type says anew what it said. */
  readonly superseded: boolean;
  /** Whether the person it enrolled still works here. */
  readonly active: boolean;
};

/** Why what an entry says cannot be erased, in a sentence; null where it can. */
export function notErasable(entry: Recorded, around: Around): string | null {
  if (entry.erased || entry.body === undefined) return 'It is erased already.';
  const rule = erasureRules[entry.type];
  if (rule === undefined)
    return 'It is of a kind that this version does not know, so it cannot tell what would stay.';
  if ('never' in rule) return rule.never;
  if (partBody(entry.type, entry.body) === undefined) return 'It holds nothing that a person typed.';
  if (rule.superseded !== undefined && !around.superseded)
    return 'The site works by it. Define it anew without the text, then it can be erased.';
  if (entry.type === 'user.enrolled' && around.active)
    return 'The person still works here, and signs by this name. Deactivate them first.';
  return null;
}

/** Who may ask, approve and decline: the roles that answer for the record. Any two different persons of them. */
export const mayErase: readonly Role[] = ['compliance', 'admin'];

/** A request that waits: nobody has carried it out or declined it. */
export type WaitingErasure = {
  readonly erasure: string;
  readonly by: string;
  readonly role: Role;
  readonly targets: readonly EntryPlace[];
  readonly authority: string;
  readonly scope: string;
};

/** Why this person may not decide about a request; null where they may. */
export function erasureRefusal(
  { by }: Pick<WaitingErasure, 'by'>,
  me: { user: string; role: Role },
): string | null {
  if (!mayErase.includes(me.role)) return 'Compliance or an admin decides about erasures.';
  return by === me.user ? 'You asked for it, so another person decides. Compliance or an admin can.' : null;
}

/** Asks for the erasure of entries, each of which may be erased now. */
export function requestErasure(
  args: { targets: readonly EntryPlace[]; authority: string; scope: string },
  reasons: readonly (string | null)[],
  ctx: Context,
): Decision<{ erasure: string }> {
  const named = new Set(args.targets.map(({ log, seq }) => `${log}/${seq}`));
  if (named.size !== args.targets.length)
    return refuse('malformed', 'An entry is named twice. Nothing was asked for. Choose each once.');
  const at = reasons.findIndex((reason) => reason !== null);
  if (at >= 0)
    return refuse(
      'not-allowed',
      `Entry ${args.targets[at]?.seq} cannot be erased. ${reasons[at]} Nothing was asked for.`,
      { targets: `Entry ${args.targets[at]?.seq} cannot be erased` },
    );
  const erasure = ctx.newId('erasure');
  return {
    ok: true,
    entries: [{ type: 'erasure.requested', stream: erasure, body: { erasure, ...args } }],
    answer: { erasure },
  };
}

export function declineErasure(
  request: WaitingErasure | undefined,
  args: { erasure: string; why: string },
  ctx: Context,
): Decision {
  const refusal = decidable(request, ctx);
  if (refusal) return refusal;
  return {
    ok: true,
    entries: [{ type: 'erasure.declined', stream: args.erasure, body: args }],
    answer: {},
  };
}

/** One entry that goes: where it stands, what of it goes, and which of its files no other body names. */
export type Going = {
  readonly place: EntryPlace;
  readonly type: string;
  readonly parting: Parting;
  readonly kept?: { readonly user: string; readonly role: Role; readonly key?: string };
  readonly files: readonly string[];
};

/** Carries out a request: one entry for each body that goes, all of them signed by the approver. */
export function approveErasure(
  request: WaitingErasure | undefined,
  going: readonly Going[],
  shown: string,
  ctx: Context,
): Decision<{ erased: number }> {
  const refusal = decidable(request, ctx);
  if (refusal) return refusal;
  if (!request || going.length === 0)
    return refuse(
      'already-done',
      'Everything that this request names is erased already. Nothing was changed. Decline it, with that as the reason.',
    );
  const { erasure, authority, scope } = request;
  const entries = going.map(({ place, type, parting, kept, files }) => ({
    type: 'body.erased',
    stream: `${place.log}/${place.seq}`,
    meaning: 'erased' as const,
    body: {
      erasure,
      entry: place,
      authority,
      scope,
      second: { user: request.by, role: request.role },
      type,
      gone: parting.gone,
      stays: parting.stays,
      shown,
      ...(kept ? { kept } : {}),
      ...(files.length > 0 ? { files } : {}),
    },
  }));
  return { ok: true, entries, answer: { erased: going.length } };
}

function decidable(request: WaitingErasure | undefined, ctx: Context): Refusal | undefined {
  if (!request)
    return refuse('already-done', 'This request does not wait any more: it was carried out or declined.');
  const why = erasureRefusal(request, ctx.actor);
  return why === null ? undefined : refuse(request.by === ctx.actor.user ? 'two-person' : 'not-allowed', why);
}
