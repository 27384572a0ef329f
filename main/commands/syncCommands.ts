import type { syncCommands as calls, syncQueries } from '../contract/sync';
import type { Asked, Deed, Judge } from './deeds';

export const syncAskers: { readonly [N in keyof typeof syncQueries]: Asked<N> } = {};

/** Long or asking: they take their turn only to record. */
export const syncCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {};

/** Judged and recorded in one turn. */
export const syncSiteCommands: { readonly [N in never]: Judge<N> } = {};
