import type { z } from 'zod';
import type { Context, Decision, Proposed } from '../entry';
import type { NamedCause } from '../learning/cause';
import { refuse } from '../refusal';
import type { ExceptionCode } from './catalogue';
import type { ChecklistDocument } from './checklist';
import type { JobType, jobTypeSchema } from './jobType';
import { type Finding, lint } from './lint';
import type { SiteState } from './site';
import type { Starter } from './starter';

function proposal(
  type: string,
  stream: string,
  body: Record<string, unknown>,
  extra: Partial<Proposed> = {},
): Proposed {
  return { type, stream, body, ...extra };
}

function same(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase('en') === b.trim().toLocaleLowerCase('en');
}

/** Defines a job type, or changes it; names are unique whatever their case. */
export function defineJobType(
  site: SiteState,
  args: Omit<z.output<typeof jobTypeSchema>, 'jobType'> & { jobType?: string | undefined },
  ctx: Context,
): Decision<{ jobType: string }> {
  const id = args.jobType ?? ctx.newId('jobType');
  const taken = [...site.jobTypes.values()].find((j) => j.jobType !== id && same(j.name, args.name));
  if (taken)
    return refuse(
      'taken',
      `A job type named “${taken.name}” exists already. Change that one, or choose another name.`,
      { name: 'This name is taken' },
    );
  for (const p of args.prerequisites) {
    const code = site.codes.get(p.code);
    if (!code?.active || code.kind !== 'exception')
      return refuse(
        'not-found',
        `Prerequisite “${p.text}” names code ${p.code}, which is not in the exception catalogue. Add the code first.`,
        { prerequisites: `${p.code} is not in the catalogue` },
      );
  }
  const doubled = firstDouble([
    ...args.inputs.map((i) => i.id),
    ...args.prerequisites.map((p) => p.id),
    ...args.acceptance.map((a) => a.id),
  ]);
  if (doubled)
    return refuse('taken', `Two lines of this job type have the short name “${doubled}”. Give each its own.`);
  return {
    ok: true,
    entries: [proposal('job-type.defined', id, { ...args, jobType: id })],
    answer: { jobType: id },
  };
}

function firstDouble(ids: readonly string[]): string | undefined {
  return ids.find((id, place) => ids.indexOf(id) !== place);
}

/** Adds a code to the exception catalogue, or changes it. A person named as owner must be active. */
export function defineCode(site: SiteState, code: ExceptionCode): Decision {
  if (code.kind === 'break-glass' && code.glass === undefined) {
    return refuse(
      'missing',
      `${code.code} opens the glass, so it needs a window, a due time for the review and an owner of the remediation.`,
      { glass: 'Window, review and remediation are needed' },
    );
  }
  if (code.kind === 'exception' && code.dispositions.length === 0) {
    return refuse('missing', `${code.code} has no way to end. Choose at least one disposition.`, {
      dispositions: 'Choose at least one',
    });
  }
  for (const owner of [code.owner, code.glass?.remediationOwner, code.escalateTo]) {
    if (owner && 'user' in owner && !site.people.get(owner.user)?.active)
      return refuse(
        'not-found',
        'The owner is not an active person of this site. Choose somebody else, or a role.',
        { owner: 'Not an active person' },
      );
  }
  return {
    ok: true,
    entries: [proposal('code.defined', `code_${code.code.toLowerCase()}`, code)],
    answer: {},
  };
}

/** Takes a starter in: codes that are not there yet, its job type, and its checklist as a draft for this site to change. */
export function addStarter(
  site: SiteState,
  starter: Starter,
  ctx: Context,
): Decision<{ checklist: string; jobType: string }> {
  const existing = [...site.jobTypes.values()].find((j) => same(j.name, starter.jobType.name));
  if (existing)
    return refuse(
      'taken',
      `“${starter.name}” was added before: the job type “${existing.name}” exists. Open its checklist to change it.`,
    );
  const jobType = ctx.newId('jobType');
  const checklist = ctx.newId('checklist');
  const entries: Proposed[] = starter.codes
    .filter((c) => !site.codes.has(c.code))
    .map((c) => proposal('code.defined', `code_${c.code.toLowerCase()}`, c));
  const kind: JobType = { ...starter.jobType, jobType };
  const document: ChecklistDocument = { ...starter.document, jobType };
  entries.push(proposal('job-type.defined', jobType, kind));
  entries.push(proposal('checklist.draft-saved', checklist, { checklist, document }));
  return { ok: true, entries, answer: { checklist, jobType } };
}

