import { expect, it } from 'vitest';
import type { CaseView } from '../../main/contract/answers';
import type { ChecklistDocument } from '../../main/domain/procedure/checklist';
import { glassOver, holding, nextStep, placedSteps } from '../../main/domain/run/nextStep';
import { blockClosed, glassTarget, nextMove } from '../../renderer/run/moves';
import { actor, codes, MemoryCase } from '../domain/memoryCase';

const sections: ChecklistDocument['sections'] = [
  {
    id: 'one',
    title: 'One',
    steps: [
      { id: 'count', title: 'Count the tools', kind: 'confirm' },
      {
        id: 'permit',
        title: 'Permit',
        kind: 'gate',
        need: [{ role: 'supervisor', count: 1 }],
        breakGlass: 'allowed',
      },
      { id: 'work', title: 'Do the work', kind: 'pass-fail', failCode: 'BLK-01' },
      {
        id: 'service',
        title: 'Return to service',
        kind: 'gate',
        need: [{ role: 'compliance', count: 1 }],
        breakGlass: 'never',
      },
    ],
  },
];

function started() {
  const work = new MemoryCase(sections);
  work.give('startRun', actor('op0'), {});
  return work;
}

/** The case as a screen is given it. */
function viewOf(work: MemoryCase): CaseView {
  const now = work.at();
  const steps = placedSteps(work.state, work.document, now);
  const at = nextStep(work.state, work.document, now);
  const next = steps.find((s) => s.index === at?.index) ?? null;
  return {
    state: work.state,
    jobType: work.jobType,
    document: work.document,
    checklistTitle: work.document.title,
    steps,
    next,
    glass: (next && glassOver(work.state, work.document, next.step.id, now)) ?? null,
    waits: holding(work.state).map((e) => e.exception),
    readiness: [],
    closeRefusal: null,
    names: {},
    roleHolders: { operator: [], supervisor: [], compliance: [], admin: [] },
    drafts: {},
    codes: [...codes],
    now,
  } as CaseView;
}

const move = (work: MemoryCase, shown: string) => nextMove(viewOf(work), shown, 'prerequisites', 'finished');
const place = (view: CaseView, id: string) => view.steps.find((s) => s.step.id === id);
const pass = (work: MemoryCase) =>
  work.give('checkPrerequisite', actor('op0'), { prerequisite: 'pre-0', result: 'pass' });

it('offers step 1 only when every prerequisite is settled', () => {
  const work = started();
  expect(move(work, 'prerequisites').why).toBe(
    '0 of 1 prerequisites are settled. Step 1 opens when all are.',
  );
  expect(move(work, 'count')).toMatchObject({ label: 'Go back', to: 'prerequisites' });
  expect(blockClosed(viewOf(work), place(viewOf(work), 'count'))?.short).toBe('Not begun yet');
  pass(work);
  expect(move(work, 'prerequisites')).toMatchObject({
    label: 'Next',
    to: 'count',
    note: 'Step 1, Count the tools',
  });
});

it('says what opens Next, and leads on once the step is recorded', () => {
  const work = started();
  pass(work);
  expect(move(work, 'count')).toMatchObject({ label: 'Next', why: 'Opens when the step is answered.' });
  work.give('recordStep', actor('op0'), { step: 'count', value: 'done' });
  expect(move(work, 'count')).toMatchObject({ label: 'Next', to: 'permit', note: 'Gate G1, Permit' });
  expect(move(work, 'permit').why).toBe('Opens with the approval of 1 supervisor.');
});

it('offers break-glass at a gate that allows it, and never at one that does not', () => {
  const work = started();
  pass(work);
  expect(glassTarget(viewOf(work), place(viewOf(work), 'count'), work.at())).toMatchObject({
    short: 'Gates and blocked steps',
  });
  work.give('recordStep', actor('op0'), { step: 'count', value: 'done' });
  expect(glassTarget(viewOf(work), place(viewOf(work), 'permit'), work.at())).toEqual({ step: 'permit' });
  work.give('openGlass', actor('op0'), { step: 'permit', code: 'BG-01', why: 'Oil runs into the drain' });
  work.give('recordStep', actor('op0'), { step: 'work', value: 'pass' });
  expect(glassTarget(viewOf(work), place(viewOf(work), 'service'), work.at())).toMatchObject({
    short: 'Never at this gate',
  });
});

it('names the exception that a blocked or failed step waits for', () => {
  const work = started();
  pass(work);
  work.give('blockStep', actor('op0'), { step: 'count', code: 'BLK-01' });
  expect(move(work, 'count').why).toBe('Opens when EXC-K1-000001 is settled.');
  expect(glassTarget(viewOf(work), place(viewOf(work), 'count'), work.at())).toEqual({ step: 'count' });
  expect(blockClosed(viewOf(work), place(viewOf(work), 'work'))?.short).toBe('Not its turn');
});
