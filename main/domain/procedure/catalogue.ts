import { z } from 'zod';
import { idSchema, roleSchema } from '../entry';

/** D6: the exception catalogue. A code says what happened, who owns it, how soon, and what it does to the run. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** blocks = this step waits; holds = the whole run waits; quarantines = the run waits and the part is set aside; notes = nothing waits. */
export const effects = ['blocks', 'holds', 'quarantines', 'notes'] as const;
export type Effect = (typeof effects)[number];

/** resolved = the cause is removed, go on; the others as product.md X3 says. */
export const dispositions = ['resolved', 'use-as-is', 'rework', 'repeat', 'concession'] as const;
export type Disposition = (typeof dispositions)[number];

export const ownerSchema = z.union([
  z.strictObject({ user: idSchema('user') }),
  z.strictObject({ role: roleSchema }),
]);
export type Owner = z.infer<typeof ownerSchema>;

export const codeIdSchema = z
  .string()
  .regex(/^[A-Z]{2,4}-\d{2}$/, 'two to four capital letters, a hyphen and two digits, such as MAT-02');

/** What a break-glass code opens and what it costs afterwards; times in minutes. */
export const glassRuleSchema = z.strictObject({
  windowMinutes: z.int().min(1).max(240),
  reviewDueMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30),
  remediationDueMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 365),
  /** Owns the remediation task. */
  remediationOwner: ownerSchema,
});

export const exceptionCodeSchema = z.strictObject({
  code: codeIdSchema,
  /** 'break-glass' codes are reasons for opening the glass; the others are raised on steps and prerequisites. */
  kind: z.enum(['exception', 'break-glass']),
  meaning: z.string().trim().min(3, 'say what the code means').max(80),
  owner: ownerSchema,
  severity: z.enum(severities),
  /** Minutes until it is due. */
  slaMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 90),
  effect: z.enum(effects),
  /** Ready-made reasons an operator can tap. */
  phrases: z.array(z.string().trim().min(2).max(40)).max(8),
  dispositions: z.array(z.enum(dispositions)).max(dispositions.length),
  glass: glassRuleSchema.optional(),
  /** Whom it goes to when it is not settled in time; left out: supervisors, and compliance for what is theirs. */
  escalateTo: ownerSchema.optional(),
  active: z.boolean(),
});
export type ExceptionCode = z.infer<typeof exceptionCodeSchema>;
