import { z } from 'zod';
import { idSchema } from '../entry';
import { type Owner, ownerSchema } from '../procedure/catalogue';

/** X8, X10: a task that fixes a cause, with owner and due date; it closes with evidence. */
export const remediationEntries = {
  'remediation.opened': z.strictObject({
    remediation: idSchema('remediation'),
    number: z.string(),
    title: z.string(),
    owner: ownerSchema,
    due: z.string(),
    /** What made it necessary. */
    cause: z.strictObject({ glass: idSchema('glass') }),
    workOrder: idSchema('workOrder'),
  }),
  'remediation.closed': z.strictObject({
    remediation: idSchema('remediation'),
    workOrder: idSchema('workOrder'),
    done: z.string().trim().min(10).max(2000),
    evidence: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  }),
} as const;

export type Remediation = {
  readonly remediation: string;
  readonly number: string;
  readonly title: string;
  readonly owner: Owner;
  readonly due: string;
  readonly glass: string;
  readonly workOrder: string;
  readonly openedAt: string;
  readonly closed:
    | {
        readonly done: string;
        readonly evidence: readonly string[];
        readonly by: string;
        readonly at: string;
        readonly place: { readonly log: string; readonly seq: number };
      }
    | undefined;
};
