import { useEffect, useState } from 'react';
import { type ChecklistDocument, numberedSteps, type StepKind } from '../../main/domain/procedure/checklist';
import { stepName, stepNameInside, untitled } from '../../main/domain/procedure/wording';
import type { OutlineDeed } from './Outline';
import { addSection, addStep, duplicate, move, newStep, placeOf, remove } from './outline';
import { type Editing, newId } from './useEditing';

/** What was just done to the outline, said below it; where something is `gone`, the way back stands beside it. */
export type Said = { readonly words: string; readonly gone: boolean };

/** The id of every section and step, in the order of the outline, after null for the checklist itself. */
function orderOf(document: ChecklistDocument): (string | null)[] {
  return [null, ...document.sections.flatMap((each) => [each.id, ...each.steps.map((step) => step.id)])];
}

/** Whether a section or step of this id stands in the outline. */
export function inOutline(document: ChecklistDocument, id: string): boolean {
  return orderOf(document).includes(id);
}

/** What a section or step is called, with its number. */
export function nameIn(document: ChecklistDocument, id: string): string {
  const at = numberedSteps(document).find((each) => each.step.id === id);
  if (at) return `${stepName(at.step, at.no)}, ${at.step.title}`;
  return `Section “${document.sections.find((each) => each.id === id)?.title ?? ''}”`;
}

/**
 * What is selected in the outline, and everything that can be done to it by pointer or key. `toTitle` brings the focus to
 * the title of what is selected.
 */
export function useOutline({ document, edit, undo, redo }: Editing, toTitle: () => void) {
  const [selected, setSelected] = useState<string | null>(() => numberedSteps(document)[0]?.step.id ?? null);
  const [said, setSaid] = useState<Said | null>(null);
  const [focusOn, setFocusOn] = useState(0);
  const focus = () => setFocusOn((n) => n + 1);
  const place = selected === null ? undefined : placeOf(document, selected);
  const section = document.sections.findIndex((each) => each.id === selected);

  useEffect(() => {
    // In a field these keys take back letters; anywhere else they take back what was done to the checklist.
    const keys = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const key = event.key.toLowerCase();
      const way = key === 'z' && !event.shiftKey ? undo : key === 'y' || key === 'z' ? redo : undefined;
      if (typing || !event.ctrlKey || way === undefined) return;
      event.preventDefault();
      way();
      setSaid(null);
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [undo, redo]);

  const put = (next: ChecklistDocument, id: string) => {
    edit(next);
    setSelected(id);
    setSaid(null);
    toTitle();
  };
  const add = (kind: StepKind) => {
    const step = newStep(kind, newId);
    const last = document.sections.length - 1;
    if (last < 0)
      put(addSection(document, 0, { id: newId(), title: untitled.section, steps: [step] }), step.id);
    else if (place) put(addStep(document, { section: place.section, step: place.step + 1 }, step), step.id);
    else {
      const at = section < 0 ? last : section;
      put(addStep(document, { section: at, step: document.sections[at]?.steps.length ?? 0 }, step), step.id);
    }
  };
  const moveIt = (id: string, direction: 'up' | 'down') => {
    const next = move(document, id, direction);
    if (next === document) {
      setSaid({
        words: `${nameIn(document, id)} is ${direction === 'up' ? 'first' : 'last'} already.`,
        gone: false,
      });
      return;
    }
    const at = numberedSteps(next).find((each) => each.step.id === id);
    const words = at
      ? `Moved. It is now ${stepNameInside(at.step, at.no)}, in “${at.section.title}”.`
      : 'Moved with its steps.';
    setSaid({ words, gone: false });
    edit(next);
  };
  const duplicateIt = (id: string) => {
    const { document: next, copy } = duplicate(document, id, newId);
    if (copy === null) return;
    setSaid({ words: `${nameIn(document, id)} is duplicated.`, gone: false });
    edit(next);
    setSelected(copy);
  };
  const removeIt = (id: string) => {
    const { document: next, removed } = remove(document, id);
    if (removed === null) return;
    const steps = removed.what === 'section' ? removed.section.steps.length : 0;
    setSaid({
      words: `${nameIn(document, id)}${steps > 0 ? ` and its ${steps} steps are` : ' is'} deleted.`,
      gone: true,
    });
    edit(next);
    // What comes after it is selected, or what stood before it where it was the last.
    const order = orderOf(document);
    const at = order.indexOf(id);
    const stays = (each: string | null) => each === null || inOutline(next, each);
    setSelected(order.slice(at + 1).find(stays) ?? order.slice(0, at).findLast(stays) ?? null);
  };

  return {
    selected,
    said,
    /** Changes whenever the focus belongs on the selected row. */
    focusOn,
    select: (id: string | null) => {
      setSelected(id);
      setSaid(null);
    },
    show: (id: string) => {
      setSelected(id);
      focus();
    },
    addStep: add,
    addSection: () => {
      const fresh = { id: newId(), title: untitled.section, steps: [] };
      const after = place?.section ?? section;
      put(addSection(document, after < 0 ? document.sections.length : after + 1, fresh), fresh.id);
    },
    back: () => {
      undo?.();
      setSaid(null);
    },
    deed: (what: OutlineDeed) => {
      if (what === 'title') return toTitle();
      if (what === 'add') return add('confirm');
      if (selected === null) return;
      if (what === 'duplicate') duplicateIt(selected);
      else if (what === 'remove') removeIt(selected);
      else moveIt(selected, what);
      focus();
    },
  };
}
