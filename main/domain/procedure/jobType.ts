import { z } from 'zod';
import { idSchema } from '../entry';

/** D1: a kind of work with its required inputs, acceptance criteria and prerequisites. */
export const inputKinds = ['text', 'number', 'date', 'choice'] as const;

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens');
const line = (max: number) =>
  z.string().trim().min(1, 'a few words are needed').max(max, `at most ${max} characters`);

export const requiredInputSchema = z.strictObject({
  id: slug,
  label: line(60),
  kind: z.enum(inputKinds),
  /** UCUM unit of a number, such as `mm`. */
  unit: z.string().max(20).optional(),
  options: z.array(line(60)).max(30).optional(),
});

export const prerequisiteSchema = z.strictObject({
  id: slug,
  text: line(160),
  /** What to look at, one or two sentences. */
  how: z.string().max(300).optional(),
  /** The exception code raised when it fails. */
  code: z.string().max(12),
});

export const criterionSchema = z.strictObject({ id: slug, text: line(200) });

export const riskClasses = ['low', 'medium', 'high'] as const;

export const jobTypeSchema = z.strictObject({
  jobType: idSchema('jobType'),
  name: line(80),
  riskClass: z.enum(riskClasses),
  inputs: z.array(requiredInputSchema).max(30),
  acceptance: z.array(criterionSchema).max(30),
  prerequisites: z.array(prerequisiteSchema).max(30),
});
export type JobType = z.infer<typeof jobTypeSchema>;
export type RequiredInput = z.infer<typeof requiredInputSchema>;
export type Prerequisite = z.infer<typeof prerequisiteSchema>;
