import type { CaseState } from '../caseState';
import { type Context, type Decision, type Proposed, plusMinutes } from '../entry';
import { raise } from '../exception/raise';
import type { ChecklistDocument } from '../procedure/checklist';
import { peopleWith, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { blocking, glassesOn, missingApprovals, nextStep } from '../run/nextStep';
import { type Glass, glassOpen, type PostReview, type ReviewVerdict, reviewDone } from './breakglass';
import { neverOpens } from './neverGates';

/**
 * X6, X8: opens the glass over the gate or blocked step the run is at. One commit records the exception, the window,
 * the post-review and the remediation task, so that none of them can be missing.
 */
export function openGlass(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: { step: string; code: string; why: string },
  ctx: Context,
): Decision<{ glass: string; review: string; remediation: string; exception: string; expires: string }> {
  const { workOrder, run } = state;
  if (!workOrder || !run)
    return refuse('out-of-order', 'The run is not started yet, so there is nothing to open.');
  const at = nextStep(state, document, ctx.now);
  if (!at || at.step.id !== args.step)
    return refuse(
      'out-of-order',
      'Break-glass opens the gate or the blocked step the run is at, and nothing else.',
    );
  const never = neverOpens(at.step);
  if (never) return refuse('never-gate', never);
  const isGate = at.step.kind === 'gate';
  if (!isGate && blocking(state, at.step.id).length === 0)
    return refuse(
      'out-of-order',
      `“${at.step.title}” is neither a gate nor blocked, so there is no glass to break.`,
    );
  if (glassesOn(state, at.step.id).some((g) => glassOpen(g, ctx.now)))
    return refuse('already-done', 'This glass is open already.');
  const code = site.codes.get(args.code);
  if (!code?.active || code.kind !== 'break-glass' || !code.glass)
    return refuse('not-found', `${args.code} is not a break-glass code of this site.`, {
      code: 'Choose a break-glass code',
    });

  const rule = code.glass;
  const raised = raise(
    {
      site,
      workOrder: workOrder.workOrder,
      run: run.run,
      code,
      at: { step: at.step.id },
      from: 'break-glass',
    },
    ctx,
  );
  const glass = ctx.newId('glass');
  const review = ctx.newId('review');
  const remediation = ctx.newId('remediation');
  const number = ctx.nextNumber('glass');
  const expires = plusMinutes(ctx.now, rule.windowMinutes);
  const need = at.step.kind === 'gate' ? missingApprovals(state, at.step) : [];
  const skipped = need
    .flatMap((n) => peopleWith(site, n.role).map((p) => p.user))
    .filter((u) => u !== ctx.actor.user);
  const opened: Proposed = {
    type: 'break-glass.opened',
    stream: glass,
    body: {
      glass,
      number,
      workOrder: workOrder.workOrder,
      run: run.run,
      step: at.step.id,
      no: at.no,
      title: at.step.title,
      opens: isGate ? 'gate' : 'blocked-step',
      code: code.code,
      meaning: code.meaning,
      why: args.why,
      windowMinutes: rule.windowMinutes,
      expires,
      skipped,
      exception: raised.exception,
      review,
      remediation,
    },
  };
  const explained: Proposed = {
    type: 'exception.explained',
    stream: raised.exception,
    body: { exception: raised.exception, workOrder: workOrder.workOrder, why: args.why },
  };
  const reviewOpened: Proposed = {
    type: 'post-review.opened',
    stream: review,
    body: {
      review,
      number: ctx.nextNumber('review'),
      glass,
      workOrder: workOrder.workOrder,
      run: run.run,
      due: plusMinutes(ctx.now, rule.reviewDueMinutes),
    },
    system: 'break-glass',
  };
  const fix: Proposed = {
    type: 'remediation.opened',
    stream: remediation,
    body: {
      remediation,
      number: ctx.nextNumber('remediation'),
      title: `Why “${at.step.title}” could not wait, and what makes that unnecessary`,
      owner: rule.remediationOwner,
      due: plusMinutes(ctx.now, rule.remediationDueMinutes),
      cause: { glass },
      workOrder: workOrder.workOrder,
    },
    system: 'break-glass',
  };
  return {
    ok: true,
    entries: [raised.entry, explained, opened, reviewOpened, fix],
    answer: { glass, review, remediation, exception: raised.exception, expires },
  };
}

function closed(glass: Glass, how: 'ended' | 'expired', ended: string, system?: string): Proposed {
  const entry: Proposed = {
    type: 'break-glass.closed',
    stream: glass.glass,
    body: { glass: glass.glass, workOrder: glass.workOrder, run: glass.run, how, ended },
  };
  return system === undefined ? entry : { ...entry, system };
}

/** Ends a window before it expires. Whoever opened it does, or a supervisor. */
export function endGlass(state: CaseState, args: { glass: string }, ctx: Context): Decision {
  const glass = state.glasses[args.glass];
  if (!glass) return refuse('not-found', 'This break-glass does not exist.');
  if (!glassOpen(glass, ctx.now)) return refuse('expired', `${glass.number} has ended already.`);
  if (glass.by !== ctx.actor.user && ctx.actor.role !== 'supervisor')
    return refuse('not-allowed', 'Who opened it, or a supervisor, can end it.');
  return { ok: true, entries: [closed(glass, 'ended', ctx.now)], answer: {} };
}

/** Windows that have run out and of which the ledger does not say so yet: closed by the system, with the time they ended. */
export function expireGlasses(state: CaseState, now: string): Proposed[] {
  return Object.values(state.glasses)
    .filter((g) => g.closed === undefined && now >= g.expires)
    .map((g) => closed(g, 'expired', g.expires, 'break-glass-window'));
}

/** Whether a person recorded anything under a break-glass. */
export function workedUnder(state: CaseState, glass: string, user: string): boolean {
  return Object.values(state.run?.steps ?? {}).some((h) =>
    [h.record, ...h.earlier, ...h.evidence].some((r) => r?.glass === glass && r.by === user),
  );
}

/** X7: why this person may not decide the review, or null. Neither who opened the glass nor who worked under it. */
export function reviewRefusal(
  state: CaseState,
  review: PostReview,
  ctx: Pick<Context, 'actor'>,
): string | null {
  const glass = state.glasses[review.glass];
  if (!glass) return 'Its break-glass is not known here.';
  if (reviewDone(review)) return `${review.number} has its verdict already.`;
  if (glass.by === ctx.actor.user) return 'You opened the glass, so somebody else reviews it.';
  if (workedUnder(state, glass.glass, ctx.actor.user))
    return 'You worked under this break-glass, so somebody else reviews it.';
  return null;
}

/** X7: the independent verdict, signed. "Unclear" keeps the review open, with what was found so far. */
export function decideReview(
  state: CaseState,
  args: { review: string; verdict: ReviewVerdict; comment: string; shown: string },
  ctx: Context,
): Decision {
  const review = state.reviews[args.review];
  if (!review) return refuse('not-found', 'This post-review does not exist.');
  const why = reviewRefusal(state, review, ctx);
  if (why) return refuse(reviewDone(review) ? 'already-done' : 'two-person', why);
  const glass = state.glasses[review.glass];
  if (glass && glassOpen(glass, ctx.now))
    return refuse('out-of-order', `${glass.number} is still open. Review it when the window has ended.`);
  const body = {
    review: args.review,
    glass: review.glass,
    workOrder: review.workOrder,
    verdict: args.verdict,
    comment: args.comment,
    shown: args.shown,
  };
  const exception = glass ? state.exceptions[glass.exception] : undefined;
  const entries: Proposed[] = [
    { type: 'post-review.decided', stream: review.review, body, meaning: 'verdict' },
  ];
  if (args.verdict !== 'unclear' && exception && exception.end === undefined) {
    const note =
      args.verdict === 'justified'
        ? `Post-review ${review.number}: justified`
        : `Post-review ${review.number}: not justified`;
    entries.push({
      type: 'exception.disposed',
      stream: exception.exception,
      body: { exception: exception.exception, workOrder: review.workOrder, disposition: 'resolved', note },
      system: 'post-review',
    });
  }
  return { ok: true, entries, answer: {} };
}
