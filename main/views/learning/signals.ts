import type { SignalRow } from '../../contract/learning';
import type { LearningState, Signal } from '../../domain/learning/learning';
import type { Counted } from '../../domain/learning/repeat';
import type { SiteState } from '../../domain/procedure/site';
import type { ReadableDb } from '../../ledger/database';
import { nameIn, ownerName } from '../lists';

/** Exceptions of a code on a job type that were raised since `from`, those withdrawn left out. */
export function countedSince(db: ReadableDb, code: string, jobType: string, from: string): Counted[] {
  return db
    .prepare(
      `SELECT exception, raised_at AS raisedAt FROM exceptions
       WHERE code = ? AND job_type = ? AND raised_at >= ? AND state <> 'withdrawn' ORDER BY raised_at, exception`,
    )
    .all(code, jobType, from) as Counted[];
}

/** Signals that wait (oldest first), or are decided (newest decision first, 200 at most). */
export function signalRows(
  db: ReadableDb,
  site: SiteState,
  learning: LearningState,
  state: 'open' | 'decided',
): SignalRow[] {
  const all = [...learning.signals.values()];
  if (state === 'open') return all.filter((s) => !s.outcome).map((s) => signalRow(db, site, s));
  return all
    .filter((s) => s.outcome)
    .sort((a, b) => ((a.outcome?.at ?? '') < (b.outcome?.at ?? '') ? 1 : -1))
    .slice(0, 200)
    .map((s) => signalRow(db, site, s));
}

/** One signal, with the exceptions it counts. */
export function signalRow(db: ReadableDb, site: SiteState, signal: Signal): SignalRow {
  const { outcome } = signal;
  const owner = site.codes.get(signal.code)?.owner;
  return {
    signal: signal.signal,
    code: signal.code,
    meaning: signal.meaning,
    jobType: signal.jobType,
    jobTypeName: site.jobTypes.get(signal.jobType)?.name ?? '',
    count: signal.exceptions.length,
    days: signal.days,
    raisedAt: signal.raisedAt,
    state: outcome?.how ?? 'open',
    outcome: outcome === undefined ? null : outcome.how === 'remediation' ? outcome.number : outcome.why,
    remediation: outcome?.how === 'remediation' ? outcome.remediation : null,
    decidedByName: outcome ? nameIn(site, outcome.by) : null,
    decidedAt: outcome?.at ?? null,
    exceptions: exceptionsOf(db, signal.exceptions),
    ownerName: owner
      ? ownerName(site, 'user' in owner ? owner.user : null, 'role' in owner ? owner.role : null)
      : '',
  };
}

function exceptionsOf(db: ReadableDb, ids: readonly string[]): SignalRow['exceptions'] {
  return db
    .prepare(
      `SELECT e.exception, e.number, e.work_order AS workOrder, w.number AS workOrderNumber, e.raised_at AS raisedAt
       FROM exceptions e JOIN work_orders w USING (work_order)
       WHERE e.exception IN (SELECT value FROM json_each(?)) ORDER BY e.raised_at, e.exception`,
    )
    .all(JSON.stringify(ids)) as SignalRow['exceptions'][number][];
}
