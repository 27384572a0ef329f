import type { z } from 'zod';
import type { approvalEntries } from '../approval/approval';
import { voidGates } from '../approval/evolve';
import type { CaseState } from '../caseState';
import type { Recorded } from '../entry';
import type { exceptionEntries } from '../exception/exception';
import { type ChecklistDocument, numberedSteps } from '../procedure/checklist';
import { deviceOf } from '../sync/sync';
import { type RunState, type runEntries, type StepHistory, type StepRecord, untouched } from './run';

type Body<K extends keyof typeof runEntries> = z.infer<(typeof runEntries)[K]>;

/** Folds an entry into the run inside a case: records, refusals, corrections, evidence, and what sends steps back. */
export function evolveRun(
  state: CaseState,
  entry: Recorded,
  documentOf: (version: string) => ChecklistDocument | undefined,
): CaseState {
  const by = 'user' in entry.actor ? entry.actor.user : entry.actor.system;
  const { at, seq } = entry;
  if (entry.type === 'run.started') {
    const b = entry.body as Body<'run.started'>;
    const run: RunState = {
      run: b.run,
      number: b.number,
      version: b.version,
      versionNumber: b.versionNumber,
      documentHash: b.documentHash,
      startedBy: by,
      startedAt: at,
      holder: deviceOf(entry.log),
      startedIn: { log: entry.log, seq },
      finishedAt: undefined,
      prerequisites: {},
      steps: {},
    };
    return { ...state, run };
  }
  const run = state.run;
  if (!run) return state;
  switch (entry.type) {
    case 'run.prerequisite-checked': {
      const b = entry.body as Body<'run.prerequisite-checked'>;
      const checks = [
        ...(run.prerequisites[b.prerequisite] ?? []),
        { text: b.text, result: b.result, note: b.note, by, at, seq },
      ];
      return { ...state, run: { ...run, prerequisites: { ...run.prerequisites, [b.prerequisite]: checks } } };
    }
    case 'run.step-recorded': {
      const b = entry.body as Body<'run.step-recorded'>;
      const record: StepRecord = {
        value: b.value,
        shown: b.shown,
        unit: b.unit,
        verdict: b.verdict,
        why: b.why,
        attempt: b.attempt,
        performedAt: b.performedAt,
        at,
        by,
        seq,
        order: state.entries,
        glass: b.glass,
        signed: entry.signature !== undefined,
      };
      return withStep(state, b.step, (h) => ({
        ...h,
        record,
        earlier: h.record ? [...h.earlier, h.record] : h.earlier,
      }));
    }
    case 'run.entry-refused': {
      const b = entry.body as Body<'run.entry-refused'>;
      return withStep(state, b.step, (h) => ({
        ...h,
        refused: [...h.refused, { value: b.value, reason: b.reason, at, by, seq }],
      }));
    }
    case 'run.step-corrected': {
      const b = entry.body as Body<'run.step-corrected'>;
      const corrected = withStep(state, b.step, (h) =>
        h.record
          ? {
              ...h,
              record: { ...h.record, value: b.value, shown: b.shown, unit: b.unit, verdict: b.verdict },
              changes: [...h.changes, { before: b.before, after: b.shown, why: b.why, by, at, seq }],
            }
          : h,
      );
      return voidAfter(corrected, b.step, at, `${b.no}, ${b.title}, was corrected`, documentOf);
    }
    case 'run.evidence-added': {
      const b = entry.body as Body<'run.evidence-added'>;
      const added = withStep(state, b.step, (h) => ({
        ...h,
        evidence: [...h.evidence, { ...b, by, at, seq }],
      }));
      return b.replaces === undefined
        ? added
        : voidAfter(added, b.step, at, `A file of ${b.no}, ${b.title}, was replaced`, documentOf);
    }
    case 'run.handed-over': {
      const b = entry.body as Body<'run.handed-over'>;
      return { ...state, run: { ...run, holder: b.to } };
    }
    case 'run.finished':
      return { ...state, run: { ...run, finishedAt: at } };
    case 'exception.disposed': {
      const b = entry.body as z.infer<(typeof exceptionEntries)['exception.disposed']>;
      const step = state.exceptions[b.exception]?.step;
      const again = b.disposition === 'rework' || b.disposition === 'repeat' || b.disposition === 'resolved';
      return again && step !== undefined && recordBroke(state, b.exception, step)
        ? doAgain(state, step, at, documentOf)
        : state;
    }
    case 'gate.rejected': {
      const b = entry.body as z.infer<(typeof approvalEntries)['gate.rejected']>;
      return sendBack(state, b.backTo, at, `Rejected: ${b.why}`, documentOf);
    }
    default:
      return state;
  }
}

