import { z } from 'zod';
import { idSchema } from '../entry';
import type { Escalation } from '../escalation/escalation';
import {
  type Disposition,
  dispositions,
  type Effect,
  effects,
  type Owner,
  ownerSchema,
  type Severity,
  severities,
} from '../procedure/catalogue';

/** X1: a coded record with owner, SLA and disposition. */
export const exceptionEntries = {
  'exception.raised': z.strictObject({
    exception: idSchema('exception'),
    number: z.string(),
    workOrder: idSchema('workOrder'),
    run: idSchema('run'),
    /** The step or prerequisite it stands at. */
    step: z.string().optional(),
    prerequisite: z.string().optional(),
    code: z.string(),
    meaning: z.string(),
    severity: z.enum(severities),
    effect: z.enum(effects),
    owner: ownerSchema,
    due: z.string(),
    /** What raised it: a person's tap, a failed prerequisite, a failed step, a reading in the act band, a break-glass. */
    from: z.enum(['person', 'prerequisite', 'fail', 'band', 'break-glass']),
  }),
  'exception.explained': z.strictObject({
    exception: idSchema('exception'),
    workOrder: idSchema('workOrder'),
    why: z.string().trim().min(3).max(1000),
  }),
  'exception.withdrawn': z.strictObject({
    exception: idSchema('exception'),
    workOrder: idSchema('workOrder'),
    why: z.string().trim().min(3).max(1000),
  }),
  'exception.assigned': z.strictObject({
    exception: idSchema('exception'),
    workOrder: idSchema('workOrder'),
    to: idSchema('user'),
    why: z.string().trim().max(1000),
  }),
  'exception.disposed': z.strictObject({
    exception: idSchema('exception'),
    workOrder: idSchema('workOrder'),
    disposition: z.enum(dispositions),
    note: z.string().trim().min(3).max(1000),
  }),
} as const;

export type ExceptionState = {
  readonly exception: string;
  readonly number: string;
  readonly workOrder: string;
  readonly run: string;
  readonly step: string | undefined;
  readonly prerequisite: string | undefined;
  readonly code: string;
  readonly meaning: string;
  readonly severity: Severity;
  readonly effect: Effect;
  readonly owner: Owner;
  readonly due: string;
  readonly from: z.infer<(typeof exceptionEntries)['exception.raised']>['from'];
  readonly raisedBy: string;
  readonly raisedAt: string;
  readonly seq: number;
  /** How many entries of the case came before it. */
  readonly order: number;
  readonly why: string | undefined;
  /** When it was found not done in time, and whom it was brought before last. */
  readonly breachedAt?: string | undefined;
  readonly escalated?: Escalation | undefined;
  readonly end:
    | undefined
    | {
        readonly how: 'withdrawn';
        readonly why: string;
        readonly by: string;
        readonly at: string;
        readonly place: { readonly log: string; readonly seq: number };
      }
    | {
        readonly how: 'disposed';
        readonly disposition: Disposition;
        readonly note: string;
        readonly by: string;
        readonly at: string;
        readonly place: { readonly log: string; readonly seq: number };
      };
};
