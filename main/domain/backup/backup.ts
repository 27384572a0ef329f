import { z } from 'zod';
import { idSchema } from '../entry';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const log = z.string().regex(/^dev_[a-z2-7]{26}\/\d{1,9}$/);
const size = z.int().min(0);
const head = z.strictObject({ log, size });
/** The last part of the chosen folder's path: what people call the stick; never the whole path. */
const place = z.string().min(1).max(120);
const name = z.string().min(1).max(160);

/** Who asked for a backup: a person, the clock, or an update that waits for it. */
const backupReasons = ['asked', 'daily', 'update'] as const;
export type BackupReason = (typeof backupReasons)[number];

/** Entries of one log that were recorded and are not in what was restored: `from` to `to`, both included. */
const lostSchema = z.strictObject({
  log,
  from: size,
  to: size,
  /** The newest signed note that shows they were recorded. */
  head: z.string().max(4096),
});
export type Lost = z.infer<typeof lostSchema>;

/** S6: backups of one device, and the restore that begins a new log. The device is the stream. */
export const backupEntries = {
  /** A backup was written, read back whole from where it lies, and its ledger verified to `head`. */
  'backup.made': z.strictObject({
    backup: idSchema('backup'),
    place,
    name,
    /** This device's own log, as far as the backup holds it. */
    head,
    /** Of all logs. */
    entries: size,
    files: size,
    bytes: size,
    /** Files that are recorded and were missing or altered in the site itself: no backup can hold them. */
    missing: size,
    /** SHA-256 of manifest.json. */
    manifest: sha256,
    how: z.enum(backupReasons),
  }),
  /** The backup of a day could not be made; said once a day, tried again every hour. */
  'backup.failed': z.strictObject({ place, why: z.string().min(1).max(600) }),
  /** The first entry of a new epoch: what it goes on from, and what is known to be lost. */
  'log.restored': z.strictObject({
    backup: idSchema('backup'),
    manifest: sha256,
    madeAt: z.iso.datetime(),
    /** The head of the epoch before, as the backup holds it. */
    before: z.strictObject({ log, size, head: z.string().max(4096) }),
    lost: z.array(lostSchema).max(200),
    /** Whether this machine knew a newer head; without one, what was lost cannot be counted. */
    known: z.boolean(),
    /** The part of the numbers that is this station's own. */
    station: z.string().min(1).max(20),
    /** Numbers go on after these, so that none that a lost entry may have given is given again. */
    numbers: z.record(z.string().regex(/^[a-zA-Z]{1,20}$/), size),
    /** Entries that had been erased after the backup was made, as far as this machine knows: what they say is back. */
    erased: z
      .array(head.omit({ size: true }).extend({ seq: size }))
      .max(500)
      .optional(),
    /** The folder that the site was moved to, kept whole; absent where there was none. */
    aside: name.optional(),
  }),
} as const;

/** How far numbers skip where nobody knows how much was lost. */
const skipUnknown = 1000;

/** Numbers of lost entries are never given again: an entry gives at most one of each kind. */
export function numbersAfter(
  last: Readonly<Record<string, number>>,
  lost: readonly Pick<Lost, 'from' | 'to'>[],
  known: boolean,
): Record<string, number> {
  const skip = known ? lost.reduce((sum, { from, to }) => sum + to - from + 1, 0) : skipUnknown;
  return Object.fromEntries(Object.entries(last).map(([kind, number]) => [kind, number + skip]));
}
