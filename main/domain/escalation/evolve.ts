import type { CaseState } from '../caseState';
import type { Recorded } from '../entry';
import { evolveRemediations } from '../remediation/evolve';
import type { EscalationBody } from './escalation';

/**
 * Folds a missed due time or an escalation into what it is about. Two stations may both say that something was not done
 * in time: the first counts.
 */
export function evolveEscalation(state: CaseState, entry: Recorded): CaseState {
  const { at } = entry;
  switch (entry.type) {
    case 'sla.breached': {
      const b = entry.body as EscalationBody<'sla.breached'>;
      const breached = <T extends { readonly breachedAt?: string | undefined }>(thing: T): T =>
        thing.breachedAt === undefined
          ? { ...thing, breachedAt: at, escalated: { to: b.escalatedTo, at } }
          : thing;
      const after = exceptionsOf(reviewsOf(state, b.review, breached), b.exception, breached);
      return { ...after, remediations: evolveRemediations(after.remediations, entry) };
    }
    case 'exception.escalated': {
      const b = entry.body as EscalationBody<'exception.escalated'>;
      return exceptionsOf(state, b.exception, (e) => ({ ...e, escalated: { to: b.to, at } }));
    }
    case 'post-review.escalated': {
      const b = entry.body as EscalationBody<'post-review.escalated'>;
      return reviewsOf(state, b.review, (r) => ({ ...r, escalated: { to: b.to, at } }));
    }
    default:
      return state;
  }
}

type Exception = CaseState['exceptions'][string];
type Review = CaseState['reviews'][string];

function exceptionsOf(
  state: CaseState,
  id: string | undefined,
  change: (e: Exception) => Exception,
): CaseState {
  const found = id === undefined ? undefined : state.exceptions[id];
  return found ? { ...state, exceptions: { ...state.exceptions, [found.exception]: change(found) } } : state;
}

function reviewsOf(state: CaseState, id: string | undefined, change: (r: Review) => Review): CaseState {
  const found = id === undefined ? undefined : state.reviews[id];
  return found ? { ...state, reviews: { ...state.reviews, [found.review]: change(found) } } : state;
}
