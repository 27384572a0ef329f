import type { Counted } from '../../contract/insight';
import { duration, overdueWords, repeatWords } from './countedWords';
import { fixedHere, fixedInHistory } from './dashboard';
import { type OverdueKind, overdueFrom, overdueOwner } from './owners';
import { within } from './scope';

/** One kind of record behind a number: where it is read, and how a row says what makes it count. */
export type Arm = {
  /** From FROM on, with every condition. */
  readonly from: string;
  readonly key: string;
  readonly at: string;
  /** `subject`, `workOrder`, `number`, `title`, `jobType` or `jobTypeName`, and what `words` needs. */
  readonly columns: string;
  readonly imported: boolean;
  readonly words: (row: Record<string, unknown>, now: string) => string;
};

const order = 'o.work_order AS subject, o.work_order AS workOrder, w.number, w.title, o.job_type AS jobType';
const orderFrom = 'FROM insight_orders o JOIN work_orders w ON w.work_order = o.work_order';
const historyFrom = 'FROM history_cases h WHERE h.counted = 1 AND';
const historyColumns =
  'h.history_case AS subject, h.number, h.title, h.job_type AS jobType, h.job_type_name AS jobTypeName';
const inHistory = { key: 'h.history_case', imported: true } as const;

/** Where the records behind a number are read. */
export function armsOf(of: Counted): readonly Arm[] {
  switch (of.what) {
    case 'closed':
      return closedArms;
    case 'code':
    case 'week':
      return exceptionArms;
    case 'runs':
      return runArms;
    case 'overdue':
      return (['exception', 'review', 'remediation'] as const)
        .filter((kind) => of.kind === undefined || of.kind === kind)
        .filter((kind) => !of.ofBreakGlass || kind !== 'exception')
        .map((kind) => overdueArm(kind, of.ofBreakGlass === true));
    case 'first-time':
      return firstTimeArms;
    case 'evidence':
      return slotArms;
  }
}

const isTrue = (value: unknown): boolean => value === 1;

const closedArms: readonly Arm[] = [
  {
    from: `${orderFrom} WHERE ${within('o.closed_at', 'o.job_type')} AND (@evidence IS NULL OR o.evidence = @evidence)`,
    key: 'o.work_order',
    at: 'o.closed_at',
    columns: `${order}, w.closure_number AS closure, o.evidence`,
    imported: false,
    words: (row) =>
      `Closed as ${String(row.closure)}${isTrue(row.evidence) ? '' : ', without a closure document'}`,
  },
  {
    ...inHistory,
    from: `${historyFrom} ${within('h.closed_at', 'h.job_type')} AND (@evidence IS NULL OR h.evidence = @evidence)`,
    at: 'h.closed_at',
    columns: `${historyColumns}, h.evidence`,
    words: (row) => `Imported, closed ${isTrue(row.evidence) ? 'with' : 'without'} closure evidence`,
  },
];

const exceptionArms: readonly Arm[] = [
  {
    from: `FROM exceptions e WHERE e.state <> 'withdrawn' AND ${within('e.raised_at', 'e.job_type')} AND (@code IS NULL OR e.code = @code)`,
    key: 'e.exception',
    at: 'e.raised_at',
    columns:
      'e.exception AS subject, e.work_order AS workOrder, e.number, e.meaning AS title, e.job_type AS jobType, e.code, e.place, e.state, e.disposition',
    imported: false,
    words: (row) =>
      `${String(row.code)}${row.place ? ` at ${String(row.place)}` : ''}, ${row.state === 'open' ? 'open' : `ended: ${String(row.disposition)}`}`,
  },
  {
    ...inHistory,
    from: `${historyFrom} h.code IS NOT NULL AND ${within('h.opened_at', 'h.job_type')} AND (@code IS NULL OR h.code = @code)`,
    at: 'h.opened_at',
    columns: `${historyColumns}, h.code`,
    words: (row) => `Imported, closing code ${String(row.code)}`,
  },
];

const stalledWords = (ms: number, at: unknown): string =>
  `Stalled${ms >= 60_000 ? ` ${duration(ms)}` : ''}${at ? `, first at ${String(at)}` : ''}`;

