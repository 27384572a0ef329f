import { describe, expect, it } from 'vitest';
import { readiness } from '../../main/domain/closure/readiness';
import type { Step } from '../../main/domain/procedure/checklist';
import { nextStep } from '../../main/domain/run/nextStep';
import { finish, signed } from './crew';
import { actor, MemoryCase } from './memoryCase';

const note = (id: string): Step => ({ id, title: `Note ${id}`, kind: 'text' });
const signature = (id: string): Step => ({
  id,
  title: `Sign ${id}`,
  kind: 'signature',
  statement: 'I did all this myself.',
});
const gate: Step = {
  id: 'g',
  title: 'Gate g',
  kind: 'gate',
  need: [{ role: 'supervisor', count: 1 }],
  breakGlass: 'allowed',
};

function ok(work: MemoryCase, name: Parameters<MemoryCase['give']>[0], who: string, args: object): void {
  const outcome = work.give(name, actor(who), { ...args });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.message}`);
}

function started(...steps: Step[]): MemoryCase {
  const work = new MemoryCase([{ id: 'one', title: 'One', steps }]);
  ok(work, 'startRun', 'op0', {});
  ok(work, 'checkPrerequisite', 'op0', { prerequisite: 'pre-0', result: 'pass' });
  return work;
}

const say = (work: MemoryCase, step: string): void => ok(work, 'recordStep', 'op0', { step, value: 'Seen' });
const sign = (work: MemoryCase, step: string): void =>
  ok(work, 'recordStep', 'op0', { step, value: 'signed', ...signed });
const correct = (work: MemoryCase, step: string): void =>
  ok(work, 'correctStep', 'op0', { step, value: 'Seen again', why: 'Misread' });
const missing = (work: MemoryCase) =>
  readiness(work.state, work.document, work.jobType, work.at()).filter((one) => !one.done);

describe('a step that was signed', () => {
  it('is signed no more when an answer before it is corrected; the old signature stays, with the reason', () => {
    const work = started(note('a'), signature('s'), note('b'));
    say(work, 'a');
    sign(work, 's');
    say(work, 'b');
    expect(missing(work)).toEqual([]);
    expect(work.state.run?.finishedAt).toBeDefined();
    const before = work.state.run?.steps.s?.record?.seq;
    correct(work, 'a');
    const history = work.state.run?.steps.s;
    expect(history?.record).toBeUndefined();
    expect(history?.earlier).toMatchObject([
      { seq: before, shown: 'Signed', voided: { reason: '1, Note a, was corrected' } },
    ]);
    expect(work.state.run?.finishedAt).toBeUndefined();
    expect(nextStep(work.state, work.document, work.at())?.step.id).toBe('s');
    expect(missing(work)).toMatchObject([
      { id: 'step-s', detail: 'Sign again: 1, Note a, was corrected', at: { kind: 'step', id: 's' } },
    ]);
    expect(
      work.give('closeWorkOrder', actor('com2'), { acceptance: ['works'], result: 'Done', ...signed }),
    ).toMatchObject({ ok: false, code: 'not-ready' });
    sign(work, 's');
    expect(work.state.run?.steps.s?.record?.voided).toBeUndefined();
    expect(missing(work)).toEqual([]);
    expect(work.state.run?.finishedAt).toBeDefined();
  });

  it('stays signed when only what comes after it is corrected', () => {
    const work = started(note('a'), signature('s'), note('b'));
    say(work, 'a');
    sign(work, 's');
    say(work, 'b');
    correct(work, 'b');
    expect(work.state.run?.steps.s?.record?.signed).toBe(true);
    expect(missing(work)).toEqual([]);
  });

  it('is void, with the code’s reason, when a gate after it is rejected back to before it', () => {
    const work = started(note('a'), signature('s'), gate);
    say(work, 'a');
    sign(work, 's');
    ok(work, 'rejectGate', 'sup0', { step: 'g', code: 'BLK-01', why: 'Not clean', backTo: 'a', ...signed });
    expect(work.state.run?.steps.s?.earlier).toMatchObject([{ voided: { reason: 'Rejected: Not clean' } }]);
    expect(work.state.run?.steps.a?.earlier[0]?.voided).toBeUndefined();
    say(work, 'a');
    sign(work, 's');
    ok(work, 'approveGate', 'sup1', { step: 'g', ...signed });
    expect(finish(work)).toBeUndefined();
  });

  it('is signed again in any order of corrections, and never counts while something changed under it', () => {
    const work = started(note('a'), signature('s'), note('b'), signature('t'));
    say(work, 'a');
    sign(work, 's');
    say(work, 'b');
    sign(work, 't');
    correct(work, 'b');
    expect(missing(work).map(({ id }) => id)).toEqual(['step-t']);
    ok(work, 'correctStep', 'op0', { step: 'a', value: 'Once more', why: 'Misread' });
    expect(missing(work).map(({ id }) => id)).toEqual(['step-s', 'step-t']);
    sign(work, 's');
    sign(work, 't');
    expect(missing(work)).toEqual([]);
    expect(work.state.run?.steps.t?.earlier).toHaveLength(1);
  });
});
