import { z } from 'zod';
import { idSchema, roleSchema } from '../entry';
import { codeIdSchema } from './catalogue';

/** A decimal number as a person writes it: optional minus, digits, optional point and digits. */
export const decimalSchema = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,9})?$/, 'a number with a point, such as 12.50');

/** One side open is allowed: `{ high: "0.5" }` means "at most 0.5". */
const rangeSchema = z.strictObject({ low: decimalSchema.optional(), high: decimalSchema.optional() });
export type Range = z.infer<typeof rangeSchema>;

export const evidenceSlotSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: z.enum(['photo', 'file']),
  label: z.string().trim().min(1).max(80),
  count: z.int().min(1).max(12),
});
export type EvidenceSlot = z.infer<typeof evidenceSlotSchema>;

const base = {
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().trim().min(1, 'a step needs a title').max(90),
  /** What to do, in one to three sentences; read at arm's length with gloves on. */
  say: z.string().max(400).optional(),
  evidence: z.array(evidenceSlotSchema).max(6).optional(),
};

export const quorumSchema = z
  .array(z.strictObject({ role: roleSchema, count: z.int().min(1).max(4) }))
  .min(1)
  .max(4);
export type Quorum = z.infer<typeof quorumSchema>;

export const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('confirm') }),
  z.strictObject({ ...base, kind: z.literal('pass-fail'), failCode: codeIdSchema.optional() }),
  z.strictObject({
    ...base,
    kind: z.literal('choice'),
    options: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]{1,40}$/),
          label: z.string().trim().min(1).max(60),
        }),
      )
      .min(2)
      .max(12),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('number'),
    /** What is measured, such as "Torque, bolt 6". */
    measures: z.string().trim().max(60).optional(),
    /** UCUM code, such as `N.m`, `bar`, `mm`, `V`, `Cel`. */
    unit: z.string().max(20),
    decimals: z.int().min(0).max(6),
    /** Outside: not accepted, kept as an attempt (the instrument cannot read this). */
    limits: rangeSchema.optional(),
    /** Outside: recorded, and `actCode` is raised. */
    act: rangeSchema.optional(),
    /** Outside: recorded with a reason. */
    warn: rangeSchema.optional(),
    actCode: codeIdSchema.optional(),
  }),
  z.strictObject({ ...base, kind: z.literal('text'), multiline: z.boolean().optional() }),
  z.strictObject({ ...base, kind: z.literal('photo') }),
  z.strictObject({ ...base, kind: z.literal('file') }),
  z.strictObject({ ...base, kind: z.literal('signature'), statement: z.string().trim().min(3).max(240) }),
  z.strictObject({
    ...base,
    kind: z.literal('gate'),
    need: quorumSchema,
    /** 'never' closes this gate to break-glass for good; what no gate may allow is fixed in breakglass/neverGates.ts. */
    breakGlass: z.enum(['allowed', 'never']),
  }),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepKind = Step['kind'];
export type NumberStep = Extract<Step, { kind: 'number' }>;
export type GateStep = Extract<Step, { kind: 'gate' }>;

export const sectionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().trim().min(1, 'a section needs a title').max(60),
  steps: z.array(stepSchema).max(200),
});
export type Section = z.infer<typeof sectionSchema>;

/** The procedure itself; its canonical bytes are hashed at release, and runs are pinned to that hash. */
export const documentSchema = z.strictObject({
  title: z.string().trim().min(3, 'a checklist needs a title').max(90),
  jobType: idSchema('jobType'),
  sections: z.array(sectionSchema).max(60),
});
export type ChecklistDocument = z.infer<typeof documentSchema>;

/** All steps in the order of the flow, numbered as people say them: gates G1, G2 …, the others 1, 2 …. */
export function numberedSteps(
  document: ChecklistDocument,
): { step: Step; no: string; section: Section; index: number }[] {
  const out: { step: Step; no: string; section: Section; index: number }[] = [];
  let plain = 0;
  let gates = 0;
  for (const section of document.sections) {
    for (const step of section.steps) {
      const no = step.kind === 'gate' ? `G${++gates}` : String(++plain);
      out.push({ step, no, section, index: out.length });
    }
  }
  return out;
}

/** Looks a step up by id. */
export function findStep(document: ChecklistDocument, id: string): Step | undefined {
  for (const section of document.sections) for (const step of section.steps) if (step.id === id) return step;
  return undefined;
}
