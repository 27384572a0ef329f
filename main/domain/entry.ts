import { z } from 'zod';

/** The four roles of product.md, S1. */
export const roles = ['operator', 'supervisor', 'compliance', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Ids are ASCII: a prefix, `_` and a UUIDv7; a site's and a device's are a hash of their key (ledger-format.md). */
export const idPrefixes = {
  user: 'usr',
  session: 'ses',
  jobType: 'jt',
  checklist: 'ckl',
  version: 'ver',
  workOrder: 'wo',
  run: 'run',
  exception: 'exc',
  glass: 'bg',
  review: 'prv',
  remediation: 'rem',
  closure: 'cl',
  command: 'cmd',
  signal: 'sig',
  decision: 'dec',
  rule: 'rul',
  historyImport: 'imp',
  historyCase: 'hc',
  bundle: 'bun',
  backup: 'bak',
  pack: 'pack',
  erasure: 'era',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** Schema of one kind of id. */
export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(
      new RegExp(`^${idPrefixes[kind]}_[0-9a-z-]{8,64}$`),
      `an id that begins with ${idPrefixes[kind]}_`,
    );
}

/** A person acting in a session, or an automation. */
export type Actor =
  | { readonly user: string; readonly role: Role; readonly session: string }
  | { readonly system: string };

/** Meanings an electronic signature can have (21 CFR 11.50). */
export const meanings = [
  'performed',
  'approved',
  'rejected',
  'released',
  'closed',
  'verdict',
  'witnessed',
  'reviewed',
  'erased',
  'key-set',
] as const;
export type Meaning = (typeof meanings)[number];
export const isMeaning = (word: string): word is Meaning => (meanings as readonly string[]).includes(word);
/** How a meaning is written wherever a signature is shown: on screen, in print and in what is exported. */
export const meaningWords: Readonly<Record<Meaning, string>> = {
  performed: 'Performed',
  approved: 'Approved',
  rejected: 'Rejected',
  released: 'Released',
  closed: 'Closed, record complete',
  verdict: 'Post-review verdict',
  witnessed: 'Witnessed',
  reviewed: 'Reviewed',
  erased: 'Erased',
  'key-set': 'Own secret chosen',
};

/** What a decider asks to be appended; what it is about besides its stream follows from its body (subjects.ts). */
export type Proposed = {
  readonly type: string;
  readonly stream: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Set when the entry is an electronic signature by the acting person. */
  readonly meaning?: Meaning;
  /** Set when an automation acts, not the person who gave the command. */
  readonly system?: string;
};

/** An entry as folds see it: what the header says, and the body (absent where it was withheld, or nothing says what stays of it). */
export type Recorded = {
  /** Empty for a proposal that is not recorded yet. */
  readonly log: string;
  readonly seq: number;
  /** Order across logs: clock, then log, then seq. */
  readonly clock: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  readonly zone: string;
  readonly type: string;
  readonly stream: string;
  readonly actor: Actor;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** The entry that erased the body, of which `body` then holds what stays, with a word in the place of what went. */
  readonly erased?: { readonly log: string; readonly seq: number } | undefined;
  readonly signature?: { readonly meaning: string; readonly key: string } | undefined;
};

/** Time, identity and fresh ids, handed to deciders so that they stay pure. */
export type Context = {
  /** RFC 3339 UTC with milliseconds. */
  readonly now: string;
  readonly actor: { readonly user: string; readonly role: Role; readonly session: string };
  /** The device that decides, `dev_…`; left out where it does not matter. */
  readonly device?: string;
  readonly newId: (kind: IdKind) => string;
  /** The next number people say aloud, such as `WO-K1-000001`; never reused. */
  readonly nextNumber: (kind: NumberKind) => string;
};

export const numberKinds = {
  workOrder: 'WO',
  run: 'RUN',
  exception: 'EXC',
  glass: 'BG',
  review: 'PR',
  remediation: 'REM',
  closure: 'CL',
  pack: 'PACK',
} as const;
export type NumberKind = keyof typeof numberKinds;

/** A decision: entries to append together and what to answer, or a refusal. */
export type Decision<A = Record<string, never>> =
  | {
      readonly ok: true;
      readonly entries: readonly Proposed[];
      readonly answer: A;
      /** Told to the window that asked, this once; kept nowhere, not even for a command that is given again. */
      readonly once?: Readonly<Record<string, string>>;
    }
  | import('./refusal').Refusal;

/** The subject every entry about the site's rules and people carries, so that they can be loaded without the runs. */
export const siteSubject = 'site';

/** The subject of what the site learns from its exceptions, whatever work orders they belong to. */
export const learningSubject = 'learning';

/** Adds minutes to an RFC 3339 time, in UTC. */
export function plusMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
