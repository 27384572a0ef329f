import { z } from 'zod';
import { idSchema } from '../entry';

const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/);
const place = z.enum(['folder', 'server']);

/** S7: what became of the app itself on one device. The device is the stream. */
export const updateEntries = {
  /** A signed release was fetched and checked, and a backup of the site stands. */
  'update.prepared': z.strictObject({
    version,
    /** The version that prepared it. */
    before: version,
    place,
    file: z.string().max(200),
    size: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** The vendor's key that signed it. */
    signedBy: z.string().max(80),
    backup: idSchema('backup'),
  }),
  'update.approved': z.strictObject({ version, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** The first start of another version on this device. */
  'update.installed': z.strictObject({ version, before: version }),
  /** A package that claims to be a release and was not taken: who knows why somebody offered it. */
  'update.refused': z.strictObject({ place, why: z.string().max(600), version: version.optional() }),
} as const;

/** Rises with the version; both are three numbers. Negative: `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (x?.[at] ?? 0) - (y?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
