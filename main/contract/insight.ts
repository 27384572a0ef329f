import { z } from 'zod';
import { answer, type Call } from './call';

/** L3, L4: the four questions that operations leaders ask, one name each. */
export const questions = ['closed-without-evidence', 'codes', 'stalls', 'overdue-reviews'] as const;
export type Question = (typeof questions)[number];

/** The tiles of the dashboard that have a table behind them. */
const tiles = [
  'first-time-fix',
  'exceptions-by-code',
  'stall-rate',
  'evidence',
  'overdue',
  'weekly',
] as const;
export type Tile = (typeof tiles)[number];

/** What is counted: a period (UTC, `from` inclusive, `to` exclusive), one job type by its key, and whose records. */
const scopeSchema = z.strictObject({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  jobType: z.string().max(120).optional(),
  source: z.enum(['all', 'here', 'imported']),
});
export type Scope = z.infer<typeof scopeSchema>;

/** One number of the insight pages, as the question for the records that it counts. */
export const countedSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('closed'), evidence: z.enum(['with', 'without', 'any']) }),
  z.strictObject({ what: z.literal('code'), code: z.string().max(80) }),
  z.strictObject({
    what: z.literal('runs'),
    jobType: z.string().max(120).optional(),
    stalled: z.boolean().optional(),
  }),
  z.strictObject({
    what: z.literal('overdue'),
    owner: z.string().max(80).optional(),
    kind: z.enum(['exception', 'review', 'remediation']).optional(),
    /** Only actions that follow from a break-glass: its review and its remediation. */
    ofBreakGlass: z.boolean().optional(),
  }),
  z.strictObject({ what: z.literal('first-time'), fixed: z.boolean().optional() }),
  /** Exceptions raised in the week that begins on this Monday (`2026-03-02`, UTC), whole: the scope's period does not cut it. */
  z.strictObject({ what: z.literal('week'), week: z.iso.date() }),
  z.strictObject({ what: z.literal('evidence'), missing: z.boolean().optional() }),
]);
export type Counted = z.infer<typeof countedSchema>;

/** One record behind a number; `subject` is the id whose entries in the ledger tell it. */
export type CountedRow = {
  readonly key: string;
  readonly subject: string;
  readonly workOrder: string | null;
  readonly number: string;
  readonly title: string;
  readonly jobTypeName: string;
  /** What makes it count, in words: "Stalled 3 h 10 min at step 4", "Closed as CL-K1-000012". */
  readonly words: string;
  readonly at: string;
  readonly imported: boolean;
};

/** A rate with its denominator. Under five cases a screen says "Too few to say". */
export type Rate = { readonly counted: number; readonly of: number };

export type CodeRow = {
  readonly code: string;
  readonly meaning: string;
  readonly count: number;
  readonly workOrders: number;
  /** Who owns the remediation: the owner of the newest remediation for this code, else of the code, else "No owner". */
  readonly ownerName: string;
  readonly openRemediations: number;
  readonly imported: number;
};
export type StallRow = {
  readonly jobType: string;
  readonly name: string;
  /** All of its runs are imported: a job type that this site does not have. */
  readonly imported: boolean;
  readonly runs: number;
  readonly stalled: number;
};
export type OwnerRow = {
  /** `usr_…`, a role, or the roles that may decide a review joined by `+`: what `counted` takes as owner. */
  readonly owner: string;
  readonly ownerName: string;
  readonly exceptions: number;
  readonly reviews: number;
  readonly remediations: number;
  /** When the oldest of them was due. */
  readonly oldestDue: string;
};

/** What a question is answered with. `definition` says in plain words what is counted. */
export type QuestionAnswer = { readonly definition: string } & (
  | {
      readonly question: 'closed-without-evidence';
      /** Closed in this app, and how many of them without closure evidence. */
      readonly here: Rate;
      readonly imported: Rate;
    }
  | { readonly question: 'codes'; readonly total: number; readonly rows: readonly CodeRow[] }
  | { readonly question: 'stalls'; readonly site: Rate; readonly rows: readonly StallRow[] }
  | { readonly question: 'overdue-reviews'; readonly actions: number; readonly rows: readonly OwnerRow[] }
);

type WeekRow = {
  /** The Monday the week begins on, `2026-03-02` in UTC. */
  readonly week: string;
  readonly exceptions: number;
  /** Outside a limit, part of a run of eight on one side of the mean, or neither. */
  readonly signal: 'none' | 'beyond-limit' | 'run';
};

/** L4: everything on the dashboard for one scope, from one moment of the ledger. */
export type Dashboard = {
  readonly at: string;
  readonly questions: readonly QuestionAnswer[];
  readonly firstTimeFix: {
    readonly definition: string;
    readonly rate: Rate;
    /** Oldest first; by the week of closing, cut to the scope's period, so that they sum up to the rate (the newest 104). */
    readonly weeks: readonly ({ readonly week: string } & Rate)[];
    /** Releases in the period, to be marked in the chart. */
    readonly releases: readonly { readonly at: string; readonly words: string }[];
  };
  readonly evidence: {
    readonly definition: string;
    /** Evidence slots filled, of those due so far. */
    readonly slots: Rate;
    /** Closed work orders with closure evidence, of all closed. */
    readonly closures: Rate;
  };
  readonly overdue: { readonly definition: string; readonly rows: readonly OwnerRow[] };
  /** Individuals chart (XmR): limits are mean ± 2.66 × mean moving range, the lower never under 0; both 0 where not enough. */
  readonly weekly: {
    readonly definition: string;
    /** Oldest first, every week whole, the newest 104 that the period touches; the one that is not over is not judged. */
    readonly weeks: readonly WeekRow[];
    readonly mean: number;
    readonly upper: number;
    readonly lower: number;
    /** Fewer than this many whole weeks give no limits. */
    readonly enough: boolean;
    readonly words: string;
  };
};

export const insightCommands = {
  /** Writes the table behind a question or tile to a CSV file that the person names; formula-safe. */
  exportTable: {
    args: z.strictObject({
      table: z.union([
        z.strictObject({ question: z.enum(questions) }),
        z.strictObject({ tile: z.enum(tiles) }),
        z.strictObject({ counted: countedSchema }),
      ]),
      scope: scopeSchema,
    }),
    answer: answer<{ readonly saved: string | null; readonly rows: number }>(),
    local: true,
  },
} as const satisfies Record<string, Call>;

export const insightQueries = {
  /** What the filters offer: job types with records (here or imported) and the time of the first record. */
  insightScope: {
    args: z.strictObject({}),
    answer: answer<{
      readonly jobTypes: readonly {
        readonly key: string;
        readonly name: string;
        readonly imported: boolean;
      }[];
      readonly first: string | null;
      readonly importedCases: number;
    }>(),
  },
  question: {
    args: z.strictObject({ question: z.enum(questions), scope: scopeSchema }),
    answer: answer<QuestionAnswer>(),
  },
  dashboard: { args: z.strictObject({ scope: scopeSchema }), answer: answer<Dashboard>() },
  /** The records behind one number, newest first, a page at a time. */
  counted: {
    args: z.strictObject({
      of: countedSchema,
      scope: scopeSchema,
      after: z.string().max(200).optional(),
      limit: z.int().min(1).max(200),
    }),
    answer: answer<{
      readonly total: number;
      readonly rows: readonly CountedRow[];
      readonly next: string | null;
    }>(),
  },
} as const satisfies Record<string, Call>;
