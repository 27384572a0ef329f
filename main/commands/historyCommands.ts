import type { historyCommands as calls, historyQueries } from '../contract/history';
import type { Asked, Deed, Judge } from './deeds';

export const historyAskers: { readonly [N in keyof typeof historyQueries]: Asked<N> } = {};

/** Long or asking: they take their turn only to record. */
export const historyCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {};

/** Judged and recorded in one turn. */
export const historySiteCommands: { readonly [N in never]: Judge<N> } = {};
