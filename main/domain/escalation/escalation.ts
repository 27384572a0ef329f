import { z } from 'zod';
import { idSchema } from '../entry';
import { type Owner, ownerSchema } from '../procedure/catalogue';

const workOrder = idSchema('workOrder');
const why = z.string().max(300);

/** X2: what was not done in time, whom it goes to then, and what a rule brings before somebody. */
export const escalationEntries = {
  /** `due` is when it had to be done; the entry's own time is when this was made. */
  'sla.breached': z.strictObject({
    kind: z.enum(['exception', 'review', 'remediation']),
    exception: idSchema('exception').optional(),
    review: idSchema('review').optional(),
    remediation: idSchema('remediation').optional(),
    workOrder: workOrder.optional(),
    number: z.string(),
    code: z.string().optional(),
    due: z.string(),
    escalatedTo: ownerSchema,
  }),
  'exception.escalated': z.strictObject({
    exception: idSchema('exception'),
    workOrder,
    to: ownerSchema,
    why,
  }),
  'post-review.escalated': z.strictObject({ review: idSchema('review'), workOrder, to: ownerSchema, why }),
  'remediation.escalated': z.strictObject({
    remediation: idSchema('remediation'),
    workOrder: workOrder.optional(),
    to: ownerSchema,
    why,
  }),
} as const;
export type EscalationBody<K extends keyof typeof escalationEntries> = z.infer<(typeof escalationEntries)[K]>;

/** Whom something was brought before last, besides its owner, and when. */
export type Escalation = { readonly to: Owner; readonly at: string };

/** Something with a due time that somebody has to end. */
export type Thing = {
  readonly kind: 'exception' | 'review' | 'remediation';
  readonly id: string;
  readonly number: string;
  readonly workOrder: string | undefined;
  /** The code it was raised, or its glass was broken, with; what a remediation is about, where that is a code. */
  readonly code: string | undefined;
  /** A post-review has none: whoever may decide it does. */
  readonly owner: Owner | undefined;
  /** Set when a rule opened it: then no rule reacts to it. */
  readonly byRule: boolean;
};

/** The thing as an entry's body names it. */
export function named(thing: Thing): Record<string, string> {
  return { [thing.kind]: thing.id, ...(thing.workOrder === undefined ? {} : { workOrder: thing.workOrder }) };
}

/** Whether somebody is the one meant: by person, or by role. */
export function isMeant(owner: Owner, who: { readonly user: string; readonly role: string }): boolean {
  return 'user' in owner ? owner.user === who.user : owner.role === who.role;
}
