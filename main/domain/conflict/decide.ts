import type { Context, Decision, Role } from '../entry';
import { refuse } from '../refusal';

/** What a decision about a conflict is judged by. `actors`: who gave the two acts. */
type ToSettle = {
  readonly conflict: string;
  readonly workOrder: string;
  readonly ownerRole: string;
  readonly settled: boolean;
  readonly actors: readonly string[];
};

/** Why this person may not settle it, or null. Its owners do, and never who gave one of the two acts. */
export function settleRefusal(
  found: ToSettle,
  actor: { readonly user: string; readonly role: Role },
): string | null {
  if (found.settled) return 'It is settled already.';
  if (actor.role !== found.ownerRole)
    return found.ownerRole === 'compliance' ? 'Compliance settles it.' : 'A supervisor settles it.';
  if (found.actors.includes(actor.user)) return 'You gave one of the two, so somebody else settles it.';
  return null;
}

/** Ends a conflict with words. It changes nothing else: what is still to be done has commands of its own. */
export function settleConflict(
  found: ToSettle | undefined,
  decision: string,
  ctx: Pick<Context, 'actor'>,
): Decision {
  if (!found) return refuse('not-found', 'This conflict is not open. Look at the list again.');
  const why = settleRefusal(found, ctx.actor);
  if (why) return refuse(found.settled ? 'already-done' : 'not-allowed', why);
  const body = { conflict: found.conflict, workOrder: found.workOrder, decision };
  return { ok: true, entries: [{ type: 'conflict.settled', stream: found.workOrder, body }], answer: {} };
}
