import { z } from 'zod';
import type { Rule } from '../automation/rule';
import { idSchema } from '../entry';
import type { Remediation } from '../remediation/remediation';
import { causeSchema, monthSchema } from './cause';

const why = z.string().trim().min(10).max(1000);

/** What the monthly review can decide about: a cause, or one of its two tables. */
export const aboutSchema = z.union([
  causeSchema,
  z.strictObject({ kind: z.literal('completeness') }),
  z.strictObject({ kind: z.literal('overdue') }),
]);
export type About = z.infer<typeof aboutSchema>;

export const reviewOutcomes = ['change-checklist', 'remediation', 'watch', 'accept'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** X5, L5: what a site learns from its exceptions. */
export const learningEntries = {
  'repeat-rule.set': z.strictObject({ count: z.int().min(2).max(100), days: z.int().min(1).max(365) }),
  /** The same code on the same job type came `exceptions.length` times within `days`, where `count` are enough. */
  'drift.signalled': z.strictObject({
    signal: idSchema('signal'),
    code: z.string(),
    meaning: z.string(),
    jobType: idSchema('jobType'),
    count: z.int(),
    days: z.int(),
    /** The exceptions it counts, oldest first. */
    exceptions: z.array(idSchema('exception')).min(2),
  }),
  'drift.dismissed': z.strictObject({ signal: idSchema('signal'), why }),
  'monthly-review.decided': z.strictObject({
    decision: idSchema('decision'),
    month: monthSchema,
    about: aboutSchema,
    aboutWords: z.string().max(200),
    outcome: z.enum(reviewOutcomes),
    checklist: idSchema('checklist').optional(),
    text: z.string().trim().min(3).max(1000),
  }),
  'monthly-review.held': z.strictObject({
    month: monthSchema,
    present: z.string().trim().min(3).max(500),
    decisions: z.array(idSchema('decision')),
  }),
} as const;
export type LearningBody<K extends keyof typeof learningEntries> = z.infer<(typeof learningEntries)[K]>;

/** X5: a repeat that waits for a remediation or a reasoned dismissal, or had it. */
export type Signal = LearningBody<'drift.signalled'> & {
  readonly raisedAt: string;
  readonly outcome:
    | undefined
    | {
        readonly how: 'remediation';
        readonly remediation: string;
        readonly number: string;
        readonly by: string;
        readonly at: string;
      }
    | { readonly how: 'dismissed'; readonly why: string; readonly by: string; readonly at: string };
};

export type ReviewDecision = LearningBody<'monthly-review.decided'> & {
  readonly by: string;
  readonly at: string;
};

export type HeldReview = LearningBody<'monthly-review.held'> & { readonly by: string; readonly at: string };

/** What a site learns, whatever work order it comes from. A pure fold of the entries that carry the subject `learning`. */
export type LearningState = {
  readonly repeat: { readonly count: number; readonly days: number };
  readonly signals: ReadonlyMap<string, Signal>;
  /** Those that belong to no work order; the others are part of their case. */
  readonly remediations: Readonly<Record<string, Remediation>>;
  readonly decisions: ReadonlyMap<string, ReviewDecision>;
  /** By month. */
  readonly held: ReadonlyMap<string, HeldReview>;
  readonly rules: ReadonlyMap<string, Rule>;
};

export const emptyLearning: LearningState = {
  repeat: { count: 3, days: 30 },
  signals: new Map(),
  remediations: {},
  decisions: new Map(),
  held: new Map(),
  rules: new Map(),
};

/** Signals that wait for a decision, oldest first. */
export function openSignals(state: LearningState): Signal[] {
  return [...state.signals.values()].filter((s) => s.outcome === undefined);
}

/** The month a time lies in, in UTC. */
export const monthOf = (at: string): string => at.slice(0, 7);
