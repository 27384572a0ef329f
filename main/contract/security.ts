import { z } from 'zod';
import { acknowledgedSchema, idleSchema } from '../domain/security/security';
import type { EntryRow } from './answers';
import { answer, type Call } from './call';
import type { Done } from './parts';

/** One thing that an admin must have seen. */
export type SecurityItem = EntryRow & {
  /** Who acknowledged it, and when; null while nobody has. */
  readonly seen: { readonly by: string; readonly at: string } | null;
};

/** Somebody whose last tries failed. */
export type FailedRow = {
  readonly user: string;
  readonly name: string;
  readonly failed: number;
  readonly last: string;
  readonly state: 'open' | 'wait' | 'closed';
};

export type SecurityView = {
  readonly failed: readonly FailedRow[];
  /** The newest first; empty for whoever is no admin. */
  readonly items: readonly SecurityItem[];
  readonly waiting: number;
  readonly idleMinutes: number;
};

export const securityQueries = {
  security: { args: z.strictObject({}), answer: answer<SecurityView>() },
} as const satisfies Record<string, Call>;

export const securityCommands = {
  setSecurity: {
    args: z.strictObject({ idleMinutes: idleSchema }),
    answer: answer<Done>(),
  },
  acknowledgeSecurity: {
    args: z.strictObject({ entries: acknowledgedSchema }),
    answer: answer<Done>(),
  },
} as const satisfies Record<string, Call>;
