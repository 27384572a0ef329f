import { z } from 'zod';
import { idSchema } from '../entry';
import type { Escalation } from '../escalation/escalation';
import { type Cause, causeSchema, type Target, targetSchema } from '../learning/cause';
import { type Owner, ownerSchema } from '../procedure/catalogue';

/** What a rule reacted to: something with an owner or a due time. */
export const reactedToSchema = {
  kind: z.enum(['exception', 'review', 'remediation']),
  exception: idSchema('exception').optional(),
  review: idSchema('review').optional(),
  remediation: idSchema('remediation').optional(),
} as const;

/**
 * What made a remediation necessary: a break-glass, something that was learnt, or a rule. A break-glass stands without
 * `kind`, as it was first recorded: `{"glass":"bg_…"}`.
 */
const remediationCauseSchema = z.union([
  z.strictObject({ glass: idSchema('glass') }),
  causeSchema,
  z.strictObject({
    ...reactedToSchema,
    kind: z.literal('rule'),
    rule: idSchema('rule'),
    code: z.string().optional(),
  }),
]);

const file = z.string().regex(/^[0-9a-f]{64}$/);

/** X8, X10: a task that fixes a cause, with owner and due date; it closes with evidence. */
export const remediationEntries = {
  'remediation.opened': z.strictObject({
    remediation: idSchema('remediation'),
    number: z.string(),
    title: z.string(),
    owner: ownerSchema,
    due: z.string(),
    cause: remediationCauseSchema,
    /** The cause in words; a break-glass is named by its number. */
    because: z.string().max(200).optional(),
    target: targetSchema.optional(),
    /** Only what a break-glass on a work order made necessary belongs to it. */
    workOrder: idSchema('workOrder').optional(),
  }),
  'remediation.evidence-added': z.strictObject({
    remediation: idSchema('remediation'),
    workOrder: idSchema('workOrder').optional(),
    sha256: file,
    size: z.int().min(0),
    mime: z.string(),
    name: z.string(),
  }),
  'remediation.closed': z.strictObject({
    remediation: idSchema('remediation'),
    workOrder: idSchema('workOrder').optional(),
    done: z.string().trim().min(10).max(2000),
    evidence: z.array(file),
    /** Released checklist versions that name it as their cause. */
    versions: z.array(idSchema('version')).optional(),
  }),
} as const;

/** A file that shows what a remediation did. */
export type RemediationFile = {
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
  readonly name: string;
  readonly by: string;
  readonly at: string;
};

export type Remediation = {
  readonly remediation: string;
  readonly number: string;
  readonly title: string;
  readonly owner: Owner;
  readonly due: string;
  readonly glass: string | undefined;
  readonly cause: Cause | undefined;
  /** The rule that opened it, if one did, and the code of what it reacted to. */
  readonly rule: { readonly rule: string; readonly code: string | undefined } | undefined;
  readonly because: string | undefined;
  readonly target: Target | undefined;
  readonly workOrder: string | undefined;
  readonly openedAt: string;
  /** The log in which it was opened. */
  readonly log: string;
  readonly files: readonly RemediationFile[];
  readonly closed:
    | {
        readonly done: string;
        readonly evidence: readonly string[];
        readonly by: string;
        readonly at: string;
        readonly place: { readonly log: string; readonly seq: number };
      }
    | undefined;
  readonly breachedAt: string | undefined;
  readonly escalated: Escalation | undefined;
};
