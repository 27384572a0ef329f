import { z } from 'zod';
import { idSchema } from '../entry';
import type { Escalation } from '../escalation/escalation';

/** X6–X8: one gate or blocked step opened for a short time, with its reason, its review and its fix. */
export const glassEntries = {
  'break-glass.opened': z.strictObject({
    glass: idSchema('glass'),
    number: z.string(),
    workOrder: idSchema('workOrder'),
    run: idSchema('run'),
    step: z.string(),
    no: z.string(),
    title: z.string(),
    /** What it opens: a gate's approval, or a step that an exception blocks. */
    opens: z.enum(['gate', 'blocked-step']),
    code: z.string(),
    meaning: z.string(),
    why: z.string().trim().min(10).max(1000),
    windowMinutes: z.int(),
    expires: z.string(),
    /** The people whose approval was skipped; they are told. */
    skipped: z.array(idSchema('user')),
    exception: idSchema('exception'),
    review: idSchema('review'),
    remediation: idSchema('remediation'),
  }),
  'break-glass.closed': z.strictObject({
    glass: idSchema('glass'),
    workOrder: idSchema('workOrder'),
    run: idSchema('run'),
    how: z.enum(['ended', 'expired']),
    /** When the window ended; the entry itself may be made later. */
    ended: z.string(),
  }),
  'post-review.opened': z.strictObject({
    review: idSchema('review'),
    number: z.string(),
    glass: idSchema('glass'),
    workOrder: idSchema('workOrder'),
    run: idSchema('run'),
    due: z.string(),
  }),
  'post-review.decided': z.strictObject({
    review: idSchema('review'),
    glass: idSchema('glass'),
    workOrder: idSchema('workOrder'),
    verdict: z.enum(['justified', 'not-justified', 'unclear']),
    comment: z.string().trim().min(10).max(2000),
    shown: z.string(),
  }),
} as const;

export type Glass = z.infer<(typeof glassEntries)['break-glass.opened']> & {
  readonly by: string;
  readonly at: string;
  readonly seq: number;
  readonly closed: { readonly how: 'ended' | 'expired'; readonly ended: string } | undefined;
};

export type ReviewVerdict = z.infer<(typeof glassEntries)['post-review.decided']>['verdict'];

export type PostReview = {
  readonly review: string;
  readonly number: string;
  readonly glass: string;
  readonly workOrder: string;
  readonly run: string;
  readonly due: string;
  readonly openedAt: string;
  readonly breachedAt?: string | undefined;
  readonly escalated?: Escalation | undefined;
  readonly verdicts: readonly {
    readonly verdict: ReviewVerdict;
    readonly comment: string;
    readonly by: string;
    readonly at: string;
    readonly seq: number;
    readonly place: { readonly log: string; readonly seq: number };
  }[];
};

/** A review is done when its last verdict says justified or not; "unclear" keeps it open. */
export function reviewDone(review: PostReview): boolean {
  const last = review.verdicts[review.verdicts.length - 1];
  return last !== undefined && last.verdict !== 'unclear';
}

/** Whether the window is open at `now`: it expires by itself, whether or not anybody has recorded that yet. */
export function glassOpen(glass: Glass, now: string): boolean {
  return glass.closed === undefined && now < glass.expires;
}
