import type { backupQueries, backupCommands as calls } from '../contract/backup';
import { refuse } from '../domain/refusal';
import type { Asked, Deed } from './deeds';

/** Given with a site or without one, so the shell carries them out. */
type WithoutSite = 'readBackup' | 'restoreBackup';

export const backupAskers: { readonly [N in keyof typeof backupQueries]: Asked<N> } = {
  backups: () => refuse('not-ready', 'This is being built.'),
};

const later = async () => refuse('not-ready', 'This is being built.');

/** Long or asking: they take their turn only to record. */
export const backupCommands: { readonly [N in Exclude<keyof typeof calls, WithoutSite>]: Deed<N> } = {
  chooseBackupPlace: later,
  setBackupPlan: later,
  backUpNow: later,
};
