import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChecklistDocument, documentSchema, type StepKind } from '../../main/domain/procedure/checklist';
import { diff } from '../../main/domain/procedure/diff';
import {
  addSection,
  addStep,
  canMove,
  changeKind,
  changeStep,
  duplicate,
  move,
  newStep,
  placeOf,
  remove,
  renameSection,
  restore,
} from '../../renderer/designer/outline';

const kinds: readonly StepKind[] = [
  'confirm',
  'pass-fail',
  'choice',
  'number',
  'text',
  'photo',
  'file',
  'signature',
  'gate',
];

function counter(prefix: string): () => string {
  let next = 0;
  return () => `${prefix}-${next++}`;
}

/** Drafts with up to five sections of up to six steps, ids all different; sections may be empty. */
const drafts: fc.Arbitrary<ChecklistDocument> = fc
  .array(fc.array(fc.constantFrom(...kinds), { maxLength: 6 }), { maxLength: 5 })
  .map((shape) => {
    const id = counter('x');
    return {
      title: 'A checklist',
      jobType: 'jt_00000000-0000',
      sections: shape.map((steps, i) => ({
        id: id(),
        title: `Section ${i}`,
        steps: steps.map((kind) => ({ ...newStep(kind, id), title: `Do ${kind}` })),
      })),
    };
  });

const idsOf = (document: ChecklistDocument) =>
  document.sections.flatMap((s) => [s.id, ...s.steps.map((step) => step.id)]);
const stepsOf = (document: ChecklistDocument) =>
  document.sections.flatMap((s) => s.steps.map((step) => step.id));
/** A draft and the id of something in it. */
const withOne = drafts
  .filter((d) => d.sections.length > 0)
  .chain((d) => fc.tuple(fc.constant(d), fc.constantFrom(...idsOf(d))));
const directions = fc.constantFrom('up' as const, 'down' as const);
const opposite = { up: 'down', down: 'up' } as const;

describe('editing an outline', () => {
  it('moving up and down again leaves everything as it was', () => {
    fc.assert(
      fc.property(withOne, directions, ([draft, id], direction) => {
        const moved = move(draft, id, direction);
        if (moved === draft) return;
        expect(move(moved, id, opposite[direction])).toEqual(draft);
      }),
    );
  });

  it('moving loses and doubles nothing, and moves one place at a time', () => {
    fc.assert(
      fc.property(withOne, directions, ([draft, id], direction) => {
        const moved = move(draft, id, direction);
        expect([...idsOf(moved)].sort()).toEqual([...idsOf(draft)].sort());
        expect(moved !== draft).toBe(canMove(draft, id, direction));
        if (moved !== draft) expect(diff(draft, moved).filter((c) => c.kind !== 'moved')).toEqual([]);
      }),
    );
  });

  it('a step can be walked from any place to any other', () => {
    fc.assert(
      fc.property(withOne, ([draft, id]) => {
        if (placeOf(draft, id) === undefined) return;
        let walked = draft;
        while (canMove(walked, id, 'up')) walked = move(walked, id, 'up');
        expect(placeOf(walked, id)).toEqual({ section: 0, step: 0 });
        while (canMove(walked, id, 'down')) walked = move(walked, id, 'down');
        expect(placeOf(walked, id)).toEqual({
          section: draft.sections.length - 1,
          step: (walked.sections[walked.sections.length - 1]?.steps.length ?? 0) - 1,
        });
      }),
    );
  });

  it('what was removed comes back exactly where it was', () => {
    fc.assert(
      fc.property(withOne, ([draft, id]) => {
        const { document, removed } = remove(draft, id);
        expect(idsOf(document)).not.toContain(id);
        if (removed === null) throw new Error('nothing was removed');
        expect(restore(document, removed)).toEqual(draft);
      }),
    );
  });

  it('adding and removing again leaves everything as it was', () => {
    fc.assert(
      fc.property(drafts, fc.nat(6), fc.nat(6), fc.constantFrom(...kinds), (draft, section, step, kind) => {
        const withSection = addSection(draft, Math.min(section, draft.sections.length), {
          id: 'new-section',
          title: 'New',
          steps: [],
        });
        expect(remove(withSection, 'new-section').document).toEqual(draft);
        if (draft.sections.length === 0) return;
        const at = { section: Math.min(section, draft.sections.length - 1), step };
        const withStep = addStep(draft, at, newStep(kind, counter('new')));
        expect(stepsOf(withStep)).toHaveLength(stepsOf(draft).length + 1);
        expect(remove(withStep, 'new-0').document).toEqual(draft);
      }),
    );
  });

  it('a copy stands right after, has ids of its own, and is the same but for them', () => {
    fc.assert(
      fc.property(withOne, ([draft, id]) => {
        const { document, copy } = duplicate(draft, id, counter('copy'));
        expect(copy).toBe('copy-0');
        const ids = idsOf(document);
        expect(new Set(ids).size).toBe(ids.length);
        expect(remove(document, 'copy-0').document).toEqual(draft);
        expect(JSON.stringify(remove(document, id).document).replaceAll(/"(copy|x)-\d+"/g, '""')).toEqual(
          JSON.stringify(draft).replaceAll(/"x-\d+"/g, '""'),
        );
      }),
    );
  });

  it('changing a step and changing it back leaves everything as it was', () => {
    fc.assert(
      fc.property(withOne, fc.constantFrom(...kinds), ([draft, id], kind) => {
        const at = placeOf(draft, id);
        const before = at && draft.sections[at.section]?.steps[at.step];
        if (!before) {
          const section = draft.sections.find((s) => s.id === id);
          expect(renameSection(renameSection(draft, id, 'Other'), id, section?.title ?? '')).toEqual(draft);
          return;
        }
        const changed = changeStep(draft, changeKind(before, kind, counter('other')));
        expect(stepsOf(changed)).toEqual(stepsOf(draft));
        expect(changeStep(changed, before)).toEqual(draft);
      }),
    );
  });

  it('whatever is done, the draft can be saved', () => {
    fc.assert(
      fc.property(withOne, fc.constantFrom(...kinds), ([draft, id], kind) => {
        const at = placeOf(draft, id);
        const step = at && draft.sections[at.section]?.steps[at.step];
        const results = [
          duplicate(draft, id, counter('copy')).document,
          remove(draft, id).document,
          move(draft, id, 'up'),
        ];
        if (step) results.push(changeStep(draft, changeKind(step, kind, counter('other'))));
        for (const result of results) expect(documentSchema.safeParse(result).success).toBe(true);
      }),
    );
  });

  it('an id that is not there changes nothing', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        expect(move(draft, 'nowhere', 'up')).toBe(draft);
        expect(remove(draft, 'nowhere')).toEqual({ document: draft, removed: null });
        expect(duplicate(draft, 'nowhere', counter('copy'))).toEqual({ document: draft, copy: null });
      }),
    );
  });
});
