import { z } from 'zod';
import { idSchema } from '../entry';
import { type NamedCause, namedCauseSchema } from '../learning/cause';
import { exceptionCodeSchema } from './catalogue';
import { type ChecklistDocument, documentSchema } from './checklist';
import { jobTypeSchema } from './jobType';

/** Entries about what work is and how it is done. */
export const procedureEntries = {
  'site.created': z.strictObject({
    site: z.string(),
    name: z.string(),
    /** Site root's Ed25519 public key, base64. */
    rootKey: z.string(),
    /** Site root certificate, PEM. */
    certificate: z.string(),
    sample: z.boolean(),
  }),
  'device.enrolled': z.strictObject({
    device: z.string(),
    /** The station's short name, part of the numbers people say aloud: `K1`. */
    station: z.string(),
    key: z.string(),
    /** PDF signing certificate, PEM. */
    certificate: z.string(),
    /** The site root's signature over the enrolment statement, base64. */
    statement: z.string(),
    signature: z.string(),
    /** Where bundles for it are encrypted to (age); a station enrolled before bundles says so itself. */
    recipient: z
      .string()
      .regex(/^age1[0-9a-z]{58}$/)
      .optional(),
  }),
  'job-type.defined': jobTypeSchema,
  'code.defined': exceptionCodeSchema,
  'checklist.draft-saved': z.strictObject({ checklist: idSchema('checklist'), document: documentSchema }),
  'checklist.release-requested': z.strictObject({
    checklist: idSchema('checklist'),
    documentHash: z.string(),
    reason: z.string().max(500),
    /** D8: what made the new version necessary. */
    causes: z.array(namedCauseSchema).max(10).optional(),
  }),
  'checklist.released': z.strictObject({
    checklist: idSchema('checklist'),
    version: idSchema('version'),
    number: z.int().min(1),
    documentHash: z.string(),
    document: documentSchema,
    author: idSchema('user'),
    reason: z.string().max(500),
    causes: z.array(namedCauseSchema).max(10).optional(),
    /** SHA-256 of the canonical form of what the releaser was shown. */
    shown: z.string(),
  }),
} as const;

export type ReleasedVersion = {
  readonly version: string;
  readonly checklist: string;
  readonly number: number;
  readonly document: ChecklistDocument;
  readonly documentHash: string;
  readonly author: string;
  readonly releasedBy: string;
  readonly releasedAt: string;
  readonly reason: string;
  readonly causes?: readonly NamedCause[] | undefined;
};

/** A checklist: always its newest draft, and the versions released from it. */
export type Checklist = {
  readonly checklist: string;
  readonly draft: ChecklistDocument;
  readonly draftBy: string;
  readonly draftAt: string;
  /** Every person who wrote something into the draft since the last release: none of them may release it. */
  readonly authors: readonly string[];
  readonly requested:
    | {
        readonly by: string;
        readonly at: string;
        readonly documentHash: string;
        readonly reason: string;
        readonly causes?: readonly NamedCause[] | undefined;
      }
    | undefined;
  readonly versions: readonly ReleasedVersion[];
};
