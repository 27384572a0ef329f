import type { CaseView } from '../../main/contract/answers';
import type { Glass } from '../../main/domain/breakglass/breakglass';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import type { EvidenceFile, StepRecord } from '../../main/domain/run/run';
import { withUnit } from './format';

/** The name of a person in a case; an automation keeps its own name. */
export function nameIn(view: CaseView, user: string): string {
  return view.names[user]?.name ?? user;
}

/** A recorded answer as people say it. */
export function answerWords(record: StepRecord): string {
  return withUnit(record.shown, record.unit);
}

/** The evidence of a step that stands: files that were replaced are left out. */
export function standingEvidence(view: CaseView, step: string): EvidenceFile[] {
  const files = view.state.run?.steps[step]?.evidence ?? [];
  const replaced = new Set(files.map((file) => file.replaces));
  return files.filter((file) => !replaced.has(file.sha256));
}

export type UnderGlass = {
  readonly at: string;
  readonly no: string;
  readonly title: string;
  readonly words: string;
};

/** What was done under one break-glass, oldest first: answers and evidence recorded with it. */
export function doneUnder(view: CaseView, glass: Glass): UnderGlass[] {
  const out: UnderGlass[] = [];
  for (const { step, no } of view.steps) {
    const history = view.state.run?.steps[step.id];
    if (history === undefined) continue;
    for (const record of [...history.earlier, ...(history.record === undefined ? [] : [history.record])]) {
      if (record.glass === glass.glass)
        out.push({ at: record.at, no, title: step.title, words: answerWords(record) });
    }
    for (const file of history.evidence) {
      if (file.glass === glass.glass) out.push({ at: file.at, no, title: step.title, words: file.label });
    }
  }
  return out.sort((a, b) => a.at.localeCompare(b.at));
}

/** Counts over a case, for a line of facts. */
export function totals(view: CaseView): {
  done: number;
  steps: number;
  files: number;
  exceptions: number;
  openExceptions: number;
  glasses: number;
} {
  const work = view.steps.filter((placed) => placed.step.kind !== 'gate');
  const exceptions = Object.values(view.state.exceptions);
  return {
    done: work.filter((placed) => view.state.run?.steps[placed.step.id]?.record !== undefined).length,
    steps: work.length,
    files: work.reduce((n, placed) => n + standingEvidence(view, placed.step.id).length, 0),
    exceptions: exceptions.length,
    openExceptions: exceptions.filter((one) => one.end === undefined).length,
    glasses: Object.keys(view.state.glasses).length,
  };
}

/** The last step an approver of a gate has to see: the gate itself, or what was already recorded beyond it under break-glass. */
export function lastToShow(view: CaseView, gate: string): string {
  let last = gate;
  let isPast = false;
  for (const { step } of view.steps) {
    if (step.id === gate) isPast = true;
    else if (isPast && view.state.run?.steps[step.id]?.record !== undefined) last = step.id;
  }
  return last;
}

/** The steps up to and with one, by section, in order. */
export function sectionsUpTo(
  view: CaseView,
  last: string | undefined,
): { id: string; title: string; steps: PlacedStep[] }[] {
  const end = last === undefined ? -1 : view.steps.findIndex((placed) => placed.step.id === last);
  const steps = end < 0 ? view.steps : view.steps.slice(0, end + 1);
  const out: { id: string; title: string; steps: PlacedStep[] }[] = [];
  for (const placed of steps) {
    const current = out.at(-1);
    if (current?.id === placed.section.id) current.steps.push(placed);
    else out.push({ id: placed.section.id, title: placed.section.title, steps: [placed] });
  }
  return out;
}
