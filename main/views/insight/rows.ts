import type { CaseState } from '../../domain/caseState';
import { erasedWord } from '../../domain/erasure/erasable';
import { stallOf } from '../../domain/insight/stall';
import { type ChecklistDocument, numberedSteps } from '../../domain/procedure/checklist';
import { slotsOf } from '../../domain/run/nextStep';
import type { Row, ViewTable } from '../rows';

/** After a closing, for so long another work order of the same job type on the same asset counts as a repeat. */
export const watchedDays = 30;

export const orderTable = {
  table: 'insight_orders',
  columns: {
    workOrder: 'work_order',
    jobType: 'job_type',
    assetKey: 'asset_key',
    openedAt: 'opened_at',
    startedAt: 'started_at',
    stalled: 'stalled',
    stalledMs: 'stalled_ms',
    stalledSince: 'stalled_since',
    stalledAt: 'stalled_at',
    closedAt: 'closed_at',
    evidence: 'evidence',
    watchedUntil: 'watched_until',
  },
  keys: ['workOrder'],
} as const satisfies ViewTable;

export const slotTable = {
  table: 'insight_slots',
  columns: {
    workOrder: 'work_order',
    step: 'step',
    slot: 'slot',
    no: 'no',
    label: 'label',
    jobType: 'job_type',
    since: 'since',
    at: 'at',
    filled: 'filled',
  },
  keys: ['workOrder', 'step', 'slot'],
} as const satisfies ViewTable;

export type OrderRow = { readonly [K in keyof typeof orderTable.columns]: Row[string] } & {
  readonly workOrder: string;
  readonly jobType: string;
  readonly assetKey: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly watchedUntil: string | null;
};

export type InsightRows = { readonly order: OrderRow | undefined; readonly slots: readonly Row[] };

/** A time some days after (or, negative, before) another; RFC 3339 in UTC. */
export function plusDays(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString();
}

/** What insight counts of one case. `placeOf` says in words where an exception stands. */
export function insightRows(
  state: CaseState,
  document: ChecklistDocument | undefined,
  placeOf: (step: string | undefined, prerequisite: string | undefined) => string,
): InsightRows {
  const wo = state.workOrder;
  if (!wo) return { order: undefined, slots: [] };
  const { run, closure } = state;
  const stall = stallOf(Object.values(state.exceptions));
  return {
    order: {
      workOrder: wo.workOrder,
      jobType: wo.jobType,
      // "Press 4" and "press 4 " are one machine; of an asset whose name was erased nobody can say so.
      assetKey: wo.asset === erasedWord ? wo.workOrder : wo.asset.trim().toLowerCase(),
      openedAt: wo.openedAt,
      startedAt: run?.startedAt ?? null,
      stalled: stall.stalled ? 1 : 0,
      stalledMs: stall.endedMs,
      stalledSince: stall.since ?? null,
      stalledAt: stall.first ? placeOf(stall.first.step, stall.first.prerequisite) : null,
      closedAt: closure?.at ?? null,
      evidence: closure?.document ? 1 : 0,
      watchedUntil: closure ? plusDays(closure.at, watchedDays) : null,
    },
    slots: document ? slotRows(state, document, wo.jobType) : [],
  };
}

/** The slots of every step that was begun: a file was added, or an answer recorded. Filled: so many files stand. */
function slotRows(state: CaseState, document: ChecklistDocument, jobType: string): Row[] {
  const { run, workOrder } = state;
  if (!run || !workOrder) return [];
  return withSlots(document).flatMap(({ step, no, slots }) => {
    const history = run.steps[step];
    const answer = history?.record ?? history?.earlier[history.earlier.length - 1];
    const file = history?.evidence[history.evidence.length - 1];
    if (!history || (!answer && !file)) return [];
    const replaced = new Set(history.evidence.map((f) => f.replaces));
    const at = [answer?.at ?? '', file?.at ?? ''].sort().pop() ?? '';
    return slots.map((slot) => ({
      workOrder: workOrder.workOrder,
      step,
      slot: slot.id,
      no,
      label: slot.label,
      jobType,
      since: run.startedAt,
      at,
      filled:
        history.evidence.filter((f) => f.slot === slot.id && !replaced.has(f.sha256)).length >= slot.count
          ? 1
          : 0,
    }));
  });
}

type StepSlots = { readonly step: string; readonly no: string; readonly slots: ReturnType<typeof slotsOf> };
const known = new WeakMap<ChecklistDocument, readonly StepSlots[]>();

/** The steps of a checklist that ask for evidence; a released checklist never changes, so they are found once. */
function withSlots(document: ChecklistDocument): readonly StepSlots[] {
  const found =
    known.get(document) ??
    numberedSteps(document)
      .map(({ step, no }) => ({ step: step.id, no, slots: slotsOf(step) }))
      .filter(({ slots }) => slots.length > 0);
  known.set(document, found);
  return found;
}
