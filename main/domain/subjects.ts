import { siteSubject } from './entry';

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
] as const;
const ofSite = /^(site|device|user|job-type|code|checklist)\./;

/**
 * Everything an entry is about besides its stream, so that a person finds it from any of them: ids named in its body,
 * people who were skipped, the cause of a remediation, and `site` for what concerns rules and people. Follows from
 * type and body alone, so a rebuild computes the same.
 */
export function subjectsOf(type: string, body: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 3 && value.length <= 80) found.add(value);
  };
  for (const key of named) add(body[key]);
  if (Array.isArray(body.skipped)) body.skipped.forEach(add);
  if (typeof body.cause === 'object' && body.cause !== null && 'glass' in body.cause) add(body.cause.glass);
  if (typeof body.owner === 'object' && body.owner !== null && 'user' in body.owner) add(body.owner.user);
  if (ofSite.test(type)) found.add(siteSubject);
  return [...found];
}
