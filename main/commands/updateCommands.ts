import type { updateCommands as calls, updateQueries } from '../contract/updates';
import type { Asked, Deed } from './deeds';

export const updateAskers: { readonly [N in keyof typeof updateQueries]: Asked<N> } = {};

/** Long or asking: they take their turn only to record. */
export const updateCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {};
