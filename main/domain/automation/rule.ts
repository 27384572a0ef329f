import { z } from 'zod';
import { idSchema } from '../entry';
import { codeIdSchema, ownerSchema } from '../procedure/catalogue';
import { reactedToSchema } from '../remediation/remediation';

/** D12: what a rule waits for. */
export const ruleWhenSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('exception-raised'), code: codeIdSchema }),
  z.strictObject({ on: z.literal('sla-breached'), code: codeIdSchema.optional() }),
]);
export type RuleWhen = z.infer<typeof ruleWhenSchema>;

/** D12: what a rule does. There is none that approves, signs or closes. */
export const ruleDoesSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('assign'), to: idSchema('user') }),
  z.strictObject({ do: z.literal('escalate'), to: ownerSchema }),
  z.strictObject({
    do: z.literal('open-remediation'),
    title: z.string().trim().min(3).max(120),
    owner: ownerSchema,
    dueDays: z.int().min(1).max(365),
  }),
]);
export type RuleDoes = z.infer<typeof ruleDoesSchema>;

export const ruleEntries = {
  'rule.defined': z.strictObject({
    rule: idSchema('rule'),
    name: z.string().trim().min(3).max(80),
    active: z.boolean(),
    when: ruleWhenSchema,
    does: ruleDoesSchema,
  }),
  /** A rule reacted, in the same commit as what it reacted to; what it did stands behind it. */
  'rule.fired': z.strictObject({
    rule: idSchema('rule'),
    name: z.string(),
    on: z.enum(['exception-raised', 'sla-breached']),
    ...reactedToSchema,
    workOrder: idSchema('workOrder').optional(),
    number: z.string(),
    does: z.enum(['assign', 'escalate', 'open-remediation']),
    carriedOut: z.boolean(),
    /** Why it could not be carried out. */
    why: z.string().max(300).optional(),
  }),
} as const;

export type Rule = z.infer<(typeof ruleEntries)['rule.defined']> & {
  readonly fired: number;
  readonly lastFiredAt: string | undefined;
};
