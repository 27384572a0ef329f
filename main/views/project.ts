import type { WritableDb } from '../ledger/database';
import type { CaseRows } from './caseRows';
import { historyProjector } from './history';
import { insightProjector } from './insight/project';
import { rowWriter } from './rows';
import { type EntryProjector, entryProjector, numberWriter } from './syncRows';

/** Prepared once a connection: a new row, the changed columns of one, and deletion by key. */
export type Projector = {
  /** Writes what differs between the rows before and after; an unchanged row is not touched. */
  readonly write: (before: CaseRows, after: CaseRows) => void;
  /** Writes what differs between rows of the remediations that belong to no work order. */
  readonly remediations: (before: CaseRows['remediations'], after: CaseRows['remediations']) => void;
  /** What follows from one entry alone: numbers given, the media log, heads seen, forks, imported history. */
  readonly entry: EntryProjector;
  /** The same rows once the body of that entry is erased. */
  readonly erased: EntryProjector;
  /** The last number given of a kind by a station. */
  readonly lastNumber: (kind: string, station: string) => number;
};

const columns = {
  work_orders: {
    workOrder: 'work_order',
    number: 'number',
    numberKey: 'number_key',
    title: 'title',
    jobType: 'job_type',
    asset: 'asset',
    lot: 'lot',
    due: 'due',
    state: 'state',
    openedAt: 'opened_at',
    performer: 'performer',
    stepsDone: 'steps_done',
    stepsTotal: 'steps_total',
    place: 'place',
    openExceptions: 'open_exceptions',
    openReviews: 'open_reviews',
    closedAt: 'closed_at',
    closureNumber: 'closure_number',
    openedClock: 'opened_clock',
    openedLog: 'opened_log',
    openedSeq: 'opened_seq',
    holder: 'holder',
  },
  exceptions: {
    exception: 'exception',
    workOrder: 'work_order',
    number: 'number',
    code: 'code',
    meaning: 'meaning',
    severity: 'severity',
    effect: 'effect',
    place: 'place',
    ownerUser: 'owner_user',
    ownerRole: 'owner_role',
    raisedAt: 'raised_at',
    raisedBy: 'raised_by',
    due: 'due',
    why: 'why',
    state: 'state',
    disposition: 'disposition',
    endedAt: 'ended_at',
    jobType: 'job_type',
    breachedAt: 'breached_at',
    escalatedUser: 'escalated_user',
    escalatedRole: 'escalated_role',
    escalatedAt: 'escalated_at',
  },
  post_reviews: {
    review: 'review',
    workOrder: 'work_order',
    number: 'number',
    glass: 'glass',
    glassNumber: 'glass_number',
    title: 'title',
    openedBy: 'opened_by',
    openedAt: 'opened_at',
    due: 'due',
    state: 'state',
    verdict: 'verdict',
    jobType: 'job_type',
    breachedAt: 'breached_at',
    escalatedUser: 'escalated_user',
    escalatedRole: 'escalated_role',
    escalatedAt: 'escalated_at',
  },
  remediations: {
    remediation: 'remediation',
    workOrder: 'work_order',
    number: 'number',
    title: 'title',
    ownerUser: 'owner_user',
    ownerRole: 'owner_role',
    due: 'due',
    glass: 'glass',
    glassNumber: 'glass_number',
    openedAt: 'opened_at',
    state: 'state',
    done: 'done',
    because: 'because',
    cause: 'cause',
    rule: 'rule',
    code: 'code',
    target: 'target',
    files: 'files',
    closedAt: 'closed_at',
    closedBy: 'closed_by',
    breachedAt: 'breached_at',
    escalatedUser: 'escalated_user',
    escalatedRole: 'escalated_role',
    escalatedAt: 'escalated_at',
  },
  waiting_gates: {
    workOrder: 'work_order',
    step: 'step',
    no: 'no',
    title: 'title',
    need: 'need',
    requestedAt: 'requested_at',
  },
  open_glasses: { glass: 'glass', workOrder: 'work_order', expires: 'expires' },
  conflicts: {
    conflict: 'conflict',
    workOrder: 'work_order',
    kind: 'kind',
    title: 'title',
    why: 'why',
    ownerRole: 'owner_role',
    foundAt: 'found_at',
    standsLog: 'stands_log',
    standsSeq: 'stands_seq',
    lostLog: 'lost_log',
    lostSeq: 'lost_seq',
    also: 'also',
  },
  conflict_settlements: {
    conflict: 'conflict',
    workOrder: 'work_order',
    decision: 'decision',
    settledBy: 'settled_by',
    settledAt: 'settled_at',
  },
} as const;
const keys = {
  work_orders: ['workOrder'],
  exceptions: ['exception'],
  post_reviews: ['review'],
  remediations: ['remediation'],
  waiting_gates: ['workOrder', 'step'],
  open_glasses: ['glass'],
  conflicts: ['conflict'],
  conflict_settlements: ['conflict', 'workOrder'],
} as const;

/** Makes the projector of one connection. */
export function projector(db: WritableDb): Projector {
  const tables = {
    workOrders: rowWriter(db, { table: 'work_orders', columns: columns.work_orders, keys: keys.work_orders }),
    exceptions: rowWriter(db, { table: 'exceptions', columns: columns.exceptions, keys: keys.exceptions }),
    reviews: rowWriter(db, { table: 'post_reviews', columns: columns.post_reviews, keys: keys.post_reviews }),
    remediations: rowWriter(db, {
      table: 'remediations',
      columns: columns.remediations,
      keys: keys.remediations,
    }),
    gates: rowWriter(db, {
      table: 'waiting_gates',
      columns: columns.waiting_gates,
      keys: keys.waiting_gates,
    }),
    glasses: rowWriter(db, { table: 'open_glasses', columns: columns.open_glasses, keys: keys.open_glasses }),
  };
  const insight = insightProjector(db);
  const conflicts = rowWriter(db, { table: 'conflicts', columns: columns.conflicts, keys: keys.conflicts });
  const settlements = rowWriter(db, {
    table: 'conflict_settlements',
    columns: columns.conflict_settlements,
    keys: keys.conflict_settlements,
  });
  const sameNumber = numberWriter(db);
  const ofEntry = entryProjector(db);
  const history = historyProjector(db);
  const getNumber = db.prepare('SELECT last FROM numbers WHERE kind = ? AND station = ?').pluck();

  return {
    write(before, after) {
      const one = (row: CaseRows['workOrder']) => (row ? [row] : []);
      tables.workOrders(one(before.workOrder), one(after.workOrder));
      tables.exceptions(before.exceptions, after.exceptions);
      tables.reviews(before.reviews, after.reviews);
      tables.remediations(before.remediations, after.remediations);
      tables.gates(before.gates, after.gates);
      tables.glasses(before.glasses, after.glasses);
      insight(before.insight, after.insight);
      conflicts(before.conflicts, after.conflicts);
      settlements(before.settlements, after.settlements);
      const [was, is] = [before.workOrder?.numberKey, after.workOrder?.numberKey];
      for (const key of was === is ? [] : [was, is]) if (key !== undefined) sameNumber(key);
    },
    remediations: tables.remediations,
    entry: (entry) => {
      ofEntry(entry);
      history.entry(entry);
    },
    erased: history.erased,
    lastNumber: (kind, station) => (getNumber.get(kind, station) as number | undefined) ?? 0,
  };
}
