import type { CommandName } from '../contract/commands';
import type { learningCommands as calls, learningQueries } from '../contract/learning';
import { defineRule } from '../domain/automation/decide';
import type { Cause, NamedCause } from '../domain/learning/cause';
import { decideInReview, dismissSignal, holdReview, setRepeatRule } from '../domain/learning/decide';
import { causeWords, type NamedRemediation } from '../domain/learning/words';
import { type Refusal, refuse } from '../domain/refusal';
import {
  addRemediationEvidence,
  closeRemediation,
  openRemediation,
  remediationRefusal,
} from '../domain/remediation/decide';
import type { Remediation } from '../domain/remediation/remediation';
import { causesFor } from '../views/learning/causes';
import { monthlyReview } from '../views/learning/monthlyReview';
import { ruleRows } from '../views/learning/rules';
import { signalRows } from '../views/learning/signals';
import { remediationNamed } from '../views/remediations';
import type { Asked, Judge } from './deeds';
import type { Station } from './station';

/** L5, X5, X10, D12: signals, the monthly review, rules, and what a new version can name as its cause. */
export const learningAskers: { readonly [N in keyof typeof learningQueries]: Asked<N> } = {
  signals: ({ site, world }, args) => ({
    rows: signalRows(site.ledger.db, world.site, world.learning, args.state),
    repeat: world.learning.repeat,
  }),
  monthlyReview: ({ site, world, now }, args) =>
    monthlyReview(site.ledger.db, world.site, world.learning, new Date(now()).toISOString(), args.month),
  rules: ({ world }) => ruleRows(world.site, world.learning),
  causes: ({ site, world }, args) => causesFor(site.ledger.db, world.site, world.learning, args.checklist),
};

type Name = (keyof typeof calls | 'closeRemediation') & CommandName;

export const learningCommands: { readonly [N in Name]: Judge<N> } = {
  setRepeatRule: ({ world }, args) => setRepeatRule(world.learning, args),
  dismissSignal: ({ world }, args) => dismissSignal(world.learning, args),
  openRemediation: (station, args, ctx) =>
    openRemediation(station.world.site, station.world.learning, args, named(station), ctx),
  addRemediationEvidence: async (station, args, ctx) => {
    const task = taskOf(station, args.remediation);
    // Nobody's file is taken in for a task that is not theirs.
    const why = task && remediationRefusal(task, ctx.actor);
    if (why) return refuse('not-allowed', why);
    const held = await station.vault.keepFile(args.path);
    if (!held.ok) return refuse('evidence-refused', held.message, { file: held.message });
    return addRemediationEvidence(task, { ...held, mime: held.type }, ctx);
  },
  closeRemediation: (station, args, ctx) =>
    closeRemediation(station.world.site, taskOf(station, args.remediation), args, ctx),
  decideInReview: (station, args, ctx) =>
    decideInReview(station.world.site, station.world.learning, args, named(station), ctx),
  holdReview: ({ world }, args, ctx) => holdReview(world.learning, args, ctx),
  defineRule: ({ world }, args, ctx) => defineRule(world.site, world.learning, args, ctx),
};

const named =
  ({ site }: Station) =>
  (remediation: string): NamedRemediation | undefined =>
    remediationNamed(site.ledger.db, remediation);

/** A remediation wherever it stands: in the case of its work order, or by itself. */
function taskOf({ site, world }: Station, remediation: string): Remediation | undefined {
  const own = world.learning.remediations[remediation];
  if (own) return own;
  const workOrder = remediationNamed(site.ledger.db, remediation)?.workOrder;
  return workOrder ? world.caseOf(workOrder).remediations[remediation] : undefined;
}

/** Causes with the words they are named by, or a refusal where one does not exist. Each stands once. */
export function nameCauses(station: Station, causes: readonly Cause[]): readonly NamedCause[] | Refusal {
  const { site, learning } = station.world;
  const found = new Map<string, NamedCause>();
  for (const cause of causes) {
    const words = causeWords(site, learning, cause, named(station));
    if (words === undefined)
      return refuse('not-found', 'A cause that was named does not exist here. Choose it again.', {
        causes: 'Not found',
      });
    found.set(JSON.stringify(cause), { cause, words });
  }
  return [...found.values()];
}
