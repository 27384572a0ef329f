import { reviewDone } from '../breakglass/breakglass';
import type { CaseState } from '../caseState';
import { type ChecklistDocument, numberedSteps } from '../procedure/checklist';
import type { JobType } from '../procedure/jobType';
import { emptySlots, gateMet, glassesOn, nextStep, openReviews, prerequisiteStanding } from '../run/nextStep';

/** One line of the readiness list. A missing one says where it is settled. */
export type ReadinessItem = {
  readonly id: string;
  readonly what: string;
  readonly detail: string;
  readonly done: boolean;
  /** Where it is settled: the run at a step, an exception, a review. */
  readonly at?: {
    readonly kind: 'step' | 'prerequisite' | 'exception' | 'review' | 'gate';
    readonly id: string;
  };
};

/** Why a step that was signed is to be signed again; undefined where it never was. */
function signedNoMore(state: CaseState, step: string): string | undefined {
  const earlier = state.run?.steps[step]?.earlier ?? [];
  const voided = earlier[earlier.length - 1]?.voided;
  return voided && `Sign again: ${voided.reason}`;
}

/**
 * C5: what a closure needs, in the order a person would settle it. The work order can close when no item is missing.
 * Missing things come one by one, so that each is a link; what is complete is summed up.
 */
export function readiness(
  state: CaseState,
  document: ChecklistDocument,
  jobType: JobType,
  now: string,
): ReadinessItem[] {
  const items: ReadinessItem[] = [];
  const steps = numberedSteps(document);

  const failing = jobType.prerequisites.filter(
    (p) => !['passed', 'waived'].includes(prerequisiteStanding(state, p)),
  );
  for (const p of failing)
    items.push({
      id: `pre-${p.id}`,
      what: `Prerequisite: ${p.text}`,
      detail: 'Not passed',
      done: false,
      at: { kind: 'prerequisite', id: p.id },
    });

  const work = steps.filter((s) => s.step.kind !== 'gate');
  const missing = work.filter((s) => state.run?.steps[s.step.id]?.record === undefined);
  const next = nextStep(state, document, now);
  for (const s of missing.slice(0, 3))
    items.push({
      id: `step-${s.step.id}`,
      what: `Step ${s.no}, ${s.step.title}`,
      detail: signedNoMore(state, s.step.id) ?? (next?.index === s.index ? 'To do now' : 'Not recorded'),
      done: false,
      at: { kind: 'step', id: s.step.id },
    });
  if (missing.length > 3)
    items.push({
      id: 'steps-more',
      what: `${missing.length - 3} more steps`,
      detail: 'Not recorded',
      done: false,
      at: { kind: 'step', id: missing[3]?.step.id ?? '' },
    });

  for (const s of steps) {
    for (const slot of emptySlots(state, s.step)) {
      items.push({
        id: `slot-${s.step.id}-${slot.slot}`,
        what: `${slot.label}, step ${s.no}`,
        detail: `${slot.missing} missing`,
        done: false,
        at: { kind: 'step', id: s.step.id },
      });
    }
  }

  for (const s of steps) {
    if (s.step.kind !== 'gate' || gateMet(state, s.step)) continue;
    // Opened by break-glass and passed: its review stands in for the approval. One that the run waits at again does not count.
    const glasses = glassesOn(state, s.step.id);
    const passed = next === undefined || next.index > s.index;
    if (passed && glasses.length > 0 && glasses.every((g) => g.closed !== undefined || now >= g.expires))
      continue;
    items.push({
      id: `gate-${s.step.id}`,
      what: `Approval: ${s.step.title}`,
      detail: 'Waits for approval',
      done: false,
      at: { kind: 'gate', id: s.step.id },
    });
  }

  // What a break-glass raised ends with its review, which is an item of its own.
  const open = Object.values(state.exceptions).filter((e) => e.end === undefined && e.from !== 'break-glass');
  for (const e of open)
    items.push({
      id: e.exception,
      what: `${e.number}, ${e.code} ${e.meaning}`,
      detail: 'No disposition yet',
      done: false,
      at: { kind: 'exception', id: e.exception },
    });
  const unexplained = Object.values(state.exceptions).filter(
    (e) => e.why === undefined && e.from === 'person' && e.end !== undefined && e.end.how === 'disposed',
  );
  for (const e of unexplained)
    items.push({
      id: `${e.exception}-why`,
      what: `${e.number}, ${e.code}`,
      detail: 'The reason is not written',
      done: false,
      at: { kind: 'exception', id: e.exception },
    });

  for (const r of openReviews(state))
    items.push({
      id: r.review,
      what: `Post-review ${r.number}`,
      detail: 'No verdict yet',
      done: false,
      at: { kind: 'review', id: r.review },
    });

  const glasses = Object.values(state.glasses);
  for (const g of glasses) {
    if (state.remediations[g.remediation] === undefined)
      items.push({
        id: g.glass,
        what: `Remediation for ${g.number}`,
        detail: 'Not opened',
        done: false,
        at: { kind: 'review', id: g.review },
      });
  }

  const ready = (id: string, what: string, detail: string) => items.push({ id, what, detail, done: true });
  if (failing.length === 0)
    ready(
      'pre',
      'Prerequisites passed',
      `${jobType.prerequisites.length} of ${jobType.prerequisites.length}`,
    );
  if (missing.length === 0) ready('steps', 'Steps recorded', `${work.length} of ${work.length}`);
  const slots = steps.flatMap((s) => emptySlots(state, s.step));
  const files = Object.values(state.run?.steps ?? {}).reduce((n, h) => n + h.evidence.length, 0);
  if (slots.length === 0) ready('evidence', 'Evidence held', `${files} ${files === 1 ? 'file' : 'files'}`);
  const gates = steps.filter((s) => s.step.kind === 'gate');
  const met = gates.filter((s) => s.step.kind === 'gate' && gateMet(state, s.step)).length;
  if (!items.some((i) => i.id.startsWith('gate-')) && gates.length > 0) {
    ready(
      'gates',
      'Gates',
      met === gates.length
        ? `${met} of ${gates.length} approved`
        : `${met} approved, ${gates.length - met} opened by break-glass`,
    );
  }
  if (open.length === 0)
    ready('exceptions', 'Exceptions disposed', String(Object.keys(state.exceptions).length));
  const reviews = Object.values(state.reviews);
  if (reviews.length > 0 && reviews.every(reviewDone))
    ready('reviews', 'Post-reviews decided', `${reviews.length} of ${reviews.length}`);
  if (glasses.length > 0)
    ready(
      'remediation',
      'Remediation opened',
      `${Object.keys(state.remediations).length} of ${glasses.length}`,
    );
  return items;
}

/** Whether nothing is missing. */
export function readyToClose(items: readonly ReadinessItem[]): boolean {
  return items.length > 0 && items.every((i) => i.done);
}
