import type { ReadableDb } from '../ledger/database';

/** Something open with a due time, of which no entry says yet that it was missed. */
export type DueRow = {
  readonly kind: 'exception' | 'review' | 'remediation';
  readonly id: string;
  readonly due: string;
  readonly workOrder: string | null;
  /** The device that holds its run; null where there is no run, or it is not known. */
  readonly holder: string | null;
};

const of = (kind: DueRow['kind'], table: string, key: string): string =>
  `SELECT '${kind}' AS kind, x.${key} AS id, x.due, x.work_order AS workOrder, w.holder
   FROM ${table} x LEFT JOIN work_orders w ON w.work_order = x.work_order WHERE x.state = 'open' AND x.breached_at IS NULL`;

/** Everything that has a due time ahead, or one that was missed unnoticed; soonest due first. */
export function dueRows(db: ReadableDb): DueRow[] {
  return db
    .prepare(
      `${of('exception', 'exceptions', 'exception')} UNION ALL ${of('review', 'post_reviews', 'review')}
       UNION ALL ${of('remediation', 'remediations', 'remediation')} ORDER BY 3, 2`,
    )
    .all() as DueRow[];
}
