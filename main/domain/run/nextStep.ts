import { type Glass, glassOpen, reviewDone } from '../breakglass/breakglass';
import type { CaseState } from '../caseState';
import type { ExceptionState } from '../exception/exception';
import {
  type ChecklistDocument,
  type GateStep,
  numberedSteps,
  type Quorum,
  type Step,
} from '../procedure/checklist';
import type { JobType, Prerequisite } from '../procedure/jobType';
import { untouched } from './run';

/** Where a step stands now; what the mark beside it says. */
export type StepStanding = 'done' | 'todo' | 'now' | 'blocked' | 'act' | 'opened' | 'waiting';

export type PlacedStep = ReturnType<typeof numberedSteps>[number] & { readonly standing: StepStanding };

/** What remains of a quorum after the approvals that stand. */
export function missingApprovals(state: CaseState, gate: GateStep): Quorum {
  const standing = (state.gates[gate.id]?.decisions ?? []).filter(
    (d) => d.what === 'approved' && d.voided === undefined,
  );
  return gate.need
    .map((need) => ({
      role: need.role,
      count: need.count - standing.filter((d) => d.role === need.role).length,
    }))
    .filter((need) => need.count > 0);
}

/** Whether a gate's approvals are all there and stand. */
export function gateMet(state: CaseState, gate: GateStep): boolean {
  return missingApprovals(state, gate).length === 0;
}

/** The break-glass uses on one step or gate, newest last. */
export function glassesOn(state: CaseState, step: string): Glass[] {
  return Object.values(state.glasses).filter((g) => g.step === step);
}

/** Exceptions that still make this step wait, break-glass records left aside. */
export function blocking(state: CaseState, step: string): ExceptionState[] {
  return Object.values(state.exceptions).filter(
    (e) => e.end === undefined && e.step === step && e.effect !== 'notes',
  );
}

/** Exceptions that make the whole run wait: held or quarantined steps, and failed prerequisites. */
export function holding(state: CaseState): ExceptionState[] {
  return Object.values(state.exceptions).filter(
    (e) =>
      e.end === undefined &&
      e.effect !== 'notes' &&
      (e.effect === 'holds' || e.effect === 'quarantines' || e.prerequisite !== undefined),
  );
}

/** How a prerequisite stands: passed, failed (its exception open), waived by a concession, or not looked at. */
export function prerequisiteStanding(
  state: CaseState,
  prerequisite: Prerequisite,
): 'passed' | 'failed' | 'again' | 'waived' | 'todo' {
  const checks = state.run?.prerequisites[prerequisite.id] ?? [];
  const last = checks[checks.length - 1];
  if (!last) return 'todo';
  if (last.result === 'pass') return 'passed';
  const raised = Object.values(state.exceptions).filter((e) => e.prerequisite === prerequisite.id);
  if (raised.some((e) => e.end === undefined)) return 'failed';
  const end = raised[raised.length - 1]?.end;
  if (end?.how === 'disposed' && (end.disposition === 'concession' || end.disposition === 'use-as-is'))
    return 'waived';
  return 'again';
}

/** D1: all prerequisites passed or waived, so that step 1 may begin. */
export function prerequisitesMet(state: CaseState, jobType: JobType): boolean {
  return jobType.prerequisites.every((p) => ['passed', 'waived'].includes(prerequisiteStanding(state, p)));
}

/** Evidence slots of a step that are not filled yet, with how many are missing. */
export function emptySlots(
  state: CaseState,
  step: Step,
): { slot: string; label: string; kind: 'photo' | 'file'; missing: number }[] {
  const held = (state.run?.steps[step.id] ?? untouched).evidence;
  return slotsOf(step)
    .map((slot) => {
      const files = held.filter((f) => f.slot === slot.id);
      const replaced = new Set(files.map((f) => f.replaces).filter(Boolean));
      const standing = files.filter((f) => !replaced.has(f.sha256));
      return {
        slot: slot.id,
        label: slot.label,
        kind: slot.kind,
        missing: Math.max(0, slot.count - standing.length),
      };
    })
    .filter((slot) => slot.missing > 0);
}

