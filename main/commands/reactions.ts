import { fireRules } from '../domain/automation/fire';
import type { Context, Proposed } from '../domain/entry';
import type { BodyOf } from '../domain/entryTypes';
import type { Thing } from '../domain/escalation/escalation';
import { evolveLearning } from '../domain/learning/evolve';
import { countedFrom, repeatSignal } from '../domain/learning/repeat';
import { asRecorded } from '../domain/run/followUps';
import { isOfLearning } from '../domain/subjects';
import { countedSince } from '../views/learning/signals';
import type { Station } from './station';

/**
 * What follows, in the same commit, from the exceptions that are being raised: the signal that is due when a code repeats
 * on a job type, and what the site's rules do. Nothing that a rule makes is looked at again.
 */
export function reactionsTo(station: Station, proposals: readonly Proposed[], ctx: Context): Proposed[] {
  const { world, site } = station;
  let { learning } = world;
  const made: Proposed[] = [];
  const make = (proposed: readonly Proposed[]): void => {
    for (const p of proposed)
      if (isOfLearning(p.type, p.body)) learning = evolveLearning(learning, asRecorded(p, ctx));
    made.push(...proposed);
  };
  const raised = proposals.filter((p) => p.type === 'exception.raised');
  raised.forEach((proposed, place) => {
    const b = proposed.body as BodyOf<'exception.raised'>;
    const jobType = world.caseOf(b.workOrder).workOrder?.jobType;
    if (jobType !== undefined) {
      const now = raised
        .slice(0, place + 1)
        .flatMap((p) =>
          p.body.code === b.code ? [{ exception: String(p.body.exception), raisedAt: ctx.now }] : [],
        );
      const from = countedFrom(ctx.now, learning.repeat.days);
      const known = countedSince(site.ledger.db, b.code, jobType, from);
      const what = { code: b.code, meaning: b.meaning, jobType };
      const signal = repeatSignal(learning, what, [...known, ...now], ctx);
      if (signal) make([signal]);
    }
    const thing: Thing = {
      kind: 'exception',
      id: b.exception,
      number: b.number,
      workOrder: b.workOrder,
      code: b.code,
      owner: b.owner,
      byRule: false,
    };
    make(fireRules(world.site, learning, 'exception-raised', thing, ctx));
  });
  return made;
}
