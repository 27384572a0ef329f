import type { CaseState } from '../caseState';
import type { Context, Decision } from '../entry';
import { refuse } from '../refusal';

/** X10: closes a remediation with what was done. Its owner does, by person or role, or a supervisor. */
export function closeRemediation(
  state: CaseState,
  args: { remediation: string; done: string },
  ctx: Context,
): Decision {
  const task = state.remediations[args.remediation];
  if (!task) return refuse('not-found', 'This remediation does not exist.');
  if (task.closed) return refuse('already-done', `${task.number} is closed already.`);
  const mine = 'user' in task.owner ? task.owner.user === ctx.actor.user : task.owner.role === ctx.actor.role;
  if (!mine && ctx.actor.role !== 'supervisor')
    return refuse('not-allowed', 'Its owner closes it, or a supervisor.');
  const body = { remediation: args.remediation, workOrder: task.workOrder, done: args.done, evidence: [] };
  return { ok: true, entries: [{ type: 'remediation.closed', stream: task.remediation, body }], answer: {} };
}
