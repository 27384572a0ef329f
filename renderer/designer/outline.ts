import type { ChecklistDocument, Section, Step, StepKind } from '../../main/domain/procedure/checklist';
import { untitled } from '../../main/domain/procedure/wording';

/**
 * Editing an outline: every function takes a document and gives a new one; the old one stays as it was. What cannot be
 * done (an id that is not there, a move beyond an end) gives back the same document. Ids are the caller's, so that
 * nothing here is random.
 */
export type Direction = 'up' | 'down';

/** Where a step stands: the section's place and its own place in it. */
export type StepPlace = { readonly section: number; readonly step: number };

/** What a removal took out, enough to put it back exactly where it was. */
export type Removed =
  | { readonly what: 'step'; readonly at: StepPlace; readonly step: Step }
  | { readonly what: 'section'; readonly at: number; readonly section: Section };

/** Where a step is, or undefined. */
export function placeOf(document: ChecklistDocument, id: string): StepPlace | undefined {
  for (const [section, { steps }] of document.sections.entries()) {
    const step = steps.findIndex((each) => each.id === id);
    if (step >= 0) return { section, step };
  }
  return undefined;
}

/** Puts a step at a place; a place beyond the end means the end. */
export function addStep(document: ChecklistDocument, at: StepPlace, step: Step): ChecklistDocument {
  return withSteps(document, at.section, (steps) => inserted(steps, at.step, step));
}

/** Puts a section at a place among the sections. */
export function addSection(document: ChecklistDocument, at: number, section: Section): ChecklistDocument {
  return { ...document, sections: inserted(document.sections, at, section) };
}

/** Takes a step or a section (with its steps) out. `removed` is null when there was nothing of that id. */
export function remove(
  document: ChecklistDocument,
  id: string,
): { document: ChecklistDocument; removed: Removed | null } {
  const section = document.sections.findIndex((each) => each.id === id);
  const taken = document.sections[section];
  if (taken) {
    return {
      document: { ...document, sections: document.sections.filter((_, i) => i !== section) },
      removed: { what: 'section', at: section, section: taken },
    };
  }
  const at = placeOf(document, id);
  const step = at && document.sections[at.section]?.steps[at.step];
  if (!at || !step) return { document, removed: null };
  return {
    document: withSteps(document, at.section, (steps) => steps.filter((_, i) => i !== at.step)),
    removed: { what: 'step', at, step },
  };
}

/** Puts back what `remove` took out. */
export function restore(document: ChecklistDocument, removed: Removed): ChecklistDocument {
  return removed.what === 'step'
    ? addStep(document, removed.at, removed.step)
    : addSection(document, removed.at, removed.section);
}

/**
 * Moves a step one place, or a section with its steps. A step that is first in its section goes to the end of the
 * section before, and one that is last to the beginning of the next; so up and down undo one another.
 */
export function move(document: ChecklistDocument, id: string, direction: Direction): ChecklistDocument {
  const by = direction === 'up' ? -1 : 1;
  const section = document.sections.findIndex((each) => each.id === id);
  if (section >= 0) {
    const to = section + by;
    return to < 0 || to >= document.sections.length
      ? document
      : { ...document, sections: swapped(document.sections, section, to) };
  }
  const at = placeOf(document, id);
  if (!at) return document;
  const steps = document.sections[at.section]?.steps ?? [];
  const to = at.step + by;
  if (to >= 0 && to < steps.length) return withSteps(document, at.section, () => swapped(steps, at.step, to));
  const next = document.sections[at.section + by];
  const step = steps[at.step];
  if (!next || !step) return document;
  const without = withSteps(document, at.section, (all) => all.filter((_, i) => i !== at.step));
  return addStep(
    without,
    { section: at.section + by, step: direction === 'up' ? next.steps.length : 0 },
    step,
  );
}

/** Whether a move would change anything. */
export function canMove(document: ChecklistDocument, id: string, direction: Direction): boolean {
  return move(document, id, direction) !== document;
}

/** Puts a copy after a step, or after a section with copies of its steps. `newId` is asked once for each copy. */
export function duplicate(
  document: ChecklistDocument,
  id: string,
  newId: () => string,
): { document: ChecklistDocument; copy: string | null } {
  const index = document.sections.findIndex((each) => each.id === id);
  const section = document.sections[index];
  if (section) {
    const copy: Section = {
      ...structuredClone(section),
      id: newId(),
      steps: section.steps.map((step) => ({ ...structuredClone(step), id: newId() })),
    };
    return { document: addSection(document, index + 1, copy), copy: copy.id };
  }
  const at = placeOf(document, id);
  const step = at && document.sections[at.section]?.steps[at.step];
  if (!at || !step) return { document, copy: null };
  const copy: Step = { ...structuredClone(step), id: newId() };
  return { document: addStep(document, { section: at.section, step: at.step + 1 }, copy), copy: copy.id };
}

/** Puts a step in the place of the one with its id. */
export function changeStep(document: ChecklistDocument, step: Step): ChecklistDocument {
  const at = placeOf(document, step.id);
  return at
    ? withSteps(document, at.section, (steps) => steps.map((each) => (each.id === step.id ? step : each)))
    : document;
}

/** Gives a section another title. */
export function renameSection(document: ChecklistDocument, id: string, title: string): ChecklistDocument {
  return {
    ...document,
    sections: document.sections.map((each) => (each.id === id ? { ...each, title } : each)),
  };
}

/** A step of a kind that the schema takes as it is, with everything still to be written. */
export function newStep(kind: StepKind, newId: () => string): Step {
  const base = { id: newId(), title: untitled.step };
  switch (kind) {
    case 'choice':
      return {
        ...base,
        kind,
        options: [
          { id: newId(), label: 'Option 1' },
          { id: newId(), label: 'Option 2' },
        ],
      };
    case 'number':
      return { ...base, kind, unit: '', decimals: 2 };
    case 'signature':
      return { ...base, kind, statement: 'I carried this out as it is written.' };
    case 'gate':
      return { ...base, kind, need: [{ role: 'supervisor', count: 1 }], breakGlass: 'allowed' };
    default:
      return { ...base, kind };
  }
}

/** The same step as another kind: title, words and evidence stay, the properties of the old kind go. */
export function changeKind(step: Step, kind: StepKind, newId: () => string): Step {
  if (step.kind === kind) return step;
  const { title, say, evidence } = step;
  return {
    ...newStep(kind, newId),
    id: step.id,
    title,
    ...(say === undefined ? {} : { say }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function withSteps(
  document: ChecklistDocument,
  section: number,
  change: (steps: readonly Step[]) => Step[],
): ChecklistDocument {
  return {
    ...document,
    sections: document.sections.map((each, i) =>
      i === section ? { ...each, steps: change(each.steps) } : each,
    ),
  };
}

function inserted<T>(list: readonly T[], at: number, item: T): T[] {
  return [...list.slice(0, at), item, ...list.slice(at)];
}

function swapped<T>(list: readonly T[], a: number, b: number): T[] {
  return list.map((item, i) => (i === a ? (list[b] ?? item) : i === b ? (list[a] ?? item) : item));
}
