import type { CaseView } from '../../main/contract/answers';
import { glassOpen } from '../../main/domain/breakglass/breakglass';
import { neverOpens } from '../../main/domain/breakglass/neverGates';
import { blocking, glassesOn, missingApprovals, type PlacedStep } from '../../main/domain/run/nextStep';
import { quorumWords } from '../app/format';
import { historyOf, prerequisiteCount, stepName, stoppers } from './place';

/** Where Next leads, or the sentence that says what opens it. */
export type Move = {
  readonly label: string;
  readonly note?: string;
  readonly to?: string;
  readonly why?: string;
};

/** The one way on from what is shown. `prerequisites` and `finished` are the ids of those two places. */
export function nextMove(view: CaseView, shown: string, prerequisites: string, finished: string): Move {
  const { next } = view;
  const end: Move = { label: 'Next', note: 'The end of the run', to: finished };
  const lead = (label: string): Move =>
    next === null
      ? { ...end, label }
      : { label, note: `${stepName(next)}, ${next.step.title}`, to: next.step.id };
  if (shown === prerequisites) {
    const { done, total, met } = prerequisiteCount(view);
    if (met) return lead('Next');
    return {
      label: 'Next',
      note: 'Step 1',
      why: `${done} of ${total} prerequisites are settled. Step 1 opens when all are.`,
    };
  }
  if (!prerequisiteCount(view).met) return { label: 'Go back', note: 'Prerequisites', to: prerequisites };
  const place = view.steps.find((s) => s.step.id === shown);
  if (place === undefined) return lead('Next');
  if (next === null) return end;
  if (next.step.id !== shown) return lead(next.index === place.index + 1 ? 'Next' : 'Go on');
  // A gate that the run came back to has done steps behind it: what was done under break-glass.
  const after = view.steps.find((s) => s.index > place.index && s.standing !== 'done');
  return {
    label: 'Next',
    note: after === undefined ? 'The end of the run' : `${stepName(after)}, ${after.step.title}`,
    why: whatOpens(view, place),
  };
}

/** What must happen at this step before the run goes on. */
function whatOpens(view: CaseView, place: PlacedStep): string {
  const { step } = place;
  const stopped = stoppers(view, step.id)[0];
  if (stopped !== undefined) return `Opens when ${stopped.number} is settled.`;
  switch (step.kind) {
    case 'gate':
      return `Opens with the approval of ${quorumWords(missingApprovals(view.state, step))}.`;
    case 'number':
      return 'Opens when the reading is recorded.';
    case 'photo':
      return 'Opens when the photo is held.';
    case 'file':
      return 'Opens when the file is held.';
    case 'signature':
      return 'Opens when it is signed.';
    case 'text':
      return 'Opens when the text is recorded.';
    case 'confirm':
    case 'pass-fail':
    case 'choice':
      return 'Opens when the step is answered.';
  }
}

/** Why a move at the lower left is closed: in full, and in the few words that fit on the button. */
export type Closed = { readonly why: string; readonly short: string };

/** Why the shown step cannot be blocked now, or undefined where it can. */
export function blockClosed(view: CaseView, place: PlacedStep | undefined): Closed | undefined {
  if (view.state.closure !== undefined) return { why: 'The work order is closed.', short: 'Closed' };
  if (place === undefined)
    return {
      why: 'A step is blocked when the run is at it. A prerequisite that fails raises its own exception.',
      short: 'Not here',
    };
  if (!prerequisiteCount(view).met)
    return {
      why: 'The prerequisites come first. One that fails raises its own exception.',
      short: 'Not begun yet',
    };
  if (historyOf(view, place.step.id).record !== undefined)
    return { why: 'It is recorded already. To change it, correct it.', short: 'Recorded already' };
  if (view.next?.step.id !== place.step.id)
    return { why: 'Only the step to do now can be blocked.', short: 'Not its turn' };
  return undefined;
}

/** Which gate or blocked step break-glass would open here, or why there is none. */
export function glassTarget(
  view: CaseView,
  place: PlacedStep | undefined,
  now: string,
): { readonly step: string } | Closed {
  const { next } = view;
  const short = 'Gates and blocked steps';
  if (place === undefined || next === null || next.step.id !== place.step.id)
    return { why: 'Break-glass opens the gate or the blocked step the run is at, and nothing else.', short };
  if (historyOf(view, next.step.id).record !== undefined)
    return {
      why: 'It is recorded already. The owner of its exception decides how it goes on.',
      short: 'Recorded already',
    };
  const never = neverOpens(next.step);
  if (next.step.kind !== 'gate' && blocking(view.state, next.step.id).length === 0)
    return { why: 'This step is neither a gate nor blocked, so there is no glass to break.', short };
  if (never !== null)
    return { why: never, short: next.step.kind === 'gate' ? 'Never at this gate' : 'Never at this step' };
  if (glassesOn(view.state, next.step.id).some((g) => glassOpen(g, now)))
    return { why: 'This glass is open already.', short: 'Open already' };
  return { step: next.step.id };
}
