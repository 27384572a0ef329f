import { z } from 'zod';
import { idSchema } from '../entry';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const log = z.string().regex(/^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/);
const within = { from: time.optional(), until: time.optional() };

/** C7: what an audit pack is about. Times bound when a work order was opened; `until` is not included. */
export const packScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('work-orders'),
    workOrders: z.array(idSchema('workOrder')).min(1).max(500),
  }),
  z.strictObject({ kind: z.literal('job-type'), value: idSchema('jobType'), ...within }),
  z.strictObject({ kind: z.literal('person'), value: idSchema('user'), ...within }),
  z.strictObject({ kind: z.literal('lot'), value: z.string().trim().min(1).max(80), ...within }),
  z.strictObject({ kind: z.literal('asset'), value: z.string().trim().min(1).max(120), ...within }),
  z.strictObject({ kind: z.literal('dates'), from: time, until: time }),
  z.strictObject({ kind: z.literal('question'), value: z.string().min(1).max(60), ...within }),
]);
export type PackScope = z.infer<typeof packScopeSchema>;

/** C7, C8: an export is itself an entry: first what was asked for, then the file that came of it. */
export const packEntries = {
  'pack.requested': z.strictObject({
    pack: idSchema('pack'),
    number: z.string(),
    scope: packScopeSchema,
    /** The scope for a person. */
    words: z.string().min(1).max(500),
    reason: z.string().trim().min(3).max(1000),
    /** The work orders to be disclosed, as they were selected then. */
    workOrders: z.array(idSchema('workOrder')).min(1).max(10_000),
    complete: z.boolean(),
    addendumTo: z.strictObject({ pack: idSchema('pack'), number: z.string(), sha256 }).optional(),
    /** How much of every other log was held then. Of its own log, all up to this entry: so the entry alone says what the pack holds. */
    logs: z.array(z.strictObject({ log, size: z.int().min(1) })).max(5000),
  }),
  'pack.issued': z.strictObject({
    pack: idSchema('pack'),
    number: z.string(),
    /** Of the file, whole. */
    sha256,
    size: z.int().min(1),
    /** SHA-256 of its `manifest.json`. */
    manifest: sha256,
  }),
} as const;

export type PackRequested = z.infer<(typeof packEntries)['pack.requested']>;
export type PackIssued = z.infer<(typeof packEntries)['pack.issued']>;

/** More work orders than these make no pack: they would not fit into the entry that asks for it. */
export const mostWorkOrders = 10_000;
