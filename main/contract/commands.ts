import { z } from 'zod';
import { idSchema, type Role, roleSchema } from '../domain/entry';
import { causeSchema } from '../domain/learning/cause';
import { identifierSchema, personNameSchema } from '../domain/people/person';
import { codeIdSchema, dispositions, exceptionCodeSchema } from '../domain/procedure/catalogue';
import { documentSchema } from '../domain/procedure/checklist';
import { jobTypeSchema } from '../domain/procedure/jobType';
import { backupCommands } from './backup';
import { answer, type Call } from './call';
import { erasureCommands } from './erasure';
import { evidenceCommands } from './evidence';
import { historyCommands } from './history';
import { insightCommands } from './insight';
import { learningCommands } from './learning';
import { packCommands } from './packs';
import { type Done, secretSchema, text } from './parts';
import { securityCommands } from './security';
import { syncCommands } from './sync';
import { updateCommands } from './updates';

const workOrder = idSchema('workOrder');
const step = z.string().max(40);

/**
 * Every command: its arguments and what it answers (who may give it: permissions.ts). The entry of a `signed` command is an
 * electronic signature: its arguments say what is to be signed, and who signs is asked in a window of its own, so that no secret
 * passes through the page.
 */
export const commands = {
  // Site and sessions
  createSite: {
    args: z.strictObject({
      siteName: text(2, 'name the site', 60),
      station: z
        .string()
        .trim()
        .regex(/^[A-Z][A-Z0-9]{0,3}$/, 'one capital letter and up to three letters or digits, such as K1'),
      name: personNameSchema,
      identifier: identifierSchema,
      secret: secretSchema,
    }),
    answer: answer<Done>(),
  },
  openSampleSite: { args: z.strictObject({}), answer: answer<Done>() },
  signIn: {
    args: z.strictObject({ user: idSchema('user'), secret: secretSchema }),
    answer: answer<{ user: string; role: Role }>(),
  },
  /** The first sign-in, or the first after a reset: the one-time code, and the secret that the person chooses. */
  chooseSecret: {
    args: z.strictObject({
      user: idSchema('user'),
      code: z.string().min(1, 'enter the one-time code').max(60),
      secret: secretSchema,
    }),
    answer: answer<{ user: string; role: Role }>(),
  },
  signOut: {
    args: z.strictObject({ how: z.enum(['signed-out', 'locked', 'idle']) }),
    answer: answer<Done>(),
  },
  enrolPerson: {
    args: z.strictObject({
      name: personNameSchema,
      identifier: identifierSchema,
      role: roleSchema,
    }),
    /** `code` is told this once: a command that is given again does not know it. */
    answer: answer<Done & { user: string; code?: string }>(),
  },
  issueCode: {
    args: z.strictObject({ user: idSchema('user') }),
    answer: answer<Done & { code?: string }>(),
  },
  unlockPerson: {
    args: z.strictObject({ user: idSchema('user'), why: text(3, 'say why', 300) }),
    answer: answer<Done>(),
  },
  deactivatePerson: {
    args: z.strictObject({ user: idSchema('user'), why: text(3, 'say why', 300) }),
    answer: answer<Done>(),
  },

  // Procedure
  defineJobType: {
    args: jobTypeSchema.extend({ jobType: idSchema('jobType').optional() }),
    answer: answer<Done & { jobType: string }>(),
  },
  defineCode: { args: exceptionCodeSchema, answer: answer<Done>() },
  addStarter: {
    args: z.strictObject({ starter: z.string().max(40) }),
    answer: answer<Done & { checklist: string; jobType: string }>(),
  },
  saveChecklistDraft: {
    args: z.strictObject({ checklist: idSchema('checklist').optional(), document: documentSchema }),
    answer: answer<Done & { checklist: string }>(),
  },
  requestRelease: {
    args: z.strictObject({
      checklist: idSchema('checklist'),
      reason: text(3, 'say what is new, or why', 500),
      /** D8: what made it necessary: decisions, codes, remediations. */
      causes: z.array(causeSchema).max(10).optional(),
    }),
    answer: answer<Done>(),
  },
  releaseChecklist: {
    signed: true,
    args: z.strictObject({ checklist: idSchema('checklist') }),
    answer: answer<Done & { version: string; number: number }>(),
  },

  // Run
  openWorkOrder: {
    args: z.strictObject({
      /** From the site's own system; left out, the app gives the next one. */
      number: z
        .string()
        .trim()
        .max(24)
        .regex(/^[A-Za-z0-9][A-Za-z0-9/._-]*$/, 'letters, digits, points, hyphens and slashes')
        .optional(),
      title: text(3, 'say what is to be done', 90),
      jobType: idSchema('jobType'),
      asset: text(1, 'name the asset', 80),
      lot: z.string().trim().max(60).optional(),
      due: z.iso.datetime().optional(),
      inputs: z.record(z.string(), z.string().max(200)),
    }),
    answer: answer<Done & { workOrder: string; number: string }>(),
  },
  startRun: { args: z.strictObject({ workOrder }), answer: answer<Done>() },
  checkPrerequisite: {
    args: z.strictObject({
      workOrder,
      prerequisite: z.string().max(40),
      result: z.enum(['pass', 'fail']),
      note: z.string().max(500).optional(),
    }),
    answer: answer<Done & { exception?: string }>(),
  },
  /**
   * Records an answer. `value`: confirm 'done'; pass-fail 'pass' | 'fail'; choice an option's id; number as typed;
   * text as typed; photo and file 'held'; signature 'signed', which is asked for in the signing window.
   */
  recordStep: {
    args: z.strictObject({
      workOrder,
      step,
      value: z.string().max(4000),
      why: z.string().max(1000).optional(),
      performedAt: z.iso.datetime().optional(),
    }),
    answer: answer<Done & RecordAnswer>(),
  },
  correctStep: {
    args: z.strictObject({
      workOrder,
      step,
      value: z.string().max(4000),
      why: text(3, 'say why it is corrected'),
    }),
    answer: answer<Done>(),
  },
  /** The file itself is named by the preload from what the person picked; see preload/preload.ts. */
  addEvidence: {
    args: z.strictObject({
      workOrder,
      step,
      slot: z.string().max(40),
      path: z.string().max(4096),
      source: z.enum(['camera', 'file']),
      replaces: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    answer: answer<Done & { sha256: string }>(),
  },

  // Exceptions and break-glass
  blockStep: {
    args: z.strictObject({ workOrder, step, code: codeIdSchema }),
    answer: answer<Done & { exception: string }>(),
  },
  explainException: {
    args: z.strictObject({
      workOrder,
      exception: idSchema('exception'),
      why: text(3, 'say why, in a few words'),
    }),
    answer: answer<Done>(),
  },
  withdrawException: {
    args: z.strictObject({
      workOrder,
      exception: idSchema('exception'),
      why: text(3, 'say why it is withdrawn'),
    }),
    answer: answer<Done>(),
  },
  assignException: {
    args: z.strictObject({
      workOrder,
      exception: idSchema('exception'),
      to: idSchema('user'),
      why: z.string().trim().max(1000),
    }),
    answer: answer<Done>(),
  },
  disposeException: {
    args: z.strictObject({
      workOrder,
      exception: idSchema('exception'),
      disposition: z.enum(dispositions),
      note: text(3, 'say how it was settled'),
    }),
    answer: answer<Done>(),
  },
  openGlass: {
    args: z.strictObject({
      workOrder,
      step,
      code: codeIdSchema,
      why: text(10, 'say what is at stake and what you will do, in at least ten letters'),
    }),
    answer: answer<
      Done & { glass: string; review: string; remediation: string; exception: string; expires: string }
    >(),
  },
  endGlass: {
    args: z.strictObject({ workOrder, glass: idSchema('glass') }),
    answer: answer<Done>(),
  },
  decideReview: {
    signed: true,
    args: z.strictObject({
      workOrder,
      review: idSchema('review'),
      verdict: z.enum(['justified', 'not-justified', 'unclear']),
      comment: text(10, 'say what you found, in at least ten letters', 2000),
    }),
    answer: answer<Done>(),
  },
  /** With evidence: a file added to it, or a released checklist version that names it as its cause. */
  closeRemediation: {
    args: z.strictObject({
      workOrder: workOrder.optional(),
      remediation: idSchema('remediation'),
      done: text(10, 'say what was done and how it shows', 2000),
    }),
    answer: answer<Done>(),
  },

  // Approvals and closure
  approveGate: {
    signed: true,
    args: z.strictObject({ workOrder, step }),
    answer: answer<Done>(),
  },
  rejectGate: {
    signed: true,
    args: z.strictObject({
      workOrder,
      step,
      code: codeIdSchema,
      why: text(3, 'say why'),
      backTo: step,
    }),
    answer: answer<Done>(),
  },
  closeWorkOrder: {
    signed: true,
    args: z.strictObject({
      workOrder,
      acceptance: z.array(z.string().max(40)).max(30),
      result: text(3, 'say the result in a sentence'),
    }),
    answer: answer<Done & { closure: string; number: string; pdf: string }>(),
  },

  // This device only: nothing of these is site history
  keepDraft: {
    args: z.strictObject({ place: z.string().max(200), text: z.string().max(4000) }),
    answer: answer<{ kept: true }>(),
    local: true,
  },
  /** `full`: reads also what an earlier verification read. */
  verifyLedger: {
    args: z.strictObject({ full: z.boolean().optional() }),
    answer: answer<import('./answers').VerifyReport>(),
    local: true,
  },
  /** Stops the jobs of these names; left out, every running one. Each undoes itself. */
  cancelJob: {
    args: z.strictObject({ jobs: z.array(z.string().max(40)).max(8).optional() }),
    answer: answer<{ cancelled: boolean }>(),
    local: true,
  },
  saveClosurePdf: {
    args: z.strictObject({ workOrder }),
    answer: answer<{ saved: string | null }>(),
    local: true,
  },
  saveSiteRoot: {
    args: z.strictObject({}),
    answer: answer<{ saved: string | null }>(),
    local: true,
  },
  setTheme: {
    args: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    answer: answer<{ theme: string }>(),
    local: true,
  },

  // The rest of the mission, each in a file of its own
  ...evidenceCommands,
  ...insightCommands,
  ...learningCommands,
  ...historyCommands,
  ...securityCommands,
  ...syncCommands,
  ...backupCommands,
  ...updateCommands,
  ...erasureCommands,
  ...packCommands,
} as const satisfies Record<string, Call>;

/** What became of a recorded answer. `accepted: false` = kept as an attempt; `exception` = one was raised by it. */
export type RecordAnswer = {
  accepted: boolean;
  verdict: string;
  message?: string;
  attempt: number;
  exception?: string;
};

export type CommandName = keyof typeof commands;
