import type { GivenOf } from '../contract/call';
import type { CommandName, commands } from '../contract/commands';
import { approveGate, rejectGate } from '../domain/approval/decide';
import { decideReview, endGlass, openGlass } from '../domain/breakglass/decide';
import type { CaseState } from '../domain/caseState';
import { closeWorkOrder } from '../domain/closure/decide';
import type { Context, Decision } from '../domain/entry';
import {
  assignException,
  blockStep,
  disposeException,
  explainException,
  withdrawException,
} from '../domain/exception/decide';
import type { ChecklistDocument } from '../domain/procedure/checklist';
import type { JobType } from '../domain/procedure/jobType';
import type { SiteState } from '../domain/procedure/site';
import { refuse } from '../domain/refusal';
import { correctStep, recordStep } from '../domain/run/decide';
import { elsewhere } from '../domain/run/holder';
import { checkPrerequisite, startRun } from '../domain/run/open';

type Args<N extends CommandName> = GivenOf<(typeof commands)[N]>;

/** All that a decision about one work order is judged by. */
export type CaseScope = {
  readonly site: SiteState;
  readonly state: CaseState;
  readonly document: ChecklistDocument | undefined;
  readonly jobType: JobType;
  readonly ctx: Context;
  readonly signing: boolean;
};
type WithDocument = CaseScope & { readonly document: ChecklistDocument };

const needsRun = (scope: CaseScope, decide: (scope: WithDocument) => Decision<object>): Decision<object> =>
  scope.document
    ? decide({ ...scope, document: scope.document })
    : refuse('out-of-order', 'The run is not started yet. Start it first.');

/** What is recorded in a run is recorded at the station that holds it. */
const here = (scope: CaseScope, decide: (scope: WithDocument) => Decision<object>): Decision<object> =>
  elsewhere(scope.site, scope.state, scope.ctx) ?? needsRun(scope, decide);

/** Commands about one work order, each with the decider that judges it. */
export const caseCommands = {
  startRun: (s: CaseScope, _args: Args<'startRun'>) => startRun(s.site, s.state, s.ctx),
  checkPrerequisite: (s: CaseScope, args: Args<'checkPrerequisite'>) =>
    elsewhere(s.site, s.state, s.ctx) ?? checkPrerequisite(s.site, s.state, args, s.ctx),
  recordStep: (s: CaseScope, args: Args<'recordStep'> & { readonly shown?: string }) =>
    here(s, (d) => recordStep(d.site, d.state, d.document, { ...args, signing: d.signing }, d.ctx)),
  correctStep: (s: CaseScope, args: Args<'correctStep'>) =>
    here(s, (d) => correctStep(d.site, d.state, d.document, args, d.ctx)),
  blockStep: (s: CaseScope, args: Args<'blockStep'>) =>
    here(s, (d) => blockStep(d.site, d.state, d.document, args, d.ctx)),
  explainException: (s: CaseScope, args: Args<'explainException'>) => explainException(s.state, args),
  withdrawException: (s: CaseScope, args: Args<'withdrawException'>) =>
    withdrawException(s.state, args, s.ctx),
  assignException: (s: CaseScope, args: Args<'assignException'>) =>
    assignException(s.site, s.state, args, s.ctx),
  disposeException: (s: CaseScope, args: Args<'disposeException'>) =>
    disposeException(s.site, s.state, args, s.ctx),
  openGlass: (s: CaseScope, args: Args<'openGlass'>) =>
    here(s, (d) => openGlass(d.site, d.state, d.document, args, d.ctx)),
  endGlass: (s: CaseScope, args: Args<'endGlass'>) => endGlass(s.state, args, s.ctx),
  decideReview: (s: CaseScope, args: Args<'decideReview'>) => decideReview(s.state, args, s.ctx),
  approveGate: (s: CaseScope, args: Args<'approveGate'>) =>
    needsRun(s, (d) => approveGate(d.site, d.state, d.document, args, d.ctx)),
  rejectGate: (s: CaseScope, args: Args<'rejectGate'>) =>
    needsRun(s, (d) => rejectGate(d.site, d.state, d.document, args, d.ctx)),
  closeWorkOrder: (s: CaseScope, args: Args<'closeWorkOrder'>) =>
    needsRun(s, (d) => closeWorkOrder(d.site, d.state, d.document, d.jobType, args, d.ctx)),
} as const;

export type CaseCommandName = keyof typeof caseCommands;
export function isCaseCommand(name: string): name is CaseCommandName {
  return Object.hasOwn(caseCommands, name);
}