/** A failed or out-of-band record raised this exception, so the step has to be done again. */
function recordBroke(state: CaseState, exception: string, step: string): boolean {
  const from = state.exceptions[exception]?.from;
  const verdict = state.run?.steps[step]?.record?.verdict;
  return (from === 'band' || from === 'fail') && (verdict === 'act' || verdict === 'fail');
}

/** The step is to be done again, so the run is not finished any more, and later gates were approved over what no longer stands. */
function doAgain(
  state: CaseState,
  step: string,
  at: string,
  documentOf: (version: string) => ChecklistDocument | undefined,
): CaseState {
  const title =
    (state.run &&
      documentOf(state.run.version)
        ?.sections.flatMap((s) => s.steps)
        .find((s) => s.id === step)?.title) ??
    step;
  const reason = `“${title}” is done again`;
  const again = withStep(state, step, (h) => reopened(h, { at, reason }));
  const next = voidAfter(again, step, at, reason, documentOf);
  return next.run ? { ...next, run: { ...next.run, finishedAt: undefined } } : next;
}

/** The step is to be done again; where it was a signature, that is void, and says why. */
function reopened(
  history: StepHistory,
  voided: { readonly at: string; readonly reason: string },
): StepHistory {
  const { record } = history;
  if (!record) return history;
  const kept = record.signed ? { ...record, voided } : record;
  return { ...history, record: undefined, earlier: [...history.earlier, kept] };
}

function withStep(state: CaseState, step: string, change: (h: StepHistory) => StepHistory): CaseState {
  const run = state.run;
  if (!run) return state;
  return { ...state, run: { ...run, steps: { ...run.steps, [step]: change(run.steps[step] ?? untouched) } } };
}

/**
 * Corrections and retaken files void the approvals of every later gate, and every later signature step: it was signed, then
 * changed, and is signed no more. The step is to be signed again.
 */
function voidAfter(
  state: CaseState,
  step: string,
  at: string,
  reason: string,
  documentOf: (version: string) => ChecklistDocument | undefined,
): CaseState {
  const document = state.run ? documentOf(state.run.version) : undefined;
  if (!document || !state.run) return state;
  const steps = numberedSteps(document);
  const place = steps.findIndex((s) => s.step.id === step);
  const gates = steps
    .filter((s) => s.index > place && s.step.kind === 'gate' && standingApproval(state, s.step.id))
    .map((s) => s.step.id);
  const signatures = steps.filter(
    (s) => s.index > place && s.step.kind === 'signature' && state.run?.steps[s.step.id]?.record,
  );
  if (gates.length === 0 && signatures.length === 0) return state;
  let next = state;
  for (const s of signatures) next = withStep(next, s.step.id, (h) => reopened(h, { at, reason }));
  return {
    ...next,
    gates: voidGates(next.gates, gates, at, reason),
    run: { ...(next.run ?? state.run), finishedAt: undefined },
  };
}

function standingApproval(state: CaseState, gate: string): boolean {
  return state.gates[gate]?.decisions.some((d) => d.what === 'approved' && d.voided === undefined) ?? false;
}

/** A rejection sends the work back: that step and all after it are to be done again; what was recorded stays readable. */
function sendBack(
  state: CaseState,
  backTo: string,
  at: string,
  reason: string,
  documentOf: (version: string) => ChecklistDocument | undefined,
): CaseState {
  const document = state.run ? documentOf(state.run.version) : undefined;
  if (!document || !state.run) return state;
  const steps = numberedSteps(document);
  const place = steps.findIndex((s) => s.step.id === backTo);
  if (place < 0) return state;
  let next = state;
  for (const s of steps.slice(place))
    if (s.step.kind !== 'gate') next = withStep(next, s.step.id, (h) => reopened(h, { at, reason }));
  const gates = steps
    .slice(place)
    .filter((s) => s.step.kind === 'gate')
    .map((s) => s.step.id);
  return {
    ...next,
    gates: voidGates(next.gates, gates, at, reason),
    run: { ...(next.run ?? state.run), finishedAt: undefined },
  };
}
