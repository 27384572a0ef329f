import { z } from 'zod';
import { idSchema } from '../entry';

/** C5: the signed end of a work order. */
export const closureEntries = {
  'work-order.closed': z.strictObject({
    /** `closure_evidence_id`. */
    closure: idSchema('closure'),
    number: z.string(),
    workOrder: idSchema('workOrder'),
    run: idSchema('run'),
    /** Acceptance criteria confirmed by the closer, by id. */
    acceptance: z.array(z.string()),
    /** How many entries this work order has in the ledger up to here, this one not counted, and the last of them: dropping one shows. */
    entries: z.int().min(1),
    lastEntry: z.int().min(0),
    /** SHA-256 of the canonical form of what the closer was shown. */
    shown: z.string(),
    result: z.string().max(1000),
  }),
  'closure.document-issued': z.strictObject({
    closure: idSchema('closure'),
    workOrder: idSchema('workOrder'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    size: z.int().min(1),
    pages: z.int().min(1),
    /** The tree size whose checkpoint the document carries. */
    checkpoint: z.int().min(1),
  }),
} as const;

export type Closure = {
  readonly closure: string;
  readonly number: string;
  readonly at: string;
  readonly by: string;
  readonly log: string;
  readonly seq: number;
  readonly acceptance: readonly string[];
  readonly result: string;
  readonly document:
    | { readonly sha256: string; readonly size: number; readonly pages: number; readonly at: string }
    | undefined;
};
