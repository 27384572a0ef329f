import { z } from 'zod';
import { idSchema } from '../entry';
import { codeIdSchema, ownerSchema } from '../procedure/catalogue';

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
