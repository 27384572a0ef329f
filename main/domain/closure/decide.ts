import { stepsDoneBy } from '../approval/decide';
import type { CaseState } from '../caseState';
import type { Context, Decision, Role } from '../entry';
import type { ChecklistDocument } from '../procedure/checklist';
import type { JobType } from '../procedure/jobType';
import { peopleWith, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { readiness } from './readiness';

/** C5: why this person may not close this work order now, or null. */
export function closeRefusal(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  jobType: JobType,
  actor: { user: string; role: Role },
  now: string,
): string | null {
  if (state.closure) return `It was closed as ${state.closure.number}.`;
  const missing = readiness(state, document, jobType, now).filter((i) => !i.done);
  if (missing.length > 0)
    return `${missing.length} ${missing.length === 1 ? 'thing is' : 'things are'} missing: ${missing[0]?.what}${missing.length > 1 ? ' and others' : ''}.`;
  if (actor.role !== 'compliance')
    return `Compliance closes work orders. ${peopleWith(site, 'compliance')[0]?.name ?? 'Somebody with that role'} can.`;
  const done = stepsDoneBy(state, document, actor.user);
  if (done.length > 0) return `You carried out step ${done[0]}, so you cannot close it.`;
  return null;
}

/** Closes a work order: gives `closure_evidence_id`, and states how many entries the record has, so that a missing one shows. */
export function closeWorkOrder(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  jobType: JobType,
  args: { acceptance: readonly string[]; result: string; shown: string },
  ctx: Context,
): Decision<{ closure: string; number: string }> {
  const { workOrder, run } = state;
  if (!workOrder || !run) return refuse('not-found', 'This work order has no run to close.');
  const why = closeRefusal(site, state, document, jobType, ctx.actor, ctx.now);
  if (why) return refuse(state.closure ? 'already-done' : 'not-ready', `${why} Nothing is closed.`);
  const unmet = jobType.acceptance.filter((a) => !args.acceptance.includes(a.id));
  if (unmet.length > 0)
    return refuse(
      'missing',
      `“${unmet[0]?.text}” is not confirmed. A work order closes when every acceptance criterion is met.`,
      Object.fromEntries(unmet.map((a) => [`acceptance.${a.id}`, 'Not confirmed'])),
    );
  const closure = ctx.newId('closure');
  const number = ctx.nextNumber('closure');
  const body = {
    closure,
    number,
    workOrder: workOrder.workOrder,
    run: run.run,
    acceptance: [...args.acceptance],
    entries: state.entries,
    lastEntry: state.lastEntry,
    shown: args.shown,
    result: args.result,
  };
  return {
    ok: true,
    entries: [{ type: 'work-order.closed', stream: workOrder.workOrder, body, meaning: 'closed' }],
    answer: { closure, number },
  };
}
