import { roles } from '../entry';
import { type ChecklistDocument, numberedSteps } from './checklist';
import { peopleWith, type SiteState } from './site';
import { joined } from './wording';

/** A code that would lead nowhere stops a release. `step` is the id of the step that raises it, if one does. */
export type CodeFinding = { readonly severity: 'stop'; readonly message: string; readonly step?: string };

function stop(message: string, step?: string): CodeFinding {
  return step === undefined ? { severity: 'stop', message } : { severity: 'stop', message, step };
}

/** What is wrong with a code that something raises: unknown, retired, of the wrong kind, or owned by a leaver. */
export function lintCode(code: string, where: string, site: SiteState, step?: string): CodeFinding[] {
  const found = site.codes.get(code);
  if (!found)
    return [
      stop(
        `${where} raises ${code || 'no code'}, which is not in the catalogue. Define it, or choose another.`,
        step,
      ),
    ];
  if (!found.active) return [stop(`${where} raises ${code}, which is retired. Choose another.`, step)];
  if (found.kind === 'break-glass')
    return [
      stop(`${where} raises ${code}, which is a reason for break-glass. Choose an exception code.`, step),
    ];
  if ('user' in found.owner) {
    if (site.people.get(found.owner.user)?.active !== true)
      return [stop(`${where} raises ${code}, whose owner has left. Give the code another owner.`, step)];
  }
  return [];
}

/** Codes that a role without people owns, one finding for each such role: one cause, one thing to do. */
export function lintOwners(document: ChecklistDocument, site: SiteState): CodeFinding[] {
  const used = new Map<string, string | undefined>(
    (site.jobTypes.get(document.jobType)?.prerequisites ?? []).map((p) => [p.code, undefined]),
  );
  for (const { step } of numberedSteps(document)) {
    const code =
      step.kind === 'pass-fail' ? step.failCode : step.kind === 'number' ? step.actCode : undefined;
    if (code !== undefined && !used.has(code)) used.set(code, step.id);
  }
  return roles.flatMap((role) => {
    const codes = [...used.keys()].filter((code) => {
      const found = site.codes.get(code);
      return (
        found?.active === true &&
        found.kind === 'exception' &&
        'role' in found.owner &&
        found.owner.role === role
      );
    });
    const [first] = codes;
    if (first === undefined || peopleWith(site, role).length > 0) return [];
    const belong = codes.length === 1 ? 'belongs' : 'belong';
    return [
      stop(
        `${joined(codes)} ${belong} to ${role}, and nobody has that role. Enrol somebody, or change the owner.`,
        used.get(first),
      ),
    ];
  });
}
