import type { CaseState } from '../caseState';
import type { Context, Decision, Proposed } from '../entry';
import { isMeant } from '../escalation/escalation';
import type { Disposition } from '../procedure/catalogue';
import type { ChecklistDocument } from '../procedure/checklist';
import { findStep } from '../procedure/checklist';
import type { SiteState } from '../procedure/site';
import { type Refusal, refuse } from '../refusal';
import { nextStep } from '../run/nextStep';
import type { ExceptionState } from './exception';
import { raise } from './raise';

/** X1: blocks the step being done, with a code. Recorded at once; the reason follows. */
export function blockStep(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: { step: string; code: string },
  ctx: Context,
): Decision<{ exception: string }> {
  const { workOrder, run } = state;
  if (!workOrder || !run)
    return refuse('out-of-order', 'The run is not started yet, so there is no step to block.');
  const step = findStep(document, args.step);
  if (!step) return refuse('not-found', 'This step does not belong to the checklist.');
  if (nextStep(state, document, ctx.now)?.step.id !== step.id)
    return refuse('out-of-order', `“${step.title}” is not the step to do now. Block the step you are at.`);
  const code = site.codes.get(args.code);
  if (!code?.active || code.kind !== 'exception')
    return refuse('not-found', `Code ${args.code} is not in the exception catalogue.`);
  const open = Object.values(state.exceptions).find(
    (e) => e.end === undefined && e.step === step.id && e.code === code.code,
  );
  if (open) return refuse('already-done', `${open.number} is open with ${code.code} on this step already.`);
  const raised = raise(
    { site, workOrder: workOrder.workOrder, run: run.run, code, at: { step: step.id }, from: 'person' },
    ctx,
  );
  return { ok: true, entries: [raised.entry], answer: { exception: raised.exception } };
}

function about(exception: ExceptionState, type: string, body: Record<string, unknown>): Proposed {
  return { type, stream: exception.exception, body: { ...body, workOrder: exception.workOrder } };
}

function openOne(state: CaseState, id: string): ExceptionState | Refusal {
  const found = state.exceptions[id];
  if (!found) return refuse('not-found', 'This exception does not exist.');
  if (found.end) return refuse('already-done', `${found.number} was ${found.end.how} already.`);
  return found;
}

const isRefusal = (x: ExceptionState | Refusal): x is Refusal => 'ok' in x;

/**
 * Adds the reason to an exception; a later reason stands beside the earlier in the ledger. One that its owner disposed of
 * before the reason was written still takes its first: the closing asks for it.
 */
export function explainException(state: CaseState, args: { exception: string; why: string }): Decision {
  const known = state.exceptions[args.exception];
  const late = known?.end?.how === 'disposed' && known.why === undefined && state.closure === undefined;
  const found = late ? known : openOne(state, args.exception);
  if (isRefusal(found)) return found;
  return { ok: true, entries: [about(found, 'exception.explained', args)], answer: {} };
}

/** Takes an exception back: a wrong tap, kept for ever with its reason. Only who raised it, or a supervisor; never one that a reading raised. */
export function withdrawException(
  state: CaseState,
  args: { exception: string; why: string },
  ctx: Context,
): Decision {
  const found = openOne(state, args.exception);
  if (isRefusal(found)) return found;
  if (found.from !== 'person')
    return refuse(
      'not-allowed',
      `${found.number} was raised by a ${found.from === 'band' ? 'reading' : found.from}, so it cannot be withdrawn. Its owner disposes of it.`,
    );
  if (found.raisedBy !== ctx.actor.user && ctx.actor.role !== 'supervisor')
    return refuse('not-allowed', 'Only who raised it, or a supervisor, can withdraw it.');
  return { ok: true, entries: [about(found, 'exception.withdrawn', args)], answer: {} };
}

/** Gives an exception to another person who may dispose of it. Its owner does, or a supervisor: nobody takes one. */
export function assignException(
  site: SiteState,
  state: CaseState,
  args: { exception: string; to: string; why: string },
  ctx: Pick<Context, 'actor'>,
): Decision {
  const found = openOne(state, args.exception);
  if (isRefusal(found)) return found;
  if (!owns(found, ctx) && ctx.actor.role !== 'supervisor')
    return refuse(
      'not-allowed',
      `Only the owner of ${found.number}, or a supervisor, can give it to somebody.`,
    );
  const person = site.people.get(args.to);
  if (!person?.active)
    return refuse('not-found', 'This person is not active here.', { to: 'Choose an active person' });
  if (person.role === 'operator')
    return refuse(
      'not-allowed',
      `${person.name} is an operator and cannot dispose of exceptions. Choose a supervisor, compliance or an admin.`,
      { to: 'Not an operator' },
    );
  return { ok: true, entries: [about(found, 'exception.assigned', args)], answer: {} };
}

/** Its owner, and whom it was brought before when it was not settled in time. */
function owns({ owner, escalated }: ExceptionState, { actor }: Pick<Context, 'actor'>): boolean {
  return isMeant(owner, actor) || (escalated !== undefined && isMeant(escalated.to, actor));
}

/** X3: why this person may not dispose of it, or null. The owner does, or a supervisor; never who raised it by tapping. */
export function disposeRefusal(
  site: SiteState,
  found: ExceptionState,
  ctx: Pick<Context, 'actor'>,
): string | null {
  const owner = found.owner;
  if (found.raisedBy === ctx.actor.user && found.from !== 'prerequisite')
    return 'You raised it, so somebody else decides about it.';
  if (owns(found, ctx) || ctx.actor.role === 'supervisor') return null;
  const name =
    'user' in owner
      ? (site.people.get(owner.user)?.name ?? 'its owner')
      : `a person with the role ${owner.role}`;
  return `It belongs to ${name}, who can dispose of it; a supervisor can too.`;
}

/** X3: ends an exception with one of the dispositions its code allows. */
export function disposeException(
  site: SiteState,
  state: CaseState,
  args: { exception: string; disposition: Disposition; note: string },
  ctx: Context,
): Decision {
  const found = openOne(state, args.exception);
  if (isRefusal(found)) return found;
  const why = disposeRefusal(site, found, ctx);
  if (why) return refuse('not-allowed', why);
  const allowed = site.codes.get(found.code)?.dispositions ?? [];
  if (found.from !== 'break-glass' && !allowed.includes(args.disposition))
    return refuse(
      'not-allowed',
      `${found.code} cannot end with “${args.disposition}”. It allows: ${allowed.join(', ')}.`,
      { disposition: 'Not allowed for this code' },
    );
  return { ok: true, entries: [about(found, 'exception.disposed', args)], answer: {} };
}
