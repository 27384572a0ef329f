import { z } from 'zod';
import { idSchema } from '../entry';

const device = z.string().regex(/^dev_[a-z2-7]{26}$/);
const log = z.string().regex(/^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/);
const range = z.strictObject({ log, from: z.int().min(0), to: z.int().min(1) });

const carried = {
  bundle: idSchema('bundle'),
  /** Of the file, as people see it. */
  name: z.string().max(200),
  /** The how-manieth bundle of the station that wrote it. */
  number: z.int().min(1),
  ranges: z.array(range).max(5000),
  entries: z.int().min(0),
  files: z.int().min(0),
};

/** S3, S5: the media log, and what every exchange shows of the heads of logs. */
export const syncEntries = {
  /** To which age recipient bundles for this device are encrypted. Only its own log can say so. */
  'device.recipient-announced': z.strictObject({ device, recipient: z.string().regex(/^age1[0-9a-z]{58}$/) }),
  'bundle.exported': z.strictObject({
    ...carried,
    to: z.array(device).min(1).max(50),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(1),
  }),
  'bundle.imported': z.strictObject({
    ...carried,
    from: device,
    /** When it was written, by the clock of its writer. */
    writtenAt: z.string(),
    /** The newest checkpoints its writer held, each signed by its own log: what the writer witnesses. */
    heads: z.array(z.strictObject({ log, size: z.int().min(1), note: z.string().max(4096) })).max(5000),
  }),
  /** Two signed heads of one log that cannot both be true, or two entries at one place of it. */
  'fork.found': z.strictObject({
    log,
    /** The first place where they differ; absent where only the heads show it. */
    seq: z.int().min(0).optional(),
    /** `lost`: another station holds more of this station's own log than is here. */
    kind: z.enum(['entries', 'heads', 'lost']),
    ours: z.string().max(4096),
    theirs: z.string().max(4096),
    bundle: idSchema('bundle'),
    from: device,
  }),
} as const;

export type Range = z.infer<typeof range>;

/** The device of a log, `dev_…`. */
export function deviceOf(logName: string): string {
  const slash = logName.indexOf('/');
  return slash < 0 ? logName : logName.slice(0, slash);
}

/** Entries of a range in words: "Entry 5" or "Entries 5 to 9". */
export function rangeWords({ from, to }: { readonly from: number; readonly to: number }): string {
  return to - from === 1 ? `Entry ${from}` : `Entries ${from} to ${to - 1}`;
}
