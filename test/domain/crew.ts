import { readiness } from '../../main/domain/closure/readiness';
import type { NumberStep, Step } from '../../main/domain/procedure/checklist';
import {
  blocking,
  emptySlots,
  holding,
  missingApprovals,
  nextStep,
  openReviews,
  prerequisiteStanding,
} from '../../main/domain/run/nextStep';
import { type Actor, actor, digest, type MemoryCase } from './memoryCase';

export const signed = { shown: digest, sign: { secret: 'x', identifier: 'x' } };

/** An answer of the kind a step takes, in band. */
export function goodAnswer(step: Step): string {
  const values: Record<Step['kind'], string> = {
    confirm: 'done',
    'pass-fail': 'pass',
    choice: 'a',
    number: '50',
    text: 'Seen',
    photo: 'held',
    file: 'held',
    signature: 'signed',
    gate: '',
  };
  return step.kind === 'number' ? inBand(step) : values[step.kind];
}

const inBand = (_step: NumberStep): string => '50.0';

/** What the crew did next, or what kept them from it. */
type Move = { readonly did: string } | { readonly stuck: string };

function must(
  work: MemoryCase,
  name: Parameters<MemoryCase['give']>[0],
  who: Actor,
  args: Record<string, unknown>,
): Move {
  const outcome = work.give(name, who, args);
  return outcome.ok ? { did: name } : { stuck: `${name}: ${outcome.code}: ${outcome.message}` };
}

/**
 * One move of a crew that wants to finish and plays by the rules: `op1` works, and people who have not touched the run
 * decide. Undefined when there is nothing left to do before closing.
 */
export function crewMoves(work: MemoryCase): Move | undefined {
  const { state, document, jobType } = work;
  if (!state.run) return must(work, 'startRun', actor('op1'), {});
  const open = Object.values(state.exceptions).find((e) => e.end === undefined && e.from !== 'break-glass');
  if (open) {
    const disposed = must(work, 'disposeException', actor('sup1'), {
      exception: open.exception,
      disposition: 'resolved',
      note: 'Settled',
    });
    return disposed;
  }
  for (const p of jobType.prerequisites) {
    if (!['passed', 'waived'].includes(prerequisiteStanding(state, p)))
      return must(work, 'checkPrerequisite', actor('op1'), { prerequisite: p.id, result: 'pass' });
  }
  const glass = Object.values(state.glasses).find((g) => g.closed === undefined);
  if (glass) return must(work, 'endGlass', actor('sup1'), { glass: glass.glass });
  const next = nextStep(state, document, work.at());
  if (next?.step.kind === 'gate') {
    const role = missingApprovals(state, next.step)[0]?.role;
    const short = role === 'supervisor' ? 'sup' : role === 'compliance' ? 'com' : 'adm';
    const tried = [1, 2].map((n) =>
      must(work, 'approveGate', actor(`${short}${n}`), { step: next.step.id, ...signed }),
    );
    return tried.find((m) => 'did' in m) ?? tried[0];
  }
  if (next) {
    const slot = emptySlots(state, next.step)[0];
    if (slot)
      return must(work, 'addEvidence', actor('op1'), {
        step: next.step.id,
        slot: slot.slot,
        path: '/a.jpg',
        source: 'file',
      });
    return must(work, 'recordStep', actor('op1'), {
      step: next.step.id,
      value: goodAnswer(next.step),
      ...(next.step.kind === 'signature' ? signed : {}),
    });
  }
  const review = openReviews(state)[0];
  if (review)
    return must(work, 'decideReview', actor('com1'), {
      review: review.review,
      verdict: 'justified',
      comment: 'It could not wait.',
      ...signed,
    });
  const reason = Object.values(state.exceptions).find(
    (e) => e.why === undefined && e.from === 'person' && e.end?.how === 'disposed',
  );
  if (reason)
    return must(work, 'explainException', actor('op1'), { exception: reason.exception, why: 'Bin empty' });
  return undefined;
}

/** Why the crew cannot finish, or undefined when they did: every step recorded and nothing left on the readiness list. */
export function finish(work: MemoryCase): string | undefined {
  const done: string[] = [];
  for (let moves = 0; moves < 200; moves++) {
    const move = crewMoves(work);
    if (move === undefined) {
      const left = readiness(work.state, work.document, work.jobType, work.at()).filter((i) => !i.done);
      return left.length === 0
        ? undefined
        : `nothing to do, yet missing: ${left.map((i) => `${i.what} (${i.detail})`).join('; ')}`;
    }
    if ('stuck' in move)
      return `${move.stuck} | open: ${holding(work.state).length} held, ${blocking(work.state, nextStep(work.state, work.document, work.at())?.step.id ?? '').length} blocked | after ${done.join(' ')}`;
    done.push(move.did);
  }
  return `no end after 200 moves: … ${done.slice(-12).join(' ')}`;
}
