import { z } from 'zod';
import { idSchema, type Role, roleSchema } from '../entry';

/** S1: one person with one role; ids are never reused, and a leaver keeps their name on what they did. */
export type Person = {
  readonly user: string;
  readonly name: string;
  /** What is typed or scanned to say who you are, such as `m.kovac`; unique whatever its case. */
  readonly identifier: string;
  readonly role: Role;
  /** Ed25519 public signing key that holds now, canonical base64; undefined until the person has chosen a secret. */
  readonly key: string | undefined;
  /** Every key that was ever theirs, the oldest first: what they signed before a reset is checked by the older ones. */
  readonly keys: readonly string[];
  /** A one-time code was issued and not used yet: for the first secret, or for a new one. */
  readonly waiting?: 'enrolment' | 'reset' | undefined;
  /** When each reset gave them another key. */
  readonly resets: readonly string[];
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

const keySchema = z.string().min(40).max(48);
/** What a one-time code is for: the first secret of a person, or a new one with a new key. */
export const codePurposes = ['enrolment', 'reset'] as const;
export type CodePurpose = (typeof codePurposes)[number];

export const personEntries = {
  'user.enrolled': z.strictObject({
    user: idSchema('user'),
    name: personNameSchema,
    identifier: identifierSchema,
    role: roleSchema,
    /** Left out since people choose their own secret: `user.key-set` says the key. */
    key: keySchema.optional(),
  }),
  /** Somebody else gave this person a one-time code, of which only this stands here (`identity/oneTimeCode.ts`). */
  'user.code-issued': z.strictObject({
    user: idSchema('user'),
    purpose: z.enum(codePurposes),
    /** 32 bytes, base64. */
    salt: z.string().length(44),
    /** HMAC-SHA-256 of the code under the salt, hex. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** The person used the code, chose a secret, and signs with the key that it made. */
  'user.key-set': z.strictObject({
    user: idSchema('user'),
    purpose: z.enum(codePurposes),
    key: keySchema,
  }),
  /** The app closed sign-in after too many failed tries (`identity/lockout.ts`). */
  'user.locked-out': z.strictObject({ user: idSchema('user'), failed: z.number().int().min(1) }),
  'user.unlocked': z.strictObject({ user: idSchema('user'), why: z.string().min(3).max(300) }),
  'user.deactivated': z.strictObject({ user: idSchema('user'), why: z.string().min(3).max(300) }),
  'session.started': z.strictObject({ session: idSchema('session'), user: idSchema('user') }),
  'session.ended': z.strictObject({
    session: idSchema('session'),
    user: idSchema('user'),
    how: z.enum(['signed-out', 'locked', 'idle', 'closed']),
  }),
  'sign-in.failed': z.strictObject({ user: idSchema('user') }),
} as const;

const day = 24 * 3_600_000;

/** Whether something was signed within 24 hours after a reset of who signed it, so that a reader looks twice. */
export function isSoonAfterReset(person: Pick<Person, 'resets'> | undefined, at: string): boolean {
  return (person?.resets ?? []).some((reset) => {
    const passed = Date.parse(at) - Date.parse(reset);
    return passed >= 0 && passed < day;
  });
}
