import { z } from 'zod';
import { type Role, roles } from '../domain/entry';

/** Who may give a call, by name: everybody; who does the work; who decides about it; who keeps the site. */
export const everyone: readonly Role[] = roles;
export const doers: readonly Role[] = ['operator', 'supervisor'];
export const deciders: readonly Role[] = ['supervisor', 'compliance', 'admin'];
/** Who looks after the people at work. */
export const supervisors: readonly Role[] = ['supervisor', 'admin'];
export const admins: readonly Role[] = ['admin'];
/** Who answers an auditor. */
export const compliers: readonly Role[] = ['compliance', 'admin'];

/** Text as typed, trimmed: at least `min` letters, or `message` is said beside the field. */
export const text = (min: number, message: string, max = 1000) =>
  z.string().trim().min(min, message).max(max);

/** A SHA-256 in hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A secret in transit: never stored, never logged, never in an entry. */
export const secretSchema = z.string().min(1, 'enter your secret').max(256);

/** What a person types into the signing window: the secret, and the identifier in the first signature of a sitting. */
export const signSchema = z.strictObject({ identifier: z.string().max(64).optional(), secret: secretSchema });
export type Sign = z.output<typeof signSchema>;

/** Every answer to a command that recorded something says which entry it became, and when. */
export type Done = { readonly seq: number; readonly at: string };
