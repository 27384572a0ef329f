import { z } from 'zod';
import { roleSchema } from '../entry';
import { identifierSchema, personNameSchema } from '../people/person';

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

/** The inputs of a sample work order as a person would type them, dates counted from `today` (`YYYY-MM-DD`). `openWorkOrder` judges them. */
export function sampleInputs(order: SampleWorkOrder, today: string): Record<string, string> {
  const typed = Object.entries(order.inputs).map(([id, value]) => [
    id,
    typeof value === 'string' ? value : daysAfter(today, value.inDays),
  ]);
  return Object.fromEntries(typed);
}

/** The calendar day `days` after `day`, both `YYYY-MM-DD`. */
function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
