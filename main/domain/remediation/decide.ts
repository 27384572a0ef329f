import type { Context, Decision } from '../entry';
import { isMeant } from '../escalation/escalation';
import type { Cause, Target } from '../learning/cause';
import type { LearningState } from '../learning/learning';
import { causeWords, type NamedRemediation } from '../learning/words';
import type { Owner } from '../procedure/catalogue';
import type { SiteState } from '../procedure/site';
import { type Refusal, refuse } from '../refusal';
import type { Remediation } from './remediation';

/**
 * X10: opens a remediation for a signal, a code, a decision or another remediation. For a signal it is its decision. The
 * owner must be somebody who may close it; the target names a known code and job type.
 */
export function openRemediation(
  site: SiteState,
  learning: LearningState,
  args: { cause: Cause; title: string; owner: Owner; due: string; target?: Target | undefined },
  remediationOf: (id: string) => NamedRemediation | undefined,
  ctx: Context,
): Decision<{ remediation: string; number: string }> {
  const { cause, target } = args;
  const because = causeWords(site, learning, cause, remediationOf);
  if (because === undefined)
    return refuse('not-found', 'What this remediation is for does not exist here. Choose it again.', {
      cause: 'Not found',
    });
  const outcome = cause.kind === 'signal' ? learning.signals.get(cause.signal)?.outcome : undefined;
  if (outcome)
    return refuse(
      'already-done',
      outcome.how === 'dismissed'
        ? 'This signal was dismissed already. Name its code as the cause instead.'
        : `This signal became ${outcome.number} already.`,
    );
  const unfit = ownerRefusal(site, args.owner);
  if (unfit) return unfit;
  const due = new Date(args.due).toISOString();
  if (due <= ctx.now)
    return refuse('out-of-range', 'It would be overdue at once. Choose a later day.', {
      due: 'Choose a later day',
    });
  if (target && !site.codes.has(target.code))
    return refuse('not-found', `Code ${target.code} is not in the catalogue.`, { target: 'Choose a code' });
  if (target?.jobType !== undefined && !site.jobTypes.has(target.jobType))
    return refuse('not-found', 'The job type of the target does not exist.', { target: 'Choose a job type' });
  const remediation = ctx.newId('remediation');
  const number = ctx.nextNumber('remediation');
  const body = {
    remediation,
    number,
    title: args.title,
    owner: args.owner,
    due,
    cause,
    because,
    ...(target === undefined ? {} : { target }),
  };
  return {
    ok: true,
    entries: [{ type: 'remediation.opened', stream: remediation, body }],
    answer: { remediation, number },
  };
}

function ownerRefusal(site: SiteState, owner: Owner): Refusal | undefined {
  const person = 'user' in owner ? site.people.get(owner.user) : undefined;
  if ('user' in owner && !person?.active)
    return refuse(
      'not-found',
      'The owner is not an active person of this site. Choose somebody else, or a role.',
      {
        owner: 'Not an active person',
      },
    );
  const role = 'user' in owner ? person?.role : owner.role;
  return role === 'operator'
    ? refuse(
        'not-allowed',
        `${person?.name ?? 'Operators'} cannot close a remediation. Choose a supervisor, compliance or an admin.`,
        { owner: 'Not an operator' },
      )
    : undefined;
}

/** Why this person may not add to it or close it, or null. Its owner does, whom it was escalated to, or a supervisor. */
export function remediationRefusal(
  task: Pick<Remediation, 'owner' | 'escalated'>,
  actor: Context['actor'],
): string | null {
  if (actor.role === 'supervisor' || isMeant(task.owner, actor)) return null;
  if (task.escalated && actor.role !== 'operator' && isMeant(task.escalated.to, actor)) return null;
  return 'Its owner closes it, or a supervisor.';
}

/**
 * X8, X10: what closing asks for besides the text, or null: a file that shows what was done, or a released checklist
 * version that names the remediation as its cause. One rule for every remediation.
 */
export function missingEvidence(number: string, files: number, versions: number): string | null {
  return files + versions > 0
    ? null
    : `${number} closes with evidence. Add a file that shows what was done, or release a checklist version that names it as its cause.`;
}

/** Released versions that name a remediation as their cause, in the order of their release. */
export function versionsNaming(site: SiteState, remediation: string): string[] {
  return [...site.versions.values()]
    .filter((v) =>
      v.causes?.some(({ cause }) => cause.kind === 'remediation' && cause.remediation === remediation),
    )
    .map((v) => v.version);
}

function openTask(task: Remediation | undefined, ctx: Context): Remediation | Refusal {
  if (!task) return refuse('not-found', 'This remediation does not exist.');
  if (task.closed) return refuse('already-done', `${task.number} is closed already.`);
  const why = remediationRefusal(task, ctx.actor);
  return why === null ? task : refuse('not-allowed', why);
}

const ofCase = (task: Remediation) => (task.workOrder === undefined ? {} : { workOrder: task.workOrder });

/** Adds a file that is in the vault already. The same file twice is one. */
export function addRemediationEvidence(
  task: Remediation | undefined,
  file: { sha256: string; size: number; mime: string; name: string },
  ctx: Context,
): Decision<{ sha256: string }> {
  const open = openTask(task, ctx);
  if ('ok' in open) return open;
  if (open.files.some((f) => f.sha256 === file.sha256))
    return refuse('already-done', `This file is held for ${open.number} already.`);
  const { sha256, size, mime, name } = file;
  const body = { remediation: open.remediation, ...ofCase(open), sha256, size, mime, name };
  return {
    ok: true,
    entries: [{ type: 'remediation.evidence-added', stream: open.remediation, body }],
    answer: { sha256 },
  };
}

/** X10: closes a remediation with what was done, and the evidence that it was. */
export function closeRemediation(
  site: SiteState,
  task: Remediation | undefined,
  args: { done: string },
  ctx: Context,
): Decision {
  const open = openTask(task, ctx);
  if ('ok' in open) return open;
  const versions = versionsNaming(site, open.remediation);
  const missing = missingEvidence(open.number, open.files.length, versions.length);
  if (missing) return refuse('missing-evidence', missing, { evidence: 'A file, or a released version' });
  const body = {
    remediation: open.remediation,
    ...ofCase(open),
    done: args.done,
    evidence: open.files.map((f) => f.sha256),
    ...(versions.length === 0 ? {} : { versions }),
  };
  return { ok: true, entries: [{ type: 'remediation.closed', stream: open.remediation, body }], answer: {} };
}
