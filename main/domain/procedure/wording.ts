import type { Role } from '../entry';
import type { Quorum, Range, Step, StepKind } from './checklist';

/** What stands for a title that nobody has written yet; the lint stops a release that still has one. */
export const untitled = {
  checklist: 'Untitled checklist',
  section: 'Untitled section',
  step: 'Untitled step',
} as const;

/** The kinds of step in a person's words. */
export const kindWords: Readonly<Record<StepKind, string>> = {
  confirm: 'confirm',
  'pass-fail': 'pass or fail',
  choice: 'choice',
  number: 'number',
  text: 'text',
  photo: 'photo',
  file: 'file',
  signature: 'signature',
  gate: 'gate',
};

/** A range as words: "12.00 to 13.00", "at most 0.5", "at least 3"; undefined where neither side is set. */
export function rangeWords(range: Range | undefined): string | undefined {
  if (range?.low !== undefined && range.high !== undefined) return `${range.low} to ${range.high}`;
  if (range?.high !== undefined) return `at most ${range.high}`;
  if (range?.low !== undefined) return `at least ${range.low}`;
  return undefined;
}

/** What a gate needs, in words: "1 supervisor and 1 compliance". */
export function needWords(need: Quorum): string {
  return joined(need.map(({ role, count }) => `${count} ${roleWords(role, count)}`));
}

/** A role after a count; compliance has no plural. */
export function roleWords(role: Role, count: number): string {
  return count === 1 || role === 'compliance' ? role : `${role}s`;
}

/** Words of a list: "a", "a and b", "a, b and c". */
export function joined(words: readonly string[]): string {
  const last = words[words.length - 1] ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** How a step is spoken of inside a sentence: "gate G1" or "step 14". */
export function stepNameInside(step: Step, no: string): string {
  return step.kind === 'gate' ? `gate ${no}` : `step ${no}`;
}

/** How a step is spoken of: "Gate G1" or "Step 14". */
export function stepName(step: Step, no: string): string {
  return step.kind === 'gate' ? `Gate ${no}` : `Step ${no}`;
}
