import type { CommandName } from '../contract/commands';
import type { learningCommands as calls, learningQueries } from '../contract/learning';
import { refuse } from '../domain/refusal';
import type { Asked, Judge } from './deeds';

const notYet = () => refuse('not-ready', 'This is being built.');

/** L5, X5, X10, D12: signals, remediations of no work order, the monthly review and rules. */
export const learningAskers: { readonly [N in keyof typeof learningQueries]: Asked<N> } = {
  signals: notYet,
  monthlyReview: notYet,
  rules: notYet,
  causes: notYet,
};

export const learningCommands: { readonly [N in keyof typeof calls & CommandName]: Judge<N> } = {
  setRepeatRule: notYet,
  dismissSignal: notYet,
  openRemediation: notYet,
  addRemediationEvidence: notYet,
  decideInReview: notYet,
  holdReview: notYet,
  defineRule: notYet,
};
