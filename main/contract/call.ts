import type { z } from 'zod';

/** Carries the type of an answer beside the schema of the arguments; it has no value at run time. */
export type Answer<T> = { readonly type?: T };
export function answer<T>(): Answer<T> {
  return {};
}

/**
 * One call across the bridge. Arguments are parsed in main before anything else; answers are made by main from typed
 * code. Who may give it stands in permissions.ts.
 */
export type Call = {
  readonly args: z.ZodType;
  readonly answer: Answer<unknown>;
  readonly signed?: true;
  /** Touches this device only: no entry is made. */
  readonly local?: true;
};

export type ArgsOf<C extends Call> = z.input<C['args']>;
export type ParsedOf<C extends Call> = z.output<C['args']>;
/** What a decider is given: the parsed arguments and, for a signature, the digest of what its signer was shown. */
export type GivenOf<C extends Call> = ParsedOf<C> &
  (C extends { readonly signed: true } ? { readonly shown: string } : unknown);
export type AnswerOf<C extends Call> = C['answer'] extends Answer<infer T> ? T : never;

/** What every call comes back as: the answer, a refusal (a rule did its work), or a fault (something broke). */
export type Outcome<T> =
  | { readonly ok: true; readonly answer: T }
  | import('../domain/refusal').Refusal
  | { readonly ok: false; readonly code: 'fault'; readonly incident: string; readonly message: string };
