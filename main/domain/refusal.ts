/**
 * A business refusal: a value, never thrown. `code` is stable and is what callers branch on; `message` is one
 * or two sentences a person can act on (what happened, what is kept, what to do); `fields` names the inputs at fault.
 */
export type Refusal = {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
};

export const refusalCodes = [
  'not-signed-in',
  'not-allowed',
  'not-found',
  'not-understood',
  'wrong-secret',
  'not-signed',
  'locked-out',
  'weak-secret',
  'taken',
  'stale',
  'missing',
  'malformed',
  'out-of-range',
  'out-of-order',
  'already-done',
  'blocked',
  'two-person',
  'missing-evidence',
  'evidence-refused',
  'not-ready',
  'expired',
  'never-gate',
  'read-only',
  'folder',
  'in-use',
  'newer-version',
  'not-trusted',
  'elsewhere',
  'disk-low',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Builds a refusal. */
export function refuse(code: RefusalCode, message: string, fields?: Record<string, string>): Refusal {
  return fields === undefined ? { ok: false, code, message } : { ok: false, code, message, fields };
}
