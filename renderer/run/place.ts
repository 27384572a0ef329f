import type { CaseView } from '../../main/contract/answers';
import { glassOpen } from '../../main/domain/breakglass/breakglass';
import type { ExceptionState } from '../../main/domain/exception/exception';
import type { Effect } from '../../main/domain/procedure/catalogue';
import type { NumberStep, Range } from '../../main/domain/procedure/checklist';
import { blocking, type PlacedStep, prerequisiteStanding } from '../../main/domain/run/nextStep';
import { type StepHistory, type StepRecord, untouched } from '../../main/domain/run/run';
import type { MarkName } from '../kit/Mark';

/** What happened at a step so far. */
export function historyOf(view: CaseView, step: string): StepHistory {
  return view.state.run?.steps[step] ?? untouched;
}

/** "Step 14", "Gate G1" */
export function stepName(place: Pick<PlacedStep, 'no' | 'step'>): string {
  return `${place.step.kind === 'gate' ? 'Gate' : 'Step'} ${place.no}`;
}

/** The same inside a sentence: "step 14", "gate G1". */
export function stepWords(place: Pick<PlacedStep, 'no' | 'step'>): string {
  return `${place.step.kind === 'gate' ? 'gate' : 'step'} ${place.no}`;
}

/** Steps that are numbered, gates left out. */
export function stepsTotal(view: CaseView): number {
  return view.steps.filter((s) => s.step.kind !== 'gate').length;
}

const effectMarks: Record<Effect, MarkName> = {
  blocks: 'stop',
  holds: 'held',
  quarantines: 'quarantined',
  notes: 'warn',
};

/** The shape of an exception's effect. */
export function effectMark(effect: Effect): MarkName {
  return effectMarks[effect];
}

/** The mark beside a step: what stands in its way before what was done. */
export function markOf(view: CaseView, place: PlacedStep): MarkName {
  const worst = blocking(view.state, place.step.id)[0];
  if (worst !== undefined) return effectMark(worst.effect);
  switch (place.standing) {
    case 'done':
      return 'done';
    case 'now':
      return 'now';
    case 'blocked':
    case 'act':
      return 'stop';
    case 'opened':
      return 'glass';
    case 'waiting':
      return 'gate';
    case 'todo':
      return 'todo';
  }
}

/** Exceptions that make the run wait now, the ones on this step first. */
export function stoppers(view: CaseView, step: string): ExceptionState[] {
  const here = blocking(view.state, step);
  const elsewhere = view.waits
    .map((id) => view.state.exceptions[id])
    .filter((e): e is ExceptionState => e !== undefined && !here.some((h) => h.exception === e.exception));
  return [...here, ...elsewhere];
}

/** The glass a step would be recorded under now, judged by this station's clock too, so that it ends on time. */
export function openGlassNow(view: CaseView, now: string) {
  return view.glass !== null && glassOpen(view.glass, now) ? view.glass : null;
}

/** How many prerequisites are passed or waived, and whether step 1 may begin. */
export function prerequisiteCount(view: CaseView): { done: number; total: number; met: boolean } {
  const done = view.jobType.prerequisites.filter((p) =>
    ['passed', 'waived'].includes(prerequisiteStanding(view.state, p)),
  ).length;
  const total = view.jobType.prerequisites.length;
  return { done, total, met: done === total };
}

/** "12.00 to 13.00", "at most 1.0", "at least 5" */
function rangeWords(range: Range | undefined): string | undefined {
  if (range?.low !== undefined && range.high !== undefined)
    return range.low === range.high ? range.low : `${range.low} to ${range.high}`;
  if (range?.high !== undefined) return `at most ${range.high}`;
  if (range?.low !== undefined) return `at least ${range.low}`;
  return undefined;
}

/** Where a good reading lies, in words, or undefined where no band is set. */
export function targetWords(step: NumberStep): string | undefined {
  const low = step.warn?.low ?? step.act?.low;
  const high = step.warn?.high ?? step.act?.high;
  const words = rangeWords({
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  });
  return words === undefined ? undefined : `Target ${words}`;
}

/** Milliseconds a person spent in a step: from the last thing recorded before it to its record, or to now. */
export function timeInStep(view: CaseView, record: StepRecord | undefined, now: string): number {
  const { run, gates, exceptions } = view.state;
  if (run === undefined) return 0;
  const end = record?.at ?? now;
  const moments = [
    run.startedAt,
    ...Object.values(run.prerequisites).flatMap((checks) => checks.map((c) => c.at)),
    ...Object.values(run.steps).flatMap((h) => [h.record, ...h.earlier].map((r) => r?.at ?? '')),
    ...Object.values(gates).flatMap((g) => g.decisions.map((d) => d.at)),
    ...Object.values(exceptions).map((e) => e.end?.at ?? ''),
  ].filter((at) => at !== '' && at < end);
  return Math.max(0, Date.parse(end) - Math.max(...moments.map((at) => Date.parse(at))));
}

/** The id under which the end of the run is shown. */
export const finishedId = 'finished';

/** Where the run stands: the prerequisites (by the id of their place), the step to do now, or its end. */
export function whereItIs(view: CaseView, prerequisites: string): string {
  if (!prerequisiteCount(view).met) return prerequisites;
  return view.next?.step.id ?? finishedId;
}
