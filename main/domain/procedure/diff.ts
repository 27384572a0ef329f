import { type ChecklistDocument, numberedSteps } from './checklist';
import { type Detail, stepDetails } from './stepDetails';
import { stepName, stepNameInside } from './wording';

/**
 * One difference between two checklists, in words. `id` is the step's or section's id (empty for the checklist itself).
 * `details` says, for something changed, each property before and after; a new or removed one has its properties on
 * one side only.
 */
export type Change = {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly what: 'checklist' | 'section' | 'step';
  readonly id: string;
  readonly words: string;
  readonly details: readonly Detail[];
};

type Placed = ReturnType<typeof numberedSteps>[number];

/**
 * D8: what a release would change against the version before it. `before` is null for a first version: then everything
 * is added. In the order of the new checklist, what was removed last. Steps count as moved when they go to another
 * section, or when they do not keep their order among the steps that stayed (the fewest such steps are named).
 */
export function diff(before: ChecklistDocument | null, after: ChecklistDocument): Change[] {
  const old = before ? numberedSteps(before) : [];
  const now = numberedSteps(after);
  return [...diffTitle(before, after), ...diffSections(before, after), ...diffSteps(old, now)];
}

function diffTitle(before: ChecklistDocument | null, after: ChecklistDocument): Change[] {
  if (!before) return [];
  const changes: Change[] = [];
  if (before.title !== after.title) {
    changes.push({
      kind: 'changed',
      what: 'checklist',
      id: '',
      words: 'The title changed.',
      details: [{ label: 'Title', before: before.title, after: after.title }],
    });
  }
  if (before.jobType !== after.jobType) {
    changes.push({
      kind: 'changed',
      what: 'checklist',
      id: '',
      words: 'It belongs to another job type.',
      details: [{ label: 'Job type', before: before.jobType, after: after.jobType }],
    });
  }
  return changes;
}

function diffSections(before: ChecklistDocument | null, after: ChecklistDocument): Change[] {
  const old = new Map((before?.sections ?? []).map((s) => [s.id, s]));
  const kept = after.sections.filter((s) => old.has(s.id)).map((s) => s.id);
  const moved = outOfOrder(
    [...old.keys()].filter((id) => kept.includes(id)),
    kept,
  );
  const changes: Change[] = [];
  for (const section of after.sections) {
    const was = old.get(section.id);
    const change = (kind: Change['kind'], words: string, details: readonly Detail[] = []) =>
      changes.push({ kind, what: 'section', id: section.id, words, details });
    if (!was) {
      change('added', `Section “${section.title}” is new.`);
      continue;
    }
    if (was.title !== section.title)
      change('changed', `Section “${was.title}” is now “${section.title}”.`, [
        { label: 'Title', before: was.title, after: section.title },
      ]);
    if (moved.has(section.id)) change('moved', `Section “${section.title}” moved.`);
  }
  const present = new Set(after.sections.map((s) => s.id));
  for (const section of old.values()) {
    if (!present.has(section.id))
      changes.push({
        kind: 'removed',
        what: 'section',
        id: section.id,
        words: `Section “${section.title}” is removed.`,
        details: [],
      });
  }
  return changes;
}

function diffSteps(old: readonly Placed[], now: readonly Placed[]): Change[] {
  const was = new Map(old.map((p) => [p.step.id, p]));
  const present = new Set(now.map((p) => p.step.id));
  // Steps of one section move among themselves: a section that moves whole does not move each of its steps.
  const moved = new Set<string>();
  for (const section of new Set(now.map((p) => p.section.id))) {
    const order = (list: readonly Placed[]) =>
      list.filter((p) => p.section.id === section).map((p) => p.step.id);
    const stayed = (id: string) =>
      was.get(id)?.section.id === section && now.some((p) => p.step.id === id && p.section.id === section);
    for (const id of outOfOrder(order(old).filter(stayed), order(now).filter(stayed))) moved.add(id);
  }
  const changes: Change[] = [];
  for (const placed of now) {
    const { step, no, section } = placed;
    const name = `${stepName(step, no)}, ${step.title}`;
    const before = was.get(step.id);
    const change = (kind: Change['kind'], words: string, details: readonly Detail[]) =>
      changes.push({ kind, what: 'step', id: step.id, words, details });
    if (!before) {
      change('added', `${name}, is new in “${section.title}”.`, stepDetails(undefined, step));
      continue;
    }
    const details = stepDetails(before.step, step);
    if (details.length > 0) change('changed', `${name}: ${changedWords(details)}.`, details);
    const from = stepNameInside(before.step, before.no);
    if (before.section.id !== section.id)
      change(
        'moved',
        `${name}, moved from “${before.section.title}” to “${section.title}” (was ${from}).`,
        [],
      );
    else if (moved.has(step.id))
      change('moved', `${name}, moved within “${section.title}” (was ${from}).`, []);
  }
  for (const { step, no } of old) {
    if (!present.has(step.id))
      changes.push({
        kind: 'removed',
        what: 'step',
        id: step.id,
        words: `${stepName(step, no)}, ${step.title}, is removed.`,
        details: stepDetails(step, undefined),
      });
  }
  return changes;
}

function changedWords(details: readonly Detail[]): string {
  const labels = details.map((d) => d.label.toLowerCase());
  return labels.length === 1
    ? `${labels[0]} changed`
    : `${labels.slice(0, -1).join(', ')} and ${labels[labels.length - 1]} changed`;
}

/** The fewest ids that must move so that `now` keeps the order of `old`: all but a longest increasing subsequence. */
function outOfOrder(old: readonly string[], now: readonly string[]): Set<string> {
  const place = new Map(old.map((id, index) => [id, index]));
  const ranks = now.map((id) => place.get(id) ?? 0);
  const best: number[] = [];
  const previous: number[] = [];
  let end = -1;
  ranks.forEach((rank, i) => {
    best[i] = 1;
    previous[i] = -1;
    for (let j = 0; j < i; j += 1) {
      if ((ranks[j] ?? 0) < rank && (best[j] ?? 0) + 1 > (best[i] ?? 0)) {
        best[i] = (best[j] ?? 0) + 1;
        previous[i] = j;
      }
    }
    if (end < 0 || (best[i] ?? 0) > (best[end] ?? 0)) end = i;
  });
  const stays = new Set<string>();
  for (let i = end; i >= 0; i = previous[i] ?? -1) stays.add(now[i] ?? '');
  return new Set(now.filter((id) => !stays.has(id)));
}
