import { learningSubject, siteSubject } from './entry';

const named = [
  'workOrder',
  'run',
  'exception',
  'glass',
  'review',
  'remediation',
  'closure',
  'checklist',
  'jobType',
  'user',
  'to',
  'author',
  'bundle',
  'backup',
  'pack',
  'signal',
  'decision',
  'rule',
  'import',
  'historyCase',
  'erasure',
] as const;
const ofSite = /^(site|device|user|job-type|code|checklist)\./;

const ofLearning = /^(drift|repeat-rule|monthly-review|rule)\./;
/** About what belongs to a work order, or to none. */
const ofEither = /^(remediation|sla)\./;

/** Whether an entry is part of what the site learns, besides any work order it names. */
export function isOfLearning(type: string, body: Readonly<Record<string, unknown>> | undefined): boolean {
  return ofLearning.test(type) || (ofEither.test(type) && body !== undefined && body.workOrder === undefined);
}

/**
 * Everything an entry is about besides its stream, so that a person finds it from any of them: ids named in its body,
 * people who were skipped, the cause of a remediation, and `site` for what concerns rules and people. Follows from
 * type and body alone, so a rebuild computes the same.
 */
export function subjectsOf(type: string, body: Readonly<Record<string, unknown>>): string[] {
  // What an erased body was about is said by what stays of it.
  if (type === 'body.erased') return [...new Set([...own(body), ...ofStays(body)])];
  return own(body, type);
}

function ofStays({ type, stays }: Readonly<Record<string, unknown>>): string[] {
  if (typeof type !== 'string' || type === 'body.erased' || typeof stays !== 'object' || stays === null)
    return [];
  return subjectsOf(type, stays as Readonly<Record<string, unknown>>);
}

function own(body: Readonly<Record<string, unknown>>, type = ''): string[] {
  const found = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 3 && value.length <= 80) found.add(value);
  };
  for (const key of named) add(body[key]);
  if (Array.isArray(body.skipped)) body.skipped.forEach(add);
  if (Array.isArray(body.exceptions)) body.exceptions.forEach(add);
  for (const cause of [body.cause, body.about, body.addendumTo, ...causesOf(body.causes)]) addAll(cause, add);
  for (const owner of [body.owner, body.to, body.escalatedTo, body.second]) addAll(owner, add);
  if (isOfLearning(type, body)) found.add(learningSubject);
  if (ofSite.test(type)) found.add(siteSubject);
  return [...found];
}

function causesOf(causes: unknown): unknown[] {
  return Array.isArray(causes) ? causes.map((c: { readonly cause?: unknown } | null) => c?.cause) : [];
}

/** Adds every id that an object names: a cause, an owner. A code or a role is none. */
function addAll(value: unknown, add: (value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const part of Object.values(value))
    if (typeof part === 'string' && /^[a-z]+_[0-9a-z-]{8,}$/.test(part)) add(part);
}