/** The slots of a step; a photo or file step has one of its own. */
export function slotsOf(step: Step): { id: string; kind: 'photo' | 'file'; label: string; count: number }[] {
  const own = step.evidence ?? [];
  return step.kind === 'photo' || step.kind === 'file'
    ? [{ id: 'main', kind: step.kind, label: step.title, count: 1 }, ...own]
    : own;
}

/** A recorded answer that an open exception questions does not let the run go on. */
function recordStands(state: CaseState, step: Step): boolean {
  return state.run?.steps[step.id]?.record !== undefined && questioning(state, step.id).length === 0;
}

/**
 * Exceptions that question the answer of a step. One that was open before, and that a break-glass on this very step let
 * the answer pass, does not: it still waits for its owner, and the work order for that, but the run goes on.
 */
export function questioning(state: CaseState, step: string): ExceptionState[] {
  const record = state.run?.steps[step]?.record;
  const passed = record?.glass !== undefined && state.glasses[record.glass]?.step === step;
  return blocking(state, step).filter((e) => !(passed && record && e.order < record.order));
}

/** Whether a step is behind us: recorded and unquestioned, a gate met, or a gate that was opened and used. */
export function stepDone(state: CaseState, step: Step, now: string): boolean {
  if (step.kind !== 'gate') return recordStands(state, step);
  return gateMet(state, step) || glassesOn(state, step.id).some((g) => glassOpen(g, now));
}

/**
 * The step to do now: the first in order that is not behind us. A gate that was opened by break-glass lets work pass
 * only while the window is open; when it has closed, the gate is in the way again until it is approved, unless a later
 * gate has been approved since, whose approvers saw everything before it. Undefined when the run is finished.
 */
export function nextStep(
  state: CaseState,
  document: ChecklistDocument,
  now: string,
): ReturnType<typeof numberedSteps>[number] | undefined {
  if (state.run?.finishedAt !== undefined) return undefined;
  const steps = numberedSteps(document);
  const covered = lastMetGate(state, steps);
  return steps.find((s) => {
    if (s.step.kind === 'gate' && s.index < covered && glassesOn(state, s.step.id).length > 0) return false;
    return !stepDone(state, s.step, now);
  });
}

function lastMetGate(state: CaseState, steps: ReturnType<typeof numberedSteps>): number {
  let last = -1;
  for (const s of steps) if (s.step.kind === 'gate' && gateMet(state, s.step)) last = s.index;
  return last;
}

/** Every step with its mark, in order. */
export function placedSteps(state: CaseState, document: ChecklistDocument, now: string): PlacedStep[] {
  const current = nextStep(state, document, now);
  return numberedSteps(document).map((s) => {
    const blocked = questioning(state, s.step.id).length > 0;
    const record = state.run?.steps[s.step.id]?.record;
    const glass = glassesOn(state, s.step.id);
    let standing: StepStanding = 'todo';
    if (blocked) standing = record ? 'act' : 'blocked';
    else if (s.step.kind === 'gate' && gateMet(state, s.step)) standing = 'done';
    else if (s.step.kind === 'gate' && glass.length > 0 && current?.index !== s.index) standing = 'opened';
    else if (record) standing = 'done';
    else if (current?.index === s.index) standing = s.step.kind === 'gate' ? 'waiting' : 'now';
    return { ...s, standing };
  });
}

/** The open window, if any, under which this step would be recorded: on the step itself, or on the gate before it. */
export function glassOver(
  state: CaseState,
  document: ChecklistDocument,
  step: string,
  now: string,
): Glass | undefined {
  const steps = numberedSteps(document);
  const place = steps.findIndex((s) => s.step.id === step);
  const gate = steps
    .slice(0, place)
    .reverse()
    .find((s) => s.step.kind === 'gate');
  return Object.values(state.glasses).find(
    (g) =>
      glassOpen(g, now) &&
      (g.step === step ||
        (g.step === gate?.step.id && gate.step.kind === 'gate' && !gateMet(state, gate.step))),
  );
}

/** Post-reviews that still wait for a verdict. */
export function openReviews(state: CaseState) {
  return Object.values(state.reviews).filter((r) => !reviewDone(r));
}
