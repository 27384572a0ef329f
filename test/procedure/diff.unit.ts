import { expect, it } from 'vitest';
import { diff } from '../../main/domain/procedure/diff';
import { clean, confirm, draft, gate, section, torque } from './draft';

const words = (...args: Parameters<typeof diff>) => diff(...args).map((c) => `${c.kind}: ${c.words}`);
const step = (id: string) => ({ ...confirm, id, title: `Do ${id}` });

it('the same checklist has no differences', () => {
  expect(diff(clean, structuredClone(clean))).toEqual([]);
});

it('a first version lists everything as new', () => {
  expect(words(null, clean)).toEqual([
    'added: Section “Section work” is new.',
    'added: Section “Section end” is new.',
    'added: Step 1, Refit the guard, is new in “Section work”.',
    'added: Step 2, Torque the gland bolts, is new in “Section work”.',
    'added: Gate G1, Return to service, is new in “Section end”.',
  ]);
});

it('a changed band says both values', () => {
  const after = draft(
    section('work', [confirm, { ...torque, warn: { low: '12.20', high: '12.80' } }]),
    section('end', [gate]),
  );
  expect(diff(clean, after)).toEqual([
    {
      kind: 'changed',
      what: 'step',
      id: 'torque',
      words: 'Step 2, Torque the gland bolts: warn changed.',
      details: [{ label: 'Warn', before: '12.00 to 13.00', after: '12.20 to 12.80' }],
    },
  ]);
});

it('a band that is taken away says so', () => {
  const { warn: _warn, ...bare } = torque;
  expect(diff(clean, draft(section('work', [confirm, bare]), section('end', [gate])))[0]?.details).toEqual([
    { label: 'Warn', before: '12.00 to 13.00', after: 'none' },
  ]);
});

it('every property of a step is seen when it changes', () => {
  const slot = { id: 'p', kind: 'photo' as const, label: 'Photo of the guard', count: 1 };
  const pairs: [Parameters<typeof section>[1][number], Parameters<typeof section>[1][number]][] = [
    [confirm, { ...confirm, title: 'Refit it' }],
    [confirm, { ...confirm, say: 'With four bolts.' }],
    [confirm, { ...confirm, evidence: [slot] }],
    [
      { ...confirm, evidence: [slot] },
      { ...confirm, evidence: [{ ...slot, count: 2 }] },
    ],
    [confirm, { ...confirm, kind: 'photo' }],
    [torque, { ...torque, unit: 'N' }],
    [torque, { ...torque, decimals: 3 }],
    [torque, { ...torque, measures: 'Bolt 6' }],
    [torque, { ...torque, limits: { low: '5.00' } }],
    [torque, { ...torque, actCode: 'MEA-05' }],
    [
      { ...confirm, kind: 'pass-fail' },
      { ...confirm, kind: 'pass-fail', failCode: 'ISO-03' },
    ],
    [
      { ...confirm, kind: 'text' },
      { ...confirm, kind: 'text', multiline: true },
    ],
    [
      { ...confirm, kind: 'signature', statement: 'I did it.' },
      { ...confirm, kind: 'signature', statement: 'I saw it.' },
    ],
    [gate, { ...gate, breakGlass: 'never' }],
    [
      gate,
      {
        ...gate,
        need: [
          { role: 'supervisor', count: 1 },
          { role: 'compliance', count: 1 },
        ],
      },
    ],
    [
      {
        ...confirm,
        kind: 'choice',
        options: [
          { id: 'a', label: 'Left' },
          { id: 'b', label: 'Right' },
        ],
      },
      {
        ...confirm,
        kind: 'choice',
        options: [
          { id: 'b', label: 'Right' },
          { id: 'a', label: 'Left' },
        ],
      },
    ],
  ];
  for (const [before, after] of pairs)
    expect(
      diff(draft(section('a', [before])), draft(section('a', [after]))),
      JSON.stringify(after),
    ).toHaveLength(1);
});

it('moving one step names that step alone', () => {
  const before = draft(section('a', ['1', '2', '3', '4', '5'].map(step)));
  const after = draft(section('a', ['5', '1', '2', '3', '4'].map(step)));
  expect(words(before, after)).toEqual(['moved: Step 1, Do 5, moved within “Section a” (was step 5).']);
});

it('a step that changes its number because another was added has not moved', () => {
  const after = draft(section('a', ['new', '1', '2'].map(step)));
  expect(words(draft(section('a', ['1', '2'].map(step))), after)).toEqual([
    'added: Step 1, Do new, is new in “Section a”.',
  ]);
});

it('a step that goes to another section says from where', () => {
  const before = draft(section('a', ['1', '2'].map(step)), section('b', ['3'].map(step)));
  const after = draft(section('a', ['1'].map(step)), section('b', ['3', '2'].map(step)));
  expect(words(before, after)).toEqual([
    'moved: Step 3, Do 2, moved from “Section a” to “Section b” (was step 2).',
  ]);
});

it('a section that moves whole is one change', () => {
  const [a, b, c] = [
    section('a', [step('1')]),
    section('b', [step('2'), step('3')]),
    section('c', [step('4')]),
  ];
  expect(words(draft(a, b, c), draft(c, a, b))).toEqual(['moved: Section “Section c” moved.']);
});

it('what is removed is named with what it was', () => {
  const change = diff(clean, draft(section('work', [confirm]), section('end', [gate])));
  expect(change.map((c) => c.words)).toEqual(['Step 2, Torque the gland bolts, is removed.']);
  expect(change[0]?.details).toContainEqual({ label: 'Warn', before: '12.00 to 13.00' });
});

it('a new title of the checklist or a section is told', () => {
  const after = {
    ...draft(section('work', [confirm, torque], 'The work'), section('end', [gate])),
    title: 'Seal',
  };
  expect(words(clean, after)).toEqual([
    'changed: The title changed.',
    'changed: Section “Section work” is now “The work”.',
  ]);
});
