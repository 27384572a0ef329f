import { z } from 'zod';
import { idSchema } from '../entry';

export const conflictEntries = {
  /** What was decided about two acts that cannot both stand. The first keeps standing. */
  'conflict.settled': z.strictObject({
    conflict: z.string().max(120),
    workOrder: idSchema('workOrder'),
    decision: z.string().trim().min(10).max(1000),
  }),
} as const;

/** Why two acts cannot both stand; each has its words in `clash.ts`, `early.ts` and the rows of numbers. */
export type ConflictKind =
  | 'exception-ended-twice'
  | 'remediation-closed-twice'
  | 'review-decided-twice'
  | 'gate-decided-twice'
  | 'closed-twice'
  | 'after-closing'
  | 'run-started-twice'
  | 'run-elsewhere'
  | 'number-used-twice'
  | 'before-its-cause'
  | 'same-person';

/** Where an entry stands. */
export type EntryPlace = { readonly log: string; readonly seq: number };

/** An entry without effect, and the one that stands instead. */
export type Conflict = {
  /** The place of the entry without effect: `<log>/<seq>`. */
  readonly conflict: string;
  readonly kind: ConflictKind;
  /** What it is about: "Gate 2, Torque". */
  readonly title: string;
  readonly why: string;
  readonly stands: EntryPlace;
  readonly lost: EntryPlace;
  readonly ownerRole: 'supervisor' | 'compliance';
  readonly foundAt: string;
  /** Later entries that rest on the lost one and have no effect either. */
  readonly also: number;
  /** The run that was not started, for `run-started-twice`. */
  readonly run: string | undefined;
};

/** An act on a thing that the entries before it do not know: its cause comes later in the order, because a clock is wrong. */
export type EarlyAct = EntryPlace & {
  readonly about: string;
  readonly role: string;
  readonly at: string;
};

export type Settlement = { readonly decision: string; readonly by: string; readonly at: string };

export const conflictId = ({ log, seq }: EntryPlace): string => `${log}/${seq}`;
