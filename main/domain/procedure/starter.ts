import { z } from 'zod';
import { exceptionCodeSchema } from './catalogue';
import { documentSchema } from './checklist';
import { jobTypeSchema } from './jobType';

/** A starter as shipped in resources/starters/*.json: a job type, the codes it needs and a checklist, ids left out. */
export const starterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  name: z.string().min(3).max(80),
  /** One or two sentences for the library's card. */
  about: z.string().min(10).max(400),
  /** The rule or practice it follows, such as "OSHA 29 CFR 1910.147". */
  basis: z.string().max(200).optional(),
  jobType: jobTypeSchema.omit({ jobType: true }),
  codes: z.array(exceptionCodeSchema),
  document: documentSchema.omit({ jobType: true }),
});
export type Starter = z.infer<typeof starterSchema>;
