import { z } from 'zod';
import { roleSchema } from '../entry';
import { identifierSchema, personNameSchema } from '../people/person';
import { type Refusal, refuse } from '../refusal';
import { decimalSchema } from './checklist';
import type { RequiredInput } from './jobType';
import type { Starter } from './starter';

/** A value as typed, or a date that many days after the day the sample site is made, so that it never lies in the past. */
const inputValueSchema = z.union([
  z.string().trim().min(1).max(200),
  z.strictObject({ inDays: z.int().min(0).max(3650) }),
]);

export const sampleWorkOrderSchema = z.strictObject({
  /** The `id` of the starter whose job type it is. */
  starter: z.string(),
  title: z.string().trim().min(3).max(90),
  asset: z.string().trim().min(1).max(60),
  lot: z.string().trim().min(1).max(60).optional(),
  /** Minutes after the sample site is made. */
  dueInMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 90),
  /** By the id of the job type's required input. */
  inputs: z.record(z.string(), inputValueSchema),
});
export type SampleWorkOrder = z.infer<typeof sampleWorkOrderSchema>;

/** `resources/sample/site.json`: the site that a person can open to look around, and that the demo runs in. */
export const sampleSchema = z.strictObject({
  site: z.strictObject({
    name: z.string().trim().min(2).max(60),
    station: z.string().regex(/^[A-Z][A-Z0-9]{0,5}$/),
  }),
  people: z
    .array(z.strictObject({ name: personNameSchema, identifier: identifierSchema, role: roleSchema }))
    .min(4),
  /** Opens every account of the sample site; shown on its sign-in screen. Never used for a site of one's own. */
  secret: z.string().min(15).max(64),
  /** Starters to load, in this order. */
  starters: z.array(z.string()).min(1),
  workOrders: z.array(sampleWorkOrderSchema),
});
export type Sample = z.infer<typeof sampleSchema>;

/**
 * The inputs of a sample work order as they are typed into the form, in the order of the job type. `today` is
 * `YYYY-MM-DD`. Refuses (`malformed`) an input that is missing, unknown, or not of its kind.
 */
export function sampleInputs(
  order: SampleWorkOrder,
  starter: Starter,
  today: string,
): { ok: true; inputs: { id: string; label: string; value: string; unit?: string }[] } | Refusal {
  const fields: Record<string, string> = {};
  const known = new Set(starter.jobType.inputs.map((input) => input.id));
  for (const id of Object.keys(order.inputs))
    if (!known.has(id)) fields[id] = 'The job type does not ask for this.';
  const inputs = starter.jobType.inputs.map((input) => {
    const given = order.inputs[input.id];
    const value = typeof given === 'object' ? daysAfter(today, given.inDays) : (given ?? '');
    const fault = inputFault(input, value);
    if (fault !== undefined) fields[input.id] = fault;
    return input.unit === undefined
      ? { id: input.id, label: input.label, value }
      : { id: input.id, label: input.label, value, unit: input.unit };
  });
  if (Object.keys(fields).length > 0)
    return refuse('malformed', `The sample work order “${order.title}” does not fit its job type.`, fields);
  return { ok: true, inputs };
}

/** Why a value is not of its input's kind, or undefined where it is. */
function inputFault(input: RequiredInput, value: string): string | undefined {
  if (value === '') return 'A value is needed.';
  switch (input.kind) {
    case 'text':
      return undefined;
    case 'number':
      return decimalSchema.safeParse(value).success
        ? undefined
        : 'A number with a point is needed, such as 12.50.';
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : 'A date is needed: year-month-day.';
    case 'choice':
      return input.options?.includes(value) ? undefined : 'One of the options is needed.';
  }
}

/** The calendar day `days` after `day`, both `YYYY-MM-DD`. */
function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
