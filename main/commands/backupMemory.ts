import type { BackupPlan } from '../contract/backup';

/** What a device remembers about a site's backups: the plan, and the mark by which it knows the place again. */
export type KeptPlan = BackupPlan & { readonly mark: string | null };

/** The device's own settings; nothing of them is site history. */
export type BackupMemory = {
  readonly of: (site: string) => KeptPlan | undefined;
  readonly keep: (site: string, plan: KeptPlan) => void;
};

export const firstPlan: KeptPlan = { place: null, mark: null, daily: true, hour: 2, keep: 14 };
