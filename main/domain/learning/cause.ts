import { z } from 'zod';
import { idSchema } from '../entry';
import { codeIdSchema } from '../procedure/catalogue';

/** What a decision of the monthly review, a remediation or a new checklist version can name as its cause. */
export const causeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signal'), signal: idSchema('signal') }),
  z.strictObject({ kind: z.literal('code'), code: codeIdSchema }),
  z.strictObject({ kind: z.literal('decision'), decision: idSchema('decision') }),
  z.strictObject({ kind: z.literal('remediation'), remediation: idSchema('remediation') }),
]);
export type Cause = z.infer<typeof causeSchema>;

/** A cause with the words it was named by: the entry that holds it can be read by itself. */
export const namedCauseSchema = z.strictObject({ cause: causeSchema, words: z.string().max(200) });
export type NamedCause = z.infer<typeof namedCauseSchema>;

/** X10: what the rate of a code must come to, set before the action: at most so many in so many days. */
export const targetSchema = z.strictObject({
  code: codeIdSchema,
  jobType: idSchema('jobType').optional(),
  atMost: z.int().min(0).max(1000),
  days: z.int().min(1).max(365),
});
export type Target = z.infer<typeof targetSchema>;

/** A month of the monthly review, in UTC: `2026-03`. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, such as 2026-03');
