import type { WorkState } from '../contract/answers';
import { glassOpen, reviewDone } from '../domain/breakglass/breakglass';
import type { CaseState } from '../domain/caseState';
import { type ChecklistDocument, findStep, numberedSteps } from '../domain/procedure/checklist';
import { blocking, gateMet, glassesOn, holding, missingApprovals, nextStep } from '../domain/run/nextStep';
import { type InsightRows, insightRows } from './insight/rows';
import { escalationColumns, ownerColumns, remediationRow } from './remediationRows';
import type {
  conflicts,
  exceptions,
  openGlasses,
  postReviews,
  remediations,
  settlements,
  waitingGates,
  workOrders,
} from './tables';

export type CaseRows = {
  readonly workOrder: typeof workOrders.$inferSelect | undefined;
  readonly exceptions: readonly (typeof exceptions.$inferSelect)[];
  readonly reviews: readonly (typeof postReviews.$inferSelect)[];
  readonly remediations: readonly (typeof remediations.$inferSelect)[];
  readonly gates: readonly (typeof waitingGates.$inferSelect)[];
  readonly glasses: readonly (typeof openGlasses.$inferSelect)[];
  readonly conflicts: readonly (typeof conflicts.$inferSelect)[];
  readonly settlements: readonly (typeof settlements.$inferSelect)[];
  readonly insight: InsightRows;
};

/**
 * The rows that a case shows in lists, judged at the time of its newest entry: rows say what the ledger says, so they
 * are the same whenever they are made.
 */
