import { describe, expect, it } from 'vitest';
import type { Step } from '../../main/domain/procedure/checklist';
import { gateMet } from '../../main/domain/run/nextStep';
import { signed } from './crew';
import { actor, MemoryCase } from './memoryCase';

const photo: Step = { id: 'p', title: 'Photo', kind: 'photo' };
const confirm = (id: string): Step => ({ id, title: `Do ${id}`, kind: 'confirm' });
const gate = (count: number): Extract<Step, { kind: 'gate' }> => ({
  id: 'g',
  title: 'Gate',
  kind: 'gate',
  need: [{ role: 'supervisor', count }],
  breakGlass: 'allowed',
});

function started(...steps: Step[]): MemoryCase {
  const work = new MemoryCase([{ id: 'one', title: 'One', steps }]);
  ok(work, 'startRun', 'op0', {});
  ok(work, 'checkPrerequisite', 'op0', { prerequisite: 'pre-0', result: 'pass' });
  return work;
}

function ok(
  work: MemoryCase,
  name: Parameters<MemoryCase['give']>[0],
  who: string,
  args: Record<string, unknown>,
): Record<string, string> {
  const outcome = work.give(name, actor(who), args);
  if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.message}`);
  return outcome.answer as Record<string, string>;
}

const file = { step: 'p', slot: 'main', path: '/x', source: 'file' };

describe('a file that is retaken', () => {
  it('after a gate was approved over it voids the approval', () => {
    const work = started(photo, gate(1), confirm('b'));
    const first = ok(work, 'addEvidence', 'op0', file).sha256;
    ok(work, 'recordStep', 'op0', { step: 'p', value: 'held' });
    ok(work, 'approveGate', 'sup0', { step: 'g', ...signed });
    expect(gateMet(work.state, gate(1))).toBe(true);
    ok(work, 'addEvidence', 'op1', { ...file, replaces: first });
    expect(gateMet(work.state, gate(1))).toBe(false);
    expect(work.give('recordStep', actor('op0'), { step: 'b', value: 'done' })).toMatchObject({
      code: 'out-of-order',
    });
    ok(work, 'approveGate', 'sup0', { step: 'g', ...signed });
    ok(work, 'recordStep', 'op0', { step: 'b', value: 'done' });
  });

  it('names one that is held there, and only once', () => {
    const work = started(photo);
    const first = ok(work, 'addEvidence', 'op0', file).sha256;
    const again = (replaces: string | undefined) =>
      work.give('addEvidence', actor('op0'), { ...file, replaces });
    expect(again('f'.repeat(64))).toMatchObject({ ok: false, code: 'not-found' });
    expect(again(first)).toMatchObject({ ok: true });
    expect(again(first)).toMatchObject({ ok: false, code: 'already-done' });
  });
});

describe('the post-review of a break-glass', () => {
  it('is never decided by who added evidence under it', () => {
    const work = started(gate(1), photo, confirm('b'));
    const { review, glass } = ok(work, 'openGlass', 'op0', {
      step: 'g',
      code: 'BG-01',
      why: 'The press stands and leaks',
    });
    ok(work, 'addEvidence', 'sup0', file);
    ok(work, 'recordStep', 'op0', { step: 'p', value: 'held' });
    ok(work, 'endGlass', 'op0', { glass });
    const verdict = { review, verdict: 'justified', comment: 'It could not wait', ...signed };
    expect(work.give('decideReview', actor('sup0'), verdict)).toMatchObject({ code: 'two-person' });
    ok(work, 'decideReview', 'sup1', verdict);
  });
});

it('an exception is not taken from its owner by who would like to dispose of it', () => {
  const work = started(confirm('a'));
  const { exception } = ok(work, 'blockStep', 'op0', { step: 'a', code: 'BLK-01' });
  const take = { exception, to: actor('adm0').user, why: '' };
  expect(work.give('assignException', actor('adm0'), take)).toMatchObject({ ok: false, code: 'not-allowed' });
  const dispose = { exception, disposition: 'concession', note: 'Let it pass' };
  expect(work.give('disposeException', actor('adm0'), dispose)).toMatchObject({ code: 'not-allowed' });
  ok(work, 'assignException', 'sup0', take);
  ok(work, 'disposeException', 'adm0', dispose);
});
