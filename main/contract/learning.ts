import { z } from 'zod';
import { type RuleDoes, type RuleWhen, ruleDoesSchema, ruleWhenSchema } from '../domain/automation/rule';
import { idSchema } from '../domain/entry';
import { type Cause, causeSchema, monthSchema, targetSchema } from '../domain/learning/cause';
import { type About, aboutSchema, type ReviewOutcome, reviewOutcomes } from '../domain/learning/learning';
import { ownerSchema } from '../domain/procedure/catalogue';
import { answer, type Call } from './call';
import { type Done, text } from './parts';

export type { RuleDoes, RuleWhen } from '../domain/automation/rule';
export type { Cause, Target } from '../domain/learning/cause';

/** X5: the same code on the same job type often enough in a window. It waits for a remediation or a reasoned dismissal. */
export type SignalRow = {
  readonly signal: string;
  readonly code: string;
  readonly meaning: string;
  readonly jobType: string;
  readonly jobTypeName: string;
  readonly count: number;
  readonly days: number;
  readonly raisedAt: string;
  readonly state: 'open' | 'remediation' | 'dismissed';
  /** The remediation it became, by number, or why it was dismissed and by whom. */
  readonly outcome: string | null;
  readonly remediation: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  readonly exceptions: readonly {
    readonly exception: string;
    readonly number: string;
    readonly workOrder: string;
    readonly workOrderNumber: string;
    readonly raisedAt: string;
  }[];
  /** Who may be proposed as owner: the code's. */
  readonly ownerName: string;
};

export type RuleRow = {
  readonly rule: string;
  readonly name: string;
  readonly active: boolean;
  readonly when: RuleWhen;
  readonly does: RuleDoes;
  /** "When MAT-02 is raised, assign it to Luca Moretti." */
  readonly sentence: string;
  readonly fired: number;
  readonly lastFiredAt: string | null;
};

/** One decision of a monthly review. */
export type DecisionRow = {
  readonly decision: string;
  readonly month: string;
  readonly about: About;
  readonly aboutWords: string;
  readonly outcome: ReviewOutcome;
  readonly text: string;
  readonly checklist: string | null;
  readonly checklistTitle: string | null;
  /** The version that named this decision as its cause, once there is one. */
  readonly version: number | null;
  readonly byName: string;
  readonly at: string;
};

/** L5: a prepared meeting over one month. Times are those of the month in UTC. */
export type MonthlyReview = {
  readonly month: string;
  readonly months: readonly string[];
  readonly signals: readonly SignalRow[];
  readonly topCodes: readonly {
    readonly code: string;
    readonly meaning: string;
    readonly ownerName: string;
    readonly count: number;
    readonly before: number;
  }[];
  readonly completeness: {
    readonly closed: number;
    readonly withEvidence: number;
    readonly reviewsDue: number;
    readonly reviewsDone: number;
    readonly remediationsClosed: number;
    readonly remediationsOpen: number;
  };
  readonly overdue: readonly {
    readonly ownerName: string;
    readonly exceptions: number;
    readonly reviews: number;
    readonly remediations: number;
    readonly oldestDue: string;
  }[];
  readonly decisions: readonly DecisionRow[];
  /** Set once the meeting is recorded as held. */
  readonly held: { readonly at: string; readonly byName: string; readonly present: string } | null;
};

export const learningCommands = {
  /** X5: how often in how many days the same code on the same job type raises a signal. */
  setRepeatRule: {
    args: z.strictObject({ count: z.int().min(2).max(100), days: z.int().min(1).max(365) }),
    answer: answer<Done>(),
  },
  dismissSignal: {
    args: z.strictObject({
      signal: idSchema('signal'),
      why: text(10, 'say why nothing needs to change, in at least ten letters'),
    }),
    answer: answer<Done>(),
  },
  /** Opens a remediation that no break-glass opened: for a signal, a code or a decision of the monthly review. */
  openRemediation: {
    args: z.strictObject({
      cause: causeSchema,
      title: text(3, 'say what is to be fixed', 120),
      owner: ownerSchema,
      due: z.iso.datetime(),
      target: targetSchema.optional(),
    }),
    answer: answer<Done & { readonly remediation: string; readonly number: string }>(),
  },
  /** A file that shows what a remediation did; named by the preload from what the person picked. */
  addRemediationEvidence: {
    args: z.strictObject({
      remediation: idSchema('remediation'),
      path: z.string().max(4096),
    }),
    answer: answer<Done & { readonly sha256: string }>(),
  },
  decideInReview: {
    args: z.strictObject({
      month: monthSchema,
      about: aboutSchema,
      outcome: z.enum(reviewOutcomes),
      checklist: idSchema('checklist').optional(),
      text: text(3, 'say what was decided'),
    }),
    answer: answer<Done & { readonly decision: string }>(),
  },
  /** The meeting was held: who was there. Open signals of the month must be decided first. */
  holdReview: {
    args: z.strictObject({ month: monthSchema, present: text(3, 'say who was there', 500) }),
    answer: answer<Done>(),
  },
  /** D12: makes a rule, or changes one. */
  defineRule: {
    args: z.strictObject({
      rule: idSchema('rule').optional(),
      name: text(3, 'name the rule', 80),
      active: z.boolean(),
      when: ruleWhenSchema,
      does: ruleDoesSchema,
    }),
    answer: answer<Done & { readonly rule: string }>(),
  },
} as const satisfies Record<string, Call>;

export const learningQueries = {
  signals: {
    args: z.strictObject({ state: z.enum(['open', 'decided']) }),
    answer: answer<{
      readonly rows: readonly SignalRow[];
      readonly repeat: { readonly count: number; readonly days: number };
    }>(),
  },
  monthlyReview: {
    args: z.strictObject({ month: monthSchema.optional() }),
    answer: answer<MonthlyReview>(),
  },
  rules: { args: z.strictObject({}), answer: answer<readonly RuleRow[]>() },
  /** What a release request may name as its cause: recent decisions, open or closed remediations, codes raised on this job type. */
  causes: {
    args: z.strictObject({ checklist: idSchema('checklist') }),
    answer: answer<readonly { readonly cause: Cause; readonly words: string }[]>(),
  },
} as const satisfies Record<string, Call>;