export function caseRows(state: CaseState, document: ChecklistDocument | undefined): CaseRows {
  const at = state.lastAt;
  const wo = state.workOrder;
  if (!wo)
    return {
      workOrder: undefined,
      exceptions: [],
      reviews: [],
      remediations: [],
      gates: [],
      glasses: [],
      conflicts: [],
      settlements: [],
      insight: { order: undefined, slots: [] },
    };
  const steps = document ? numberedSteps(document) : [];
  const work = steps.filter((s) => s.step.kind !== 'gate');
  const next = document && state.run ? nextStep(state, document, at) : undefined;
  const performers = work.flatMap((s) => state.run?.steps[s.step.id]?.record?.by ?? []);
  const placeOf = (step: string | undefined, prerequisite: string | undefined): string => {
    const found = step === undefined ? undefined : steps.find((s) => s.step.id === step);
    if (found)
      return found.step.kind === 'gate'
        ? `Gate ${found.no}, ${found.step.title}`
        : `Step ${found.no}, ${found.step.title}`;
    if (prerequisite === undefined) return '';
    const text = state.run?.prerequisites[prerequisite]?.at(-1)?.text;
    return text === undefined ? 'Prerequisite' : `Prerequisite: ${text}`;
  };
  const where = whereItIs(state, next, at);
  return {
    workOrder: {
      workOrder: wo.workOrder,
      number: wo.number,
      numberKey: wo.number.toLowerCase(),
      title: wo.title,
      jobType: wo.jobType,
      asset: wo.asset,
      lot: wo.lot ?? null,
      due: wo.due ?? null,
      state: where.state,
      openedAt: wo.openedAt,
      performer: performers[performers.length - 1] ?? state.run?.startedBy ?? null,
      stepsDone: work.filter((s) => state.run?.steps[s.step.id]?.record).length,
      stepsTotal: work.length,
      place: where.words,
      openExceptions: Object.values(state.exceptions).filter((e) => !e.end).length,
      openReviews: Object.values(state.reviews).filter((r) => !reviewDone(r)).length,
      closedAt: state.closure?.at ?? null,
      closureNumber: state.closure?.number ?? null,
      openedClock: wo.openedIn.clock,
      openedLog: wo.openedIn.log,
      openedSeq: wo.openedIn.seq,
      holder: state.run?.holder ?? null,
    },
    exceptions: Object.values(state.exceptions).map((e) => ({
      exception: e.exception,
      workOrder: e.workOrder,
      number: e.number,
      code: e.code,
      meaning: e.meaning,
      severity: e.severity,
      effect: e.effect,
      place: placeOf(e.step, e.prerequisite),
      ...ownerColumns(e.owner),
      raisedAt: e.raisedAt,
      raisedBy: e.raisedBy,
      due: e.due,
      why: e.why ?? null,
      state: e.end?.how ?? 'open',
      disposition: e.end?.how === 'disposed' ? e.end.disposition : null,
      endedAt: e.end?.at ?? null,
      jobType: wo.jobType,
      ...escalationColumns(e),
    })),
    reviews: Object.values(state.reviews).flatMap((r) => {
      const glass = state.glasses[r.glass];
      if (!glass) return [];
      return [
        {
          review: r.review,
          workOrder: r.workOrder,
          number: r.number,
          glass: r.glass,
          glassNumber: glass.number,
          title: glass.title,
          openedBy: glass.by,
          openedAt: r.openedAt,
          due: r.due,
          state: reviewDone(r) ? 'done' : 'open',
          verdict: r.verdicts[r.verdicts.length - 1]?.verdict ?? null,
          jobType: wo.jobType,
          ...escalationColumns(r),
        },
      ];
    }),
    remediations: Object.values(state.remediations).map((r) =>
      remediationRow(r, r.glass === undefined ? undefined : state.glasses[r.glass], undefined),
    ),
    gates: Object.values(state.gates).flatMap((g) => {
      const step = document ? findStep(document, g.step) : undefined;
      if (
        step?.kind !== 'gate' ||
        g.requestedAt === undefined ||
        gateMet(state, step) ||
        state.run?.finishedAt !== undefined ||
        state.closure
      )
        return [];
      const no = steps.find((s) => s.step.id === g.step)?.no ?? '';
      return [
        {
          workOrder: wo.workOrder,
          step: g.step,
          no,
          title: step.title,
          need: JSON.stringify(missingApprovals(state, step)),
          requestedAt: g.requestedAt,
        },
      ];
    }),
    glasses: Object.values(state.glasses)
      .filter((g) => g.closed === undefined)
      .map((g) => ({ glass: g.glass, workOrder: g.workOrder, expires: g.expires })),
    conflicts: state.conflicts.map((c) => ({
      conflict: c.conflict,
      workOrder: wo.workOrder,
      kind: c.kind,
      title: c.title,
      why: c.why,
      ownerRole: c.ownerRole,
      foundAt: c.foundAt,
      standsLog: c.stands.log,
      standsSeq: c.stands.seq,
      lostLog: c.lost.log,
      lostSeq: c.lost.seq,
      also: c.also,
    })),
    settlements: Object.entries(state.settlements).map(([conflict, s]) => ({
      conflict,
      workOrder: wo.workOrder,
      decision: s.decision,
      settledBy: s.by,
      settledAt: s.at,
    })),
    insight: insightRows(state, document, placeOf),
  };
}

function whereItIs(
  state: CaseState,
  next: ReturnType<typeof nextStep>,
  at: string,
): { state: WorkState; words: string } {
  if (state.closure) return { state: 'closed', words: `Closed as ${state.closure.number}` };
  if (!state.run) return { state: 'open', words: 'Not started' };
  if (state.run.finishedAt !== undefined) return { state: 'finished', words: 'Waits for closing' };
  const held = holding(state)[0];
  if (held)
    return {
      state: held.effect === 'quarantines' ? 'quarantined' : 'held',
      words: `${held.code} ${held.meaning}`,
    };
  if (!next) return { state: 'running', words: 'Prerequisites' };
  const name =
    next.step.kind === 'gate' ? `Gate ${next.no}, ${next.step.title}` : `Step ${next.no}, ${next.step.title}`;
  const open = glassesOn(state, next.step.id).some((g) => glassOpen(g, at));
  const blocked = open ? undefined : blocking(state, next.step.id)[0];
  if (blocked) return { state: 'blocked', words: `${blocked.code} ${blocked.meaning}` };
  if (next.step.kind === 'gate') return { state: 'waiting', words: name };
  return { state: 'running', words: name };
}
