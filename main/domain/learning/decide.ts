import type { Context, Decision } from '../entry';
import type { SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { type About, type LearningState, monthOf, openSignals, type ReviewOutcome } from './learning';
import { aboutWords, type NamedRemediation } from './words';

/** X5: how often in how many days raises a signal from now on. Signals raised before stand. */
export function setRepeatRule(learning: LearningState, args: { count: number; days: number }): Decision {
  const { repeat } = learning;
  if (repeat.count === args.count && repeat.days === args.days)
    return refuse('already-done', `It is ${args.count} in ${args.days} days already.`);
  const body = { count: args.count, days: args.days };
  return { ok: true, entries: [{ type: 'repeat-rule.set', stream: 'repeat-rule', body }], answer: {} };
}

/** X5: nothing needs to change, and why. */
export function dismissSignal(learning: LearningState, args: { signal: string; why: string }): Decision {
  const signal = learning.signals.get(args.signal);
  if (!signal) return refuse('not-found', 'This signal does not exist.');
  if (signal.outcome)
    return refuse(
      'already-done',
      signal.outcome.how === 'dismissed'
        ? 'This signal was dismissed already.'
        : `This signal became ${signal.outcome.number} already.`,
    );
  return { ok: true, entries: [{ type: 'drift.dismissed', stream: args.signal, body: args }], answer: {} };
}

const streamOf = (month: string): string => `review_${month}`;

/** L5: one decision of the review of a month. It can be of any month that has begun and is not held yet. */
export function decideInReview(
  site: SiteState,
  learning: LearningState,
  args: { month: string; about: About; outcome: ReviewOutcome; checklist?: string | undefined; text: string },
  remediationOf: (id: string) => NamedRemediation | undefined,
  ctx: Context,
): Decision<{ decision: string }> {
  const refusal = monthRefusal(learning, args.month, ctx);
  if (refusal) return refusal;
  const words = aboutWords(site, learning, args.about, remediationOf);
  if (words === undefined)
    return refuse('not-found', 'What this decision is about does not exist here. Choose it again.', {
      about: 'Not found',
    });
  if (args.outcome === 'change-checklist' && args.checklist === undefined)
    return refuse('missing', 'Say which checklist is to be changed.', { checklist: 'Choose a checklist' });
  if (args.checklist !== undefined && !site.checklists.has(args.checklist))
    return refuse('not-found', 'This checklist does not exist.', { checklist: 'Choose a checklist' });
  const decision = ctx.newId('decision');
  const body = { ...args, decision, aboutWords: words };
  return {
    ok: true,
    entries: [{ type: 'monthly-review.decided', stream: streamOf(args.month), body }],
    answer: { decision },
  };
}

/** L5: the meeting was held. Refused while a signal of that month, or an older one, waits for its decision. */
export function holdReview(
  learning: LearningState,
  args: { month: string; present: string },
  ctx: Context,
): Decision {
  const refusal = monthRefusal(learning, args.month, ctx);
  if (refusal) return refusal;
  const open = openSignals(learning).filter((s) => monthOf(s.raisedAt) <= args.month);
  if (open.length > 0) {
    const codes = [...new Set(open.map((s) => s.code))].join(', ');
    return refuse(
      'not-ready',
      `${open.length === 1 ? 'One signal waits' : `${open.length} signals wait`} for a decision: ${codes}. Open a remediation for each, or dismiss it with a reason; then record the meeting.`,
    );
  }
  const decisions = [...learning.decisions.values()]
    .filter((d) => d.month === args.month)
    .map((d) => d.decision);
  const body = { month: args.month, present: args.present, decisions };
  return {
    ok: true,
    entries: [{ type: 'monthly-review.held', stream: streamOf(args.month), body }],
    answer: {},
  };
}

function monthRefusal(learning: LearningState, month: string, ctx: Pick<Context, 'now'>) {
  const held = learning.held.get(month);
  if (held)
    return refuse(
      'already-done',
      `The review of ${month} was held on ${held.at.slice(0, 10)}. Decide this in the review of a later month.`,
    );
  if (month > monthOf(ctx.now))
    return refuse('out-of-range', `${month} has not begun yet.`, { month: 'Not begun yet' });
  return undefined;
}
