import fc from 'fast-check';
import type { ChecklistDocument, Step } from '../../main/domain/procedure/checklist';

type Bare = Step extends infer S ? (S extends Step ? Omit<S, 'id' | 'title'> : never) : never;

const slots = fc.option(fc.constant([{ id: 'seen', kind: 'photo' as const, label: 'As seen', count: 1 }]), {
  nil: undefined,
  freq: 3,
});
const withSlots = (kind: Record<string, unknown>) =>
  slots.map((evidence) => (evidence ? { ...kind, evidence } : kind) as Bare);

const work: fc.Arbitrary<Bare> = fc.oneof(
  withSlots({ kind: 'confirm' }),
  withSlots({ kind: 'pass-fail', failCode: 'BLK-01' }),
  withSlots({ kind: 'pass-fail', failCode: 'HLD-01' }),
  withSlots({
    kind: 'choice',
    options: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
  }),
  withSlots({
    kind: 'number',
    unit: 'mm',
    decimals: 1,
    limits: { low: '0', high: '100' },
    act: { low: '10', high: '90' },
    warn: { low: '20', high: '80' },
    actCode: 'QUA-01',
  }),
  withSlots({ kind: 'text' }),
  withSlots({ kind: 'photo' }),
  withSlots({ kind: 'signature', statement: 'I did it.' }),
);

const need = fc.uniqueArray(
  fc.record({
    role: fc.constantFrom('supervisor' as const, 'compliance' as const, 'admin' as const),
    count: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 2, selector: (n) => n.role },
);
const gate: fc.Arbitrary<Bare> = fc.record({
  kind: fc.constant('gate' as const),
  need,
  breakGlass: fc.constantFrom('allowed' as const, 'allowed' as const, 'never' as const),
});

/** Checklists that could be released: one to eight steps and gates in one or two sections, with at least one step of work. */
export const documents: fc.Arbitrary<ChecklistDocument['sections']> = fc
  .array(fc.oneof({ weight: 3, arbitrary: work }, { weight: 1, arbitrary: gate }), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((steps) => steps.some((s) => s.kind !== 'gate'))
  .chain((steps) =>
    fc.integer({ min: 0, max: steps.length }).map((cut) => {
      const named = steps.map((s, n) => ({ id: `s${n}`, title: `Step at place ${n}`, ...s })) as Step[];
      return [
        { id: 'one', title: 'One', steps: named.slice(0, cut) },
        { id: 'two', title: 'Two', steps: named.slice(cut) },
      ].filter((s) => s.steps.length > 0);
    }),
  );