/** Saves a draft. Drafts may be unfinished; what stops a release is found by `lint`. */
export function saveChecklistDraft(
  site: SiteState,
  args: { checklist?: string | undefined; document: ChecklistDocument },
  ctx: Context,
): Decision<{ checklist: string }> {
  if (!site.jobTypes.has(args.document.jobType))
    return refuse('not-found', 'The job type of this checklist does not exist. Choose one that does.', {
      jobType: 'Choose a job type',
    });
  if (args.checklist !== undefined && !site.checklists.has(args.checklist))
    return refuse('not-found', 'This checklist does not exist.');
  const ids = args.document.sections.flatMap((s) => s.steps.map((step) => step.id));
  const doubled = firstDouble([...ids]);
  if (doubled)
    return refuse('taken', `Two steps have the id “${doubled}”. Duplicate a step to get a new id.`);
  const checklist = args.checklist ?? ctx.newId('checklist');
  return {
    ok: true,
    entries: [proposal('checklist.draft-saved', checklist, { checklist, document: args.document })],
    answer: { checklist },
  };
}

function stopping(document: ChecklistDocument, site: SiteState): Finding | undefined {
  return lint(document, site).find((f) => f.severity === 'stop');
}

/** Asks for the release of the draft as it is, with what caused it; somebody who did not write it releases it. */
export function requestRelease(
  site: SiteState,
  args: { checklist: string; reason: string; documentHash: string; causes?: readonly NamedCause[] },
): Decision {
  const list = site.checklists.get(args.checklist);
  if (!list) return refuse('not-found', 'This checklist does not exist.');
  const last = list.versions[list.versions.length - 1];
  if (last?.documentHash === args.documentHash)
    return refuse(
      'already-done',
      `Version ${last.number} is the same as this draft, so there is nothing to release.`,
    );
  const finding = stopping(list.draft, site);
  if (finding) return refuse('not-ready', `${finding.message} Settle it, then ask for release again.`);
  return {
    ok: true,
    entries: [
      proposal('checklist.release-requested', args.checklist, {
        checklist: args.checklist,
        documentHash: args.documentHash,
        reason: args.reason,
        ...(args.causes?.length ? { causes: args.causes } : {}),
      }),
    ],
    answer: {},
  };
}

/** Why this person may not release this draft, or null. The rule is by person: never an author (D8). */
export function releaseRefusal(site: SiteState, checklist: string, user: string): string | null {
  const list = site.checklists.get(checklist);
  if (!list) return 'This checklist does not exist.';
  if (!list.requested) return 'Nobody has asked for its release yet.';
  if (list.authors.includes(user)) {
    const other = [...site.people.values()].find(
      (p) => p.active && p.role !== 'operator' && !list.authors.includes(p.user),
    );
    return `You wrote part of this draft, so you cannot release it. ${other ? `${other.name} can.` : 'Enrol a second person who can.'}`;
  }
  return null;
}

/** Releases the draft that was asked for, unchanged, as the next version; signed by somebody who did not write it. */
export function releaseChecklist(
  site: SiteState,
  args: { checklist: string; shown: string; documentHash: string },
  ctx: Context,
): Decision<{ version: string; number: number }> {
  const list = site.checklists.get(args.checklist);
  if (!list) return refuse('not-found', 'This checklist does not exist.');
  const refusal = releaseRefusal(site, args.checklist, ctx.actor.user);
  if (refusal !== null) return refuse(list.requested ? 'two-person' : 'not-ready', refusal);
  if (list.requested?.documentHash !== args.documentHash)
    return refuse(
      'stale',
      'The draft was changed after its release was asked for. Nothing is released. Ask for release again.',
    );
  const finding = stopping(list.draft, site);
  if (finding) return refuse('not-ready', `${finding.message} Nothing is released.`);
  const version = ctx.newId('version');
  const number = (list.versions[list.versions.length - 1]?.number ?? 0) + 1;
  const body = {
    checklist: args.checklist,
    version,
    number,
    documentHash: args.documentHash,
    document: list.draft,
    author: list.draftBy,
    reason: list.requested.reason,
    ...(list.requested.causes ? { causes: list.requested.causes } : {}),
    shown: args.shown,
  };
  return {
    ok: true,
    entries: [proposal('checklist.released', args.checklist, body, { meaning: 'released' })],
    answer: { version, number },
  };
}
