import type { Body } from './erasure';

/** What stands in the place of a text that was erased. */
export const erasedWord = 'Erased';

type Filler = unknown | ((stays: Body) => unknown);

/**
 * What erasing does to the body of one type: `goes` names the fields a person typed or chose freely, each with what
 * stands in its place for every fold and screen (undefined: nothing does); all other fields stay, because later entries
 * stand on them. `file`: the file its `sha256` names goes too. `never`: why it cannot be erased.
 */
export type ErasureRule =
  | {
      readonly goes: Readonly<Record<string, Filler>>;
      readonly file?: true;
      /** Only what somebody defined anew since can go: the site works by the newest. Names the field that says of what. */
      readonly superseded?: string;
    }
  | { readonly never: string };

const noText = { never: 'It holds ids, codes and times only, nothing that a person typed.' } as const;
const technical = { never: 'It says what the app itself did, nothing about a person.' } as const;
const ofErasure = {
  never: 'It says why something was erased, by whom, or why not. That is kept for ever.',
} as const;
const word = erasedWord;
const why = { goes: { why: word } } as const;

/** Enough of an id to tell two people apart who have no name any more. */
const nameless = (stays: Body): string => `Erased person ${String(stays.user ?? '').slice(-4)}`;

/** Every entry type, with what its erasure takes away, or why it is never erased. */
export const erasureRules: Readonly<Record<string, ErasureRule>> = {
  'site.created': { never: 'It says which site this is and by which key everything in it is checked.' },
  'device.enrolled': { never: 'It says by which key this station’s entries are checked.' },
  'device.recipient-announced': technical,
  'job-type.defined': {
    goes: { name: word, inputs: undefined, acceptance: undefined, prerequisites: undefined },
    superseded: 'jobType',
  },
  'code.defined': { goes: { meaning: word }, superseded: 'code' },
  'checklist.draft-saved': { goes: { document: undefined }, superseded: 'checklist' },
  'checklist.release-requested': { goes: { reason: word, causes: undefined } },
  'checklist.released': {
    never: 'Runs were carried out by this version, or may be. Release a new version without the text.',
  },
  'user.enrolled': {
    goes: { name: nameless, identifier: (stays: Body) => `erased-${String(stays.user ?? '').slice(-12)}` },
  },
  'user.deactivated': why,
  'user.code-issued': noText,
  'user.key-set': { never: 'It says by which key this person’s signatures are checked.' },
  'user.locked-out': noText,
  'user.unlocked': why,
  'site.security-set': noText,
  'security.acknowledged': noText,
  'session.started': noText,
  'session.ended': noText,
  'sign-in.failed': noText,
  'work-order.opened': { goes: { title: word, asset: word, lot: word, inputs: [] } },
  'run.started': noText,
  'run.prerequisite-checked': { goes: { note: word } },
  'run.step-recorded': { goes: { value: word, shown: word, why: word } },
  'run.entry-refused': { goes: { value: word, reason: word } },
  'run.step-corrected': { goes: { value: word, shown: word, before: word, why: word } },
  'run.evidence-added': { goes: { name: word }, file: true },
  'run.gate-requested': noText,
  'run.handed-over': noText,
  'run.finished': noText,
  'exception.raised': {
    never: 'It holds a code, an owner and times only. What was typed about it stands in entries of its own.',
  },
  'exception.explained': why,
  'exception.withdrawn': why,
  'exception.assigned': why,
  'exception.disposed': { goes: { note: word } },
  'exception.escalated': why,
  'break-glass.opened': why,
  'break-glass.closed': noText,
  'post-review.opened': noText,
  'post-review.decided': { goes: { comment: word } },
  'post-review.escalated': why,
  'gate.approved': { goes: { note: word } },
  'gate.rejected': why,
  'remediation.opened': { goes: { title: word, because: word } },
  'remediation.evidence-added': { goes: { name: word }, file: true },
  'remediation.closed': { goes: { done: word } },
  'remediation.escalated': why,
  'repeat-rule.set': noText,
  'drift.signalled': noText,
  'drift.dismissed': why,
  'monthly-review.decided': { goes: { text: word, aboutWords: word } },
  'monthly-review.held': { goes: { present: word } },
  'rule.defined': { goes: { name: word, does: undefined }, superseded: 'rule' },
  'rule.fired': { goes: { name: word, why: word } },
  'sla.breached': noText,
  'work-order.closed': { never: 'It is the signed end of a work order; the record stands or falls with it.' },
  'closure.document-issued': { goes: { sha256: undefined, size: undefined } },
  'history.import-started': { goes: { fileName: word, mapping: undefined }, file: true },
  'history.case-imported': { goes: { title: word, owner: word } },
  'history.import-finished': { goes: {}, file: true },
  'history.import-ended': why,
  'conflict.settled': { goes: { decision: word } },
  'bundle.exported': technical,
  'bundle.imported': technical,
  'fork.found': technical,
  'update.prepared': technical,
  'update.approved': technical,
  'update.installed': technical,
  'update.refused': technical,
  'backup.made': technical,
  'backup.failed': technical,
  'log.restored': technical,
  'clock.stepped-back': technical,
  'storage.exhausted': technical,
  'pack.requested': { goes: { words: word, reason: word } },
  'pack.issued': { never: 'It says which audit pack went out, by its fingerprint.' },
  'erasure.requested': ofErasure,
  'erasure.declined': ofErasure,
  'body.erased': ofErasure,
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What goes of a body and what stays of it. `files`: hashes of files that go with it, unless another body names them. */
export type Parting = {
  readonly stays: Readonly<Record<string, unknown>>;
  readonly gone: readonly string[];
  readonly files: readonly string[];
};

/** Parts a body by the rule of its type; undefined where nothing of it can go. */
export function partBody(type: string, body: Body): Parting | undefined {
  const rule = erasureRules[type];
  if (rule === undefined || 'never' in rule) return undefined;
  const gone = Object.keys(rule.goes).filter((field) => !isEmpty(body[field]));
  const files = rule.file && typeof body.sha256 === 'string' ? [body.sha256] : [];
  if (gone.length === 0 && files.length === 0) return undefined;
  const stays = Object.fromEntries(Object.entries(body).filter(([field]) => !gone.includes(field)));
  return { stays, gone, files };
}

/** The body as folds and screens see it after its erasure: what stays, and a word in the place of what went. */
export function standingBody(type: string, stays: Body, gone: readonly string[]): Record<string, unknown> {
  const rule = erasureRules[type];
  const goes = rule !== undefined && 'goes' in rule ? rule.goes : {};
  const body: Record<string, unknown> = { ...stays };
  for (const field of gone) {
    const filler = Object.hasOwn(goes, field) ? goes[field] : erasedWord;
    const value = typeof filler === 'function' ? (filler as (stays: Body) => unknown)(stays) : filler;
    if (value !== undefined) body[field] = value;
  }
  return body;
}
