import type { z } from 'zod';
import type { ApprovalBody } from './approval/evolve';
import { evolveGates } from './approval/evolve';
import type { glassEntries } from './breakglass/breakglass';
import type { CaseState } from './caseState';
import type { closureEntries } from './closure/closure';
import { withoutEffect } from './conflict/clash';
import type { conflictEntries } from './conflict/conflict';
import { tooEarly, withCause } from './conflict/early';
import type { Recorded } from './entry';
import { evolveEscalation } from './escalation/evolve';
import type { ExceptionState, exceptionEntries } from './exception/exception';
import type { ChecklistDocument } from './procedure/checklist';
import { evolveRemediations } from './remediation/evolve';
import { evolveRun } from './run/evolve';
import type { WorkOrder } from './run/run';

type ExceptionBody<K extends keyof typeof exceptionEntries> = z.infer<(typeof exceptionEntries)[K]>;
type GlassBody<K extends keyof typeof glassEntries> = z.infer<(typeof glassEntries)[K]>;
type ClosureBody<K extends keyof typeof closureEntries> = z.infer<(typeof closureEntries)[K]>;

/**
 * Folds one entry into the case. `documentOf` gives the released checklist that a version id names; it decides
 * what a correction or a rejection sends back. Entries of a type it does not know only count.
 */
export function evolveCase(
  state: CaseState,
  entry: Recorded,
  documentOf: (version: string) => ChecklistDocument | undefined,
): CaseState {
  const folded = {
    ...state,
    entries: state.entries + 1,
    lastEntry: entry.seq,
    lastAt: entry.at,
    lastClock: entry.clock,
  };
  if (entry.body === undefined) return folded;
  const conflicts = withoutEffect(state, entry, documentOf);
  if (conflicts !== undefined) return { ...folded, conflicts };
  const early = tooEarly(state, entry);
  if (early !== undefined) return { ...folded, ...early };
  const counted = withCause(folded, entry);
  const by = 'user' in entry.actor ? entry.actor.user : entry.actor.system;
  const { at, seq } = entry;
  const place = { log: entry.log, seq };
  switch (entry.type) {
    case 'work-order.opened':
      return {
        ...counted,
        workOrder: {
          ...(entry.body as unknown as WorkOrder),
          openedBy: by,
          openedAt: at,
          openedIn: { ...place, clock: entry.clock },
        },
      };
    case 'exception.raised': {
      const b = entry.body as ExceptionBody<'exception.raised'>;
      const raised: ExceptionState = {
        exception: b.exception,
        number: b.number,
        workOrder: b.workOrder,
        run: b.run,
        step: b.step,
        prerequisite: b.prerequisite,
        code: b.code,
        meaning: b.meaning,
        severity: b.severity,
        effect: b.effect,
        owner: b.owner,
        due: b.due,
        from: b.from,
        raisedBy: by,
        raisedAt: at,
        seq,
        order: counted.entries,
        why: undefined,
        end: undefined,
      };
      return { ...counted, exceptions: { ...state.exceptions, [b.exception]: raised } };
    }
    case 'exception.explained': {
      const b = entry.body as ExceptionBody<'exception.explained'>;
      return withException(counted, b.exception, (e) => ({ ...e, why: b.why }));
    }
    case 'exception.assigned': {
      const b = entry.body as ExceptionBody<'exception.assigned'>;
      return withException(counted, b.exception, (e) => ({ ...e, owner: { user: b.to } }));
    }
    case 'exception.withdrawn': {
      const b = entry.body as ExceptionBody<'exception.withdrawn'>;
      return withException(counted, b.exception, (e) => ({
        ...e,
        end: { how: 'withdrawn', why: b.why, by, at, place },
      }));
    }
    case 'exception.disposed': {
      const b = entry.body as ExceptionBody<'exception.disposed'>;
      const disposed = withException(counted, b.exception, (e) => ({
        ...e,
        end: { how: 'disposed', disposition: b.disposition, note: b.note, by, at, place },
      }));
      return evolveRun(disposed, entry, documentOf);
    }
    case 'break-glass.opened': {
      const b = entry.body as GlassBody<'break-glass.opened'>;
      return {
        ...counted,
        glasses: { ...state.glasses, [b.glass]: { ...b, by, at, seq, closed: undefined } },
      };
    }
    case 'break-glass.closed': {
      const b = entry.body as GlassBody<'break-glass.closed'>;
      const glass = state.glasses[b.glass];
      return glass
        ? {
            ...counted,
            glasses: { ...state.glasses, [b.glass]: { ...glass, closed: { how: b.how, ended: b.ended } } },
          }
        : counted;
    }
    case 'post-review.opened': {
      const b = entry.body as GlassBody<'post-review.opened'>;
      return { ...counted, reviews: { ...state.reviews, [b.review]: { ...b, openedAt: at, verdicts: [] } } };
    }
    case 'post-review.decided': {
      const b = entry.body as GlassBody<'post-review.decided'>;
      const review = state.reviews[b.review];
      if (!review) return counted;
      const verdicts = [...review.verdicts, { verdict: b.verdict, comment: b.comment, by, at, seq, place }];
      return { ...counted, reviews: { ...state.reviews, [b.review]: { ...review, verdicts } } };
    }
    case 'remediation.opened':
    case 'remediation.evidence-added':
    case 'remediation.closed':
    case 'remediation.escalated':
      return { ...counted, remediations: evolveRemediations(state.remediations, entry) };
    case 'sla.breached':
    case 'exception.escalated':
    case 'post-review.escalated':
      return evolveEscalation(counted, entry);
    case 'work-order.closed': {
      const b = entry.body as ClosureBody<'work-order.closed'>;
      return {
        ...counted,
        closure: {
          closure: b.closure,
          number: b.number,
          at,
          by,
          log: entry.log,
          seq,
          acceptance: b.acceptance,
          result: b.result,
          document: undefined,
        },
      };
    }
    case 'closure.document-issued': {
      const b = entry.body as ClosureBody<'closure.document-issued'>;
      if (!state.closure) return counted;
      // A document that was destroyed, because something it showed was erased: the next one stands in its place.
      if (entry.erased) return { ...counted, closure: { ...state.closure, document: undefined } };
      return {
        ...counted,
        closure: { ...state.closure, document: { sha256: b.sha256, size: b.size, pages: b.pages, at } },
      };
    }
    case 'conflict.settled': {
      const b = entry.body as z.infer<(typeof conflictEntries)['conflict.settled']>;
      // Two stations may settle the same one; the first decision counts.
      if (state.settlements[b.conflict]) return counted;
      return {
        ...counted,
        settlements: { ...state.settlements, [b.conflict]: { decision: b.decision, by, at } },
      };
    }
    case 'gate.approved':
    case 'gate.rejected':
    case 'run.gate-requested': {
      const gates = evolveGates(state.gates, entry.type, entry.body as ApprovalBody, by, at, place);
      return evolveRun({ ...counted, gates }, entry, documentOf);
    }
    default:
      return evolveRun(counted, entry, documentOf);
  }
}

function withException(
  state: CaseState,
  id: string,
  change: (e: ExceptionState) => ExceptionState,
): CaseState {
  const found = state.exceptions[id];
  return found ? { ...state, exceptions: { ...state.exceptions, [id]: change(found) } } : state;
}
