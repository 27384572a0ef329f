import type { ConflictRow, syncCommands as calls, syncQueries } from '../contract/sync';
import { refuse } from '../domain/refusal';
import type { Asked, Deed, Judge, Me } from './deeds';
import type { Station } from './station';

/** Given on a machine without a site, so the shell carries them out; with one they are refused there. */
type WithoutSite = 'requestToJoin' | 'joinSite';
type Judged = 'handOverRun' | 'settleConflict';

export const syncAskers: { readonly [N in keyof typeof syncQueries]: Asked<N> } = {
  stations: () => [],
  bundles: () => ({ rows: [], held: [] }),
  conflicts: () => [],
};

/** For the inbox: what this person may settle. */
export function openConflicts(_station: Station, _me: Me): readonly ConflictRow[] {
  return [];
}

const later = async () => refuse('not-ready', 'This is being built.');

/** Long or asking: they take their turn only to record. */
export const syncCommands: { readonly [N in Exclude<keyof typeof calls, WithoutSite | Judged>]: Deed<N> } = {
  readJoinRequest: later,
  inviteStation: later,
  exportBundle: later,
  importBundles: later,
  dropHeldBundle: later,
};

/** Judged and recorded in one turn. */
export const syncSiteCommands: { readonly [N in Judged]: Judge<N> } = {
  handOverRun: later,
  settleConflict: later,
};
