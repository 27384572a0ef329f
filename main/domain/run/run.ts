import { z } from 'zod';
import { idSchema } from '../entry';
import { quorumSchema } from '../procedure/checklist';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** How a recorded answer stands: in band, in the warn or act band, passed, failed, or simply given. */
export const verdicts = ['ok', 'warn', 'act', 'pass', 'fail', 'given'] as const;
export type Verdict = (typeof verdicts)[number];

const stepRef = {
  run: idSchema('run'),
  workOrder: idSchema('workOrder'),
  step: z.string(),
  no: z.string(),
  title: z.string(),
};

/** Entries of a work order and its run. */
export const runEntries = {
  'work-order.opened': z.strictObject({
    workOrder: idSchema('workOrder'),
    number: z.string(),
    title: z.string(),
    jobType: idSchema('jobType'),
    asset: z.string(),
    lot: z.string().optional(),
    due: z.string().optional(),
    inputs: z.array(
      z.strictObject({ id: z.string(), label: z.string(), value: z.string(), unit: z.string().optional() }),
    ),
  }),
  'run.started': z.strictObject({
    run: idSchema('run'),
    number: z.string(),
    workOrder: idSchema('workOrder'),
    checklist: idSchema('checklist'),
    version: idSchema('version'),
    versionNumber: z.int(),
    documentHash: sha256,
  }),
  'run.prerequisite-checked': z.strictObject({
    run: idSchema('run'),
    workOrder: idSchema('workOrder'),
    prerequisite: z.string(),
    text: z.string(),
    result: z.enum(['pass', 'fail']),
    note: z.string().max(500).optional(),
  }),
  'run.step-recorded': z.strictObject({
    ...stepRef,
    kind: z.string(),
    value: z.string().max(4000),
    /** Words for a person where `value` is a code: the chosen option, "Done", "Pass". */
    shown: z.string().max(4000),
    unit: z.string().optional(),
    verdict: z.enum(verdicts),
    why: z.string().max(1000).optional(),
    attempt: z.int().min(1),
    /** When the person did it; `at` in the header says when it was recorded. */
    performedAt: z.string(),
    /** The break-glass it was done under. */
    glass: idSchema('glass').optional(),
    /** For a signature step: SHA-256 of the canonical form of what the signer was shown. */
    digest: sha256.optional(),
  }),
  'run.entry-refused': z.strictObject({
    ...stepRef,
    value: z.string().max(200),
    unit: z.string().optional(),
    attempt: z.int().min(1),
    reason: z.string(),
  }),
  'run.step-corrected': z.strictObject({
    ...stepRef,
    value: z.string().max(4000),
    shown: z.string().max(4000),
    unit: z.string().optional(),
    verdict: z.enum(verdicts),
    before: z.string(),
    why: z.string().min(3).max(1000),
  }),
  'run.evidence-added': z.strictObject({
    ...stepRef,
    slot: z.string(),
    label: z.string(),
    sha256,
    size: z.int().min(1),
    mime: z.string(),
    name: z.string().max(200),
    source: z.enum(['camera', 'file']),
    /** The file this one stands in for (both are kept). */
    replaces: sha256.optional(),
    glass: idSchema('glass').optional(),
  }),
  'run.gate-requested': z.strictObject({ ...stepRef, need: quorumSchema }),
  /** From here on only the named station records in the run. */
  'run.handed-over': z.strictObject({
    run: idSchema('run'),
    workOrder: idSchema('workOrder'),
    to: z.string().regex(/^dev_[a-z2-7]{26}$/),
    station: z.string().max(20),
  }),
  'run.finished': z.strictObject({ run: idSchema('run'), workOrder: idSchema('workOrder') }),
} as const;

export type WorkOrder = z.infer<(typeof runEntries)['work-order.opened']> & {
  readonly openedBy: string;
  readonly openedAt: string;
  /** Where its opening stands in the order of all logs. */
  readonly openedIn: { readonly clock: string; readonly log: string; readonly seq: number };
};

export type EvidenceFile = z.infer<(typeof runEntries)['run.evidence-added']> & {
  readonly by: string;
  readonly at: string;
  readonly seq: number;
};

export type Attempt = {
  readonly value: string;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
  readonly seq: number;
};

export type Change = {
  readonly before: string;
  readonly after: string;
  readonly why: string;
  readonly by: string;
  readonly at: string;
  readonly seq: number;
};

/** One accepted answer, with what it was before any correction. */
export type StepRecord = {
  readonly value: string;
  readonly shown: string;
  readonly unit: string | undefined;
  readonly verdict: Verdict;
  readonly why: string | undefined;
  readonly attempt: number;
  readonly performedAt: string;
  readonly at: string;
  readonly by: string;
  readonly seq: number;
  /** How many entries of the case came before it. */
  readonly order: number;
  readonly glass: string | undefined;
  readonly signed: boolean;
  /** Set when something it was signed over was changed afterwards: it was signed, and is signed no more. */
  readonly voided?: { readonly at: string; readonly reason: string };
};

/** All that happened at one step. `record` is absent while it is to do, or again after it was sent back. */
export type StepHistory = {
  readonly record: StepRecord | undefined;
  readonly earlier: readonly StepRecord[];
  readonly refused: readonly Attempt[];
  readonly changes: readonly Change[];
  readonly evidence: readonly EvidenceFile[];
};

export const untouched: StepHistory = {
  record: undefined,
  earlier: [],
  refused: [],
  changes: [],
  evidence: [],
};

export type PrerequisiteCheck = {
  readonly text: string;
  readonly result: 'pass' | 'fail';
  readonly note: string | undefined;
  readonly by: string;
  readonly at: string;
  readonly seq: number;
};

export type RunState = {
  readonly run: string;
  readonly number: string;
  readonly version: string;
  readonly versionNumber: number;
  readonly documentHash: string;
  readonly startedBy: string;
  readonly startedAt: string;
  /** The device whose log may record in it, `dev_…`; empty while the start is not recorded yet. */
  readonly holder: string;
  /** Where the start stands. */
  readonly startedIn: { readonly log: string; readonly seq: number };
  readonly finishedAt: string | undefined;
  readonly prerequisites: Readonly<Record<string, readonly PrerequisiteCheck[]>>;
  readonly steps: Readonly<Record<string, StepHistory>>;
};
