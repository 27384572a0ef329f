import type { WritableDb } from '../../ledger/database';
import { rowWriter } from '../rows';
import { type InsightRows, type OrderRow, orderTable, plusDays, slotTable, watchedDays } from './rows';

/** Writes what insight counts of one case, and what follows from it for other cases, inside the append's transaction. */
export function insightProjector(db: WritableDb): (before: InsightRows, after: InsightRows) => void {
  const orders = rowWriter(db, orderTable);
  const slots = rowWriter(db, slotTable);
  const repeats = repeatWriter(db);
  return (before, after) => {
    orders(before.order ? [before.order] : [], after.order ? [after.order] : []);
    slots(before.slots, after.slots);
    repeats(before.order, after.order);
  };
}

const sameAsset = 'job_type = @jobType AND asset_key = @assetKey';

/**
 * Keeps `repeated_by` and `repeated_at`: for every closed work order, the first other one of its job type and asset that
 * was opened after the closing and not later than `watched_until` (of two at once, the lower id). It is a function of the
 * orders alone, whatever the order in which they become known.
 */
function repeatWriter(db: WritableDb): (before: OrderRow | undefined, after: OrderRow | undefined) => void {
  const first = (column: string): string =>
    `(SELECT b.${column} FROM insight_orders b WHERE b.job_type = a.job_type AND b.asset_key = a.asset_key
      AND b.opened_at > a.closed_at AND b.opened_at <= a.watched_until AND b.work_order <> a.work_order
      ORDER BY b.opened_at, b.work_order LIMIT 1)`;
  const look = `UPDATE insight_orders AS a SET repeated_by = ${first('work_order')}, repeated_at = ${first('opened_at')}`;
  const lookOwn = db.prepare(`${look} WHERE work_order = @workOrder`);
  const lookAgain = db.prepare(
    `${look} WHERE ${sameAsset} AND closed_at < @openedAt AND repeated_by = @workOrder`,
  );
  const tellEarlier = db.prepare(
    `UPDATE insight_orders SET repeated_by = @workOrder, repeated_at = @openedAt
     WHERE ${sameAsset} AND closed_at >= @from AND closed_at < @openedAt AND work_order <> @workOrder
     AND (repeated_at IS NULL OR (repeated_at, repeated_by) > (@openedAt, @workOrder))`,
  );
  return (before, after) => {
    const opened =
      before?.openedAt !== after?.openedAt ||
      before?.jobType !== after?.jobType ||
      before?.assetKey !== after?.assetKey;
    if (before && opened) lookAgain.run(before);
    if (after && opened) tellEarlier.run({ ...after, from: plusDays(after.openedAt, -watchedDays) });
    const closed = (before?.closedAt ?? null) !== (after?.closedAt ?? null);
    if (after && (closed || (opened && after.closedAt !== null))) lookOwn.run(after);
  };
}
