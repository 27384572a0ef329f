import type { CommandName } from '../contract/commands';
import type { insightCommands as calls, insightQueries } from '../contract/insight';
import { refuse } from '../domain/refusal';
import type { Asked, Deed } from './deeds';

const notYet = () => refuse('not-ready', 'This is being built.');

/** L3, L4: the questions and the dashboard, from the views. */
export const insightAskers: { readonly [N in keyof typeof insightQueries]: Asked<N> } = {
  insightScope: notYet,
  question: notYet,
  dashboard: notYet,
  counted: notYet,
};

export const insightCommands: { readonly [N in keyof typeof calls & CommandName]: Deed<N> } = {
  exportTable: async () => notYet(),
};
