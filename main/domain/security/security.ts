import { z } from 'zod';

/** How long a window may stand idle before it locks, in minutes: what an admin may set, and what holds until one does. */
export const idleMinutes = { least: 5, most: 30, usual: 10 } as const;

const placeSchema = z.strictObject({ log: z.string().max(100), seq: z.number().int().min(0) });
export type SecurityPlace = z.infer<typeof placeSchema>;
export const acknowledgedSchema = z.array(placeSchema).min(1).max(200);
export const idleSchema = z.number().int().min(idleMinutes.least).max(idleMinutes.most);

/** What protects sign-in at this site, and who has looked at what happened to it. */
export const securityEntries = {
  'site.security-set': z.strictObject({ idleMinutes: idleSchema }),
  /** An admin has seen these entries of the security inbox. */
  'security.acknowledged': z.strictObject({ entries: acknowledgedSchema }),
} as const;