const runArms: readonly Arm[] = [
  {
    from: `${orderFrom} WHERE ${within('o.started_at', 'o.job_type')} AND (@ofJobType IS NULL OR o.job_type = @ofJobType) AND (@stalled IS NULL OR o.stalled = @stalled)`,
    key: 'o.work_order',
    at: 'o.started_at',
    columns: `${order}, o.stalled, o.stalled_ms AS ms, o.stalled_since AS since, o.stalled_at AS place`,
    imported: false,
    words: (row, now) => {
      if (!isTrue(row.stalled)) return 'Did not stall';
      const going =
        typeof row.since === 'string' ? Math.max(0, Date.parse(now) - Date.parse(row.since)) : undefined;
      return `${stalledWords(Number(row.ms) + (going ?? 0), row.place)}${going === undefined ? '' : ', waits still'}`;
    },
  },
  {
    ...inHistory,
    from: `${historyFrom} ${within('h.opened_at', 'h.job_type')} AND (@ofJobType IS NULL OR h.job_type = @ofJobType) AND (@stalled IS NULL OR h.stalled = @stalled)`,
    at: 'h.opened_at',
    columns: `${historyColumns}, h.stalled, h.stalled_minutes AS minutes`,
    words: (row) =>
      `Imported, ${isTrue(row.stalled) ? stalledWords(Number(row.minutes) * 60_000, null).toLowerCase() : 'did not stall'}`,
  },
];

const firstTimeArms: readonly Arm[] = [
  {
    from: `${orderFrom} LEFT JOIN work_orders r ON r.work_order = o.repeated_by WHERE ${within('o.closed_at', 'o.job_type')} AND (@fixed IS NULL OR (o.${fixedHere}) = @fixed)`,
    key: 'o.work_order',
    at: 'o.closed_at',
    columns: `${order}, w.asset, r.number AS repeat, o.repeated_at AS repeatedAt`,
    imported: false,
    words: (row) => repeatWords(row.repeat, String(row.at), row.repeatedAt, String(row.asset)),
  },
  {
    ...inHistory,
    from: `${historyFrom} ${within('h.closed_at', 'h.job_type')} AND (@fixed IS NULL OR (h.${fixedInHistory}) = @fixed)`,
    at: 'h.closed_at',
    columns: `${historyColumns}, h.reopened`,
    words: (row) =>
      Number(row.reopened) === 0
        ? 'Imported, never reopened'
        : `Imported, reopened ${Number(row.reopened) === 1 ? 'once' : `${String(row.reopened)} times`}`,
  },
];

const slotArms: readonly Arm[] = [
  {
    from: `FROM insight_slots s JOIN work_orders w ON w.work_order = s.work_order WHERE ${within('s.since', 's.job_type')} AND (@filled IS NULL OR s.filled = @filled)`,
    key: "s.work_order || '/' || s.step || '/' || s.slot",
    at: 's.at',
    columns:
      's.work_order AS subject, s.work_order AS workOrder, w.number, w.title, s.job_type AS jobType, s.label, s.no, s.filled',
    imported: false,
    words: (row) =>
      `${String(row.label)}, step ${String(row.no)}: ${isTrue(row.filled) ? 'held' : 'missing'}`,
  },
];

const overdueColumns: Readonly<Record<OverdueKind, string>> = {
  exception:
    "x.exception AS subject, x.work_order AS workOrder, x.number, x.meaning AS title, x.job_type AS jobType, 'Exception' AS kind",
  review:
    "x.review AS subject, x.work_order AS workOrder, x.number, x.title, x.job_type AS jobType, 'Post-review' AS kind",
  remediation:
    "x.remediation AS subject, x.work_order AS workOrder, x.number, x.title, o.job_type AS jobType, 'Remediation' AS kind",
};

function overdueArm(kind: OverdueKind, ofBreakGlass: boolean): Arm {
  const glass = ofBreakGlass && kind === 'remediation' ? ' AND x.glass IS NOT NULL' : '';
  return {
    from: `${overdueFrom[kind]}${glass} AND (@owner IS NULL OR ${overdueOwner[kind]} = @owner)`,
    key: `x.${kind}`,
    at: 'x.due',
    columns: overdueColumns[kind],
    imported: false,
    words: (row, now) => overdueWords(String(row.kind), String(row.at), now),
  };
}
