import { glassOpen } from '../breakglass/breakglass';
import { evolveCase } from '../case';
import type { CaseState } from '../caseState';
import type { Context, Proposed, Recorded } from '../entry';
import type { ChecklistDocument } from '../procedure/checklist';
import type { JobType } from '../procedure/jobType';
import { glassesOn, nextStep, prerequisitesMet } from './nextStep';

/** A proposal as the fold will see it once it is recorded; its place is not known yet. */
export function asRecorded(proposed: Proposed, ctx: Context): Recorded {
  const actor = proposed.system === undefined ? ctx.actor : { system: proposed.system };
  return {
    log: '',
    seq: Number.MAX_SAFE_INTEGER,
    clock: '',
    at: ctx.now,
    zone: '',
    type: proposed.type,
    stream: proposed.stream,
    actor,
    body: proposed.body,
    signature: proposed.meaning === undefined ? undefined : { meaning: proposed.meaning, key: '' },
  };
}

/**
 * What follows by itself from the proposals, in the same commit: the gate a run reaches asks for its approvals, and
 * a run whose last step is recorded is finished.
 */
export function followUps(
  state: CaseState,
  proposals: readonly Proposed[],
  document: ChecklistDocument,
  jobType: JobType,
  ctx: Context,
): Proposed[] {
  let after = state;
  for (const p of proposals) after = evolveCase(after, asRecorded(p, ctx), () => document);
  const { run, workOrder } = after;
  if (
    !run ||
    !workOrder ||
    after.closure ||
    run.finishedAt !== undefined ||
    !prerequisitesMet(after, jobType)
  )
    return [];
  const next = nextStep(after, document, ctx.now);
  if (!next)
    return [
      {
        type: 'run.finished',
        stream: run.run,
        body: { run: run.run, workOrder: workOrder.workOrder },
        system: 'run',
      },
    ];
  if (next.step.kind !== 'gate') return [];
  const asked = after.gates[next.step.id]?.requestedAt !== undefined;
  if (asked || glassesOn(after, next.step.id).some((g) => glassOpen(g, ctx.now))) return [];
  const body = {
    run: run.run,
    workOrder: workOrder.workOrder,
    step: next.step.id,
    no: next.no,
    title: next.step.title,
    need: next.step.need,
  };
  return [{ type: 'run.gate-requested', stream: run.run, body, system: 'run' }];
}
