import type { backupQueries, backupCommands as calls } from '../contract/backup';
import type { Asked, Deed } from './deeds';

export const backupAskers: { readonly [N in keyof typeof backupQueries]: Asked<N> } = {};

/** Long or asking: they take their turn only to record. */
export const backupCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {};
