import { z } from 'zod';
import { idSchema, roleSchema } from '../entry';

const place = z.strictObject({
  log: z.string().regex(/^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/),
  seq: z.int().min(0),
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Most entries that one request names: more are asked for in a second one. */
export const mostTargets = 500;

const because = {
  /** The rule or the decision that requires it, in words. It is kept for ever, so it never repeats what is erased. */
  authority: z.string().trim().min(3).max(500),
  /** What is erased, in words; kept for ever like it. */
  scope: z.string().trim().min(3).max(500),
};

/** Erasure of personal data: asked for by one person, carried out or declined by another. */
export const erasureEntries = {
  'erasure.requested': z.strictObject({
    erasure: idSchema('erasure'),
    targets: z.array(place).min(1).max(mostTargets),
    ...because,
  }),
  'erasure.declined': z.strictObject({
    erasure: idSchema('erasure'),
    why: z.string().trim().min(3).max(1000),
  }),
  /** One for each target. What an entry's body said is gone with the same commit, everywhere; this one is never erased. */
  'body.erased': z.strictObject({
    erasure: idSchema('erasure'),
    entry: place,
    ...because,
    /** Who asked for it; the actor approved it. */
    second: z.strictObject({ user: idSchema('user'), role: roleSchema }),
    /** The target's type. */
    type: z.string().max(60),
    /** Fields whose content went. */
    gone: z.array(z.string().max(40)).max(30),
    /** What of the body others stand on: ids, numbers, codes and times, never what a person typed. */
    stays: z.record(z.string(), z.json()),
    /** SHA-256 of the canonical form of what the approver was shown. */
    shown: z.string(),
    /** Where the target enrolled a person: their role, and their key if they had one then, so that their signatures can still be checked. */
    kept: z
      .strictObject({ user: idSchema('user'), role: roleSchema, key: z.string().min(40).max(48).optional() })
      .optional(),
    /** Files destroyed with it. */
    files: z.array(sha256).max(20).optional(),
  }),
} as const;

export type ErasureBody<K extends keyof typeof erasureEntries> = z.infer<(typeof erasureEntries)[K]>;
export type EntryPlace = z.infer<typeof place>;
export type Body = Readonly<Record<string, unknown>>;
