import { z } from 'zod';
import { idSchema } from '../domain/entry';
import type { ExceptionCode } from '../domain/procedure/catalogue';
import type { JobType } from '../domain/procedure/jobType';
import type * as Answers from './answers';
import { backupQueries } from './backup';
import { answer, type Call } from './call';
import { erasureQueries } from './erasure';
import { historyQueries } from './history';
import { insightQueries } from './insight';
import { learningQueries } from './learning';
import { packQueries } from './packs';
import { securityQueries } from './security';
import { syncQueries } from './sync';
import { updateQueries } from './updates';

const workOrder = idSchema('workOrder');

/** Every query: its arguments and what it answers (who may ask: permissions.ts). A query reads a view and changes nothing. */
export const queries = {
  status: { args: z.strictObject({}), answer: answer<Answers.Status>() },
  /** Names for the sign-in list; nothing about their work. */
  people: { args: z.strictObject({}), answer: answer<readonly Answers.PersonView[]>() },
  myWork: {
    args: z.strictObject({}),
    answer: answer<{ readonly rows: readonly Answers.WorkOrderRow[] }>(),
  },
  workOrders: {
    args: z.strictObject({
      state: z.enum(['all', 'open', 'finished', 'closed']),
      find: z.string().max(80).optional(),
    }),
    answer: answer<readonly Answers.WorkOrderRow[]>(),
  },
  /** Whole and exact, from a number typed or scanned. */
  findWorkOrder: {
    args: z.strictObject({ number: z.string().max(64) }),
    answer: answer<{ readonly workOrder: string | null }>(),
  },
  caseView: { args: z.strictObject({ workOrder }), answer: answer<Answers.CaseView>() },
  inbox: { args: z.strictObject({}), answer: answer<Answers.Inbox>() },
  exceptions: {
    args: z.strictObject({ state: z.enum(['open', 'ended']) }),
    answer: answer<readonly Answers.ExceptionRow[]>(),
  },
  remediations: {
    args: z.strictObject({}),
    answer: answer<readonly Answers.RemediationRow[]>(),
  },
  jobTypes: { args: z.strictObject({}), answer: answer<readonly JobType[]>() },
  codes: {
    args: z.strictObject({}),
    answer: answer<readonly (ExceptionCode & { readonly ownerName: string })[]>(),
  },
  checklists: {
    args: z.strictObject({}),
    answer: answer<readonly Answers.ChecklistRow[]>(),
  },
  checklist: {
    args: z.strictObject({ checklist: idSchema('checklist') }),
    answer: answer<Answers.ChecklistView>(),
  },
  starters: { args: z.strictObject({}), answer: answer<readonly Answers.StarterCard[]>() },
  /** What a signature would cover now, and the digest the command has to carry. */
  signingView: {
    args: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('gate'), workOrder, step: z.string().max(40) }),
      z.strictObject({ what: z.literal('step'), workOrder, step: z.string().max(40) }),
      z.strictObject({ what: z.literal('review'), workOrder, review: idSchema('review') }),
      z.strictObject({ what: z.literal('closure'), workOrder }),
      z.strictObject({ what: z.literal('release'), checklist: idSchema('checklist') }),
      z.strictObject({ what: z.literal('erasure'), erasure: idSchema('erasure') }),
    ]),
    answer: answer<Answers.SigningView>(),
  },
  entries: {
    args: z.strictObject({
      /** Where the page before ended: its `next`. */
      before: z.string().max(60).optional(),
      /** Or how many of the newest to leave out: any page at once. */
      skip: z.int().min(0).optional(),
      limit: z.int().min(1).max(500),
      subject: z.string().max(80).optional(),
      person: idSchema('user').optional(),
      type: z.string().max(60).optional(),
    }),
    answer: answer<{
      readonly rows: readonly Answers.EntryRow[];
      readonly total: number;
      readonly matching: number;
      /** Give it back for the next page; null at the end. Opaque. */
      readonly next: string | null;
    }>(),
  },
  entry: {
    args: z.strictObject({ log: z.string().max(120), seq: z.int().min(0) }),
    answer: answer<Answers.EntryView>(),
  },
  entryTypes: {
    args: z.strictObject({}),
    answer: answer<readonly { readonly type: string; readonly label: string }[]>(),
  },
  /** A held file, read and checked against its hash, for showing. */
  evidence: {
    args: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    answer: answer<{ readonly mime: string; readonly bytes: Uint8Array }>(),
  },

  // The rest of the mission, each in a file of its own
  ...insightQueries,
  ...learningQueries,
  ...historyQueries,
  ...securityQueries,
  ...syncQueries,
  ...backupQueries,
  ...updateQueries,
  ...erasureQueries,
  ...packQueries,
} as const satisfies Record<string, Call>;

export type QueryName = keyof typeof queries;
