import { z } from 'zod';
import { idSchema, type Role, roleSchema } from '../entry';

/** S1: one person with one role; ids are never reused, and a leaver keeps their name on what they did. */
export type Person = {
  readonly user: string;
  readonly name: string;
  /** What is typed or scanned to say who you are, such as `m.kovac`; unique whatever its case. */
  readonly identifier: string;
  readonly role: Role;
  /** Ed25519 public signing key, canonical base64. */
  readonly key: string;
  readonly active: boolean;
  readonly since: string;
};

export const personNameSchema = z.string().trim().min(2, 'a name needs at least two letters').max(80);
export const identifierSchema = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/,
    'two to 32 letters, digits, points or hyphens, such as m.kovac',
  );

export const personEntries = {
  'user.enrolled': z.strictObject({
    user: idSchema('user'),
    name: personNameSchema,
    identifier: identifierSchema,
    role: roleSchema,
    key: z.string().min(40).max(48),
  }),
  'user.deactivated': z.strictObject({ user: idSchema('user'), why: z.string().min(3).max(300) }),
  'session.started': z.strictObject({ session: idSchema('session'), user: idSchema('user') }),
  'session.ended': z.strictObject({
    session: idSchema('session'),
    user: idSchema('user'),
    how: z.enum(['signed-out', 'locked', 'idle', 'closed']),
  }),
  'sign-in.failed': z.strictObject({ user: idSchema('user') }),
} as const;

/**
 * What an identifier looks like, for telling look-alikes apart: those confusables of Unicode's UTS 39 that the letters of
 * `identifierSchema` can make (`1`, `I` and `l`; `0` and `O`; `rn` and `m`). Two that look alike as typed, or in small
 * letters as screens show them, share one.
 */
export function identifierLooks(identifier: string): readonly [typed: string, small: string] {
  const look = (text: string): string =>
    text.replace(/[1I]/g, 'l').replace(/0/g, 'O').replace(/m/g, 'rn').toLowerCase();
  const typed = identifier.trim().normalize('NFKC');
  return [look(typed), look(typed.toLowerCase())];
}

/** Key under which an identifier is unique: NFKC and small letters. */
export function identifierKey(identifier: string): string {
  return identifier.trim().normalize('NFKC').toLowerCase();
}
