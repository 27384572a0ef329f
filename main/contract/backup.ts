import { z } from 'zod';
import type { BackupReason } from '../domain/backup/backup';
import { idSchema } from '../domain/entry';
import { answer, type Call } from './call';
import { type Done, secretSchema, sha256Schema } from './parts';

/** Where and when this device backs its site up. Its own setting, no part of the site's history. */
export type BackupPlan = {
  readonly place: string | null;
  readonly daily: boolean;
  /** Local hour, 0 to 23. */
  readonly hour: number;
  /** How many daily backups of this station are kept at the place. */
  readonly keep: number;
};

/** A backup at the chosen place, from its signed note. */
export type BackupRow = {
  readonly name: string;
  readonly backup: string;
  readonly madeAt: string;
  readonly how: BackupReason;
  readonly station: string;
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
};

/** A backup that was checked whole: what it holds, and what a restore of it would lose. */
export type CheckedBackup = {
  /** SHA-256 of its manifest: names it when it is restored. */
  readonly manifest: string;
  readonly path: string;
  readonly backup: string;
  readonly site: string;
  readonly siteName: string;
  readonly station: string;
  readonly madeAt: string;
  readonly app: string;
  readonly entries: number;
  readonly head: { readonly log: string; readonly size: number };
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
  /** Who may restore it: the admins whom the backup knows as active. */
  readonly admins: readonly { readonly user: string; readonly name: string; readonly identifier: string }[];
  /** What is known to be lost, a sentence each; empty where this machine knows of nothing newer. */
  readonly lost: readonly string[];
  /** Entries known to be lost, of all logs; null where this machine cannot know. */
  readonly lostEntries: number | null;
  /** What happens to the folder that is there now; null where there is none. */
  readonly over: string | null;
  /** How the station's key is guarded in it, in a sentence. */
  readonly keyWords: string;
};

/** The form of a backup's folder name; the station is in it, because several may share a place. */
const backupName = z
  .string()
  .regex(/^process-designer-backup-[a-z0-9-]{1,80}-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/);

export const backupCommands = {
  /** Asks for a folder and remembers it as the place of this device's backups. */
  chooseBackupPlace: {
    args: z.strictObject({}),
    answer: answer<{ readonly place: string | null }>(),
    local: true,
  },
  setBackupPlan: {
    args: z.strictObject({
      daily: z.boolean(),
      hour: z.int().min(0, 'an hour from 0 to 23').max(23, 'an hour from 0 to 23'),
      keep: z.int().min(1, 'at least 1').max(365, 'at most 365'),
    }),
    answer: answer<BackupPlan>(),
    local: true,
  },
  /** Makes a backup now and reads it back. Long; `cancelJob` stops it. */
  backUpNow: {
    args: z.strictObject({}),
    answer: answer<Done & { readonly backup: string; readonly place: string; readonly name: string }>(),
    local: true,
  },
  /**
   * Checks a backup whole: one at this device's place by its name, else the folder that a person picks. Where a site is
   * open only its admins may; where none is, whoever sits there: it changes nothing. Null where nobody picked.
   */
  readBackup: {
    args: z.strictObject({ name: backupName.optional() }),
    answer: answer<{ readonly found: CheckedBackup | null }>(),
  },
  /**
   * Restores the backup that was checked last. An admin whom the backup knows proves it with their secret; `confirm` is
   * the site's name, typed.
   */
  restoreBackup: {
    args: z.strictObject({
      manifest: sha256Schema,
      admin: idSchema('user'),
      secret: secretSchema,
      confirm: z.string().trim().max(80),
    }),
    answer: answer<{ readonly words: string }>(),
  },
} as const satisfies Record<string, Call>;

export const backupQueries = {
  backups: {
    args: z.strictObject({}),
    answer: answer<{
      readonly plan: BackupPlan;
      /** Why no backup can be made there now, or null. */
      readonly problem: string | null;
      /** The place is on the same disk as the site: a broken disk takes both. */
      readonly sameDisk: boolean;
      readonly running: boolean;
      /** When the next daily one is due, or null. */
      readonly next: string | null;
      readonly last: { readonly at: string; readonly ok: boolean; readonly words: string } | null;
      /** Backups of this site at the place, newest first. */
      readonly held: readonly BackupRow[];
      readonly restores: readonly {
        readonly at: string;
        readonly words: string;
        readonly log: string;
        readonly seq: number;
      }[];
      readonly keyWords: string;
    }>(),
  },
} as const satisfies Record<string, Call>;
