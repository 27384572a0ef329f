import { z } from 'zod';
import { idSchema, type Role, roleSchema } from '../entry';

const gateRef = {
  run: idSchema('run'),
  workOrder: idSchema('workOrder'),
  step: z.string(),
  no: z.string(),
  title: z.string(),
};

/** C1, C2: decisions on gates; each is an electronic signature. */
export const approvalEntries = {
  'gate.approved': z.strictObject({
    ...gateRef,
    role: roleSchema,
    shown: z.string(),
    note: z.string().max(1000).optional(),
  }),
  'gate.rejected': z.strictObject({
    ...gateRef,
    role: roleSchema,
    shown: z.string(),
    code: z.string(),
    why: z.string().trim().min(3).max(1000),
    /** The step the work goes back to; it and all after it are done again. */
    backTo: z.string(),
  }),
} as const;

export type GateDecision = {
  readonly what: 'approved' | 'rejected';
  readonly role: Role;
  readonly by: string;
  readonly at: string;
  readonly seq: number;
  readonly place: { readonly log: string; readonly seq: number };
  readonly why: string | undefined;
  /** Set when something it covered was changed afterwards: it was signed, and is signed no more. */
  readonly voided: { readonly at: string; readonly reason: string } | undefined;
};

export type GateState = {
  readonly step: string;
  readonly requestedAt: string | undefined;
  readonly decisions: readonly GateDecision[];
};
