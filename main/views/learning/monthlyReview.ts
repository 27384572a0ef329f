import type { DecisionRow, MonthlyReview } from '../../contract/learning';
import { type LearningState, monthOf, type ReviewDecision } from '../../domain/learning/learning';
import type { SiteState } from '../../domain/procedure/site';
import type { ReadableDb } from '../../ledger/database';
import { overdueByOwner } from '../insight/owners';
import { boundsOf } from '../insight/scope';
import { nameIn, ownerName } from '../lists';
import { signalRow } from './signals';

const mostCodes = 10;

/** Month `n` months from one, `2026-03` and -1 to `2026-02`. */
function monthsFrom(month: string, n: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + n, 1)).toISOString().slice(0, 7);
}

/** A month's bounds in UTC: [from, to). */
const boundsOfMonth = (month: string) => ({
  from: `${month}-01T00:00:00.000Z`,
  to: `${monthsFrom(month, 1)}-01T00:00:00.000Z`,
});

/**
 * L5: a prepared meeting over one month in UTC; the newest month, unless told. Signals are those of the month, and older
 * ones that still wait. What is overdue is so now, whatever the month. `now`: RFC 3339.
 */
export function monthlyReview(
  db: ReadableDb,
  site: SiteState,
  learning: LearningState,
  now: string,
  asked: string | undefined,
): MonthlyReview {
  const months = monthsHeld(db, now);
  const month = asked ?? months[0] ?? monthOf(now);
  const bounds = boundsOfMonth(month);
  const held = learning.held.get(month);
  return {
    month,
    months: months.includes(month) ? months : [...months, month].sort().reverse(),
    signals: [...learning.signals.values()]
      .filter((s) => monthOf(s.raisedAt) === month || (!s.outcome && monthOf(s.raisedAt) < month))
      .map((s) => signalRow(db, site, s)),
    topCodes: topCodes(db, site, bounds, boundsOfMonth(monthsFrom(month, -1))),
    completeness: completeness(db, bounds),
    overdue: overdueByOwner({ db, site, now }, boundsOf({ source: 'here' }), false).map(
      ({ ownerName: name, exceptions, reviews, remediations, oldestDue }) => ({
        ownerName: name,
        exceptions,
        reviews,
        remediations,
        oldestDue,
      }),
    ),
    decisions: [...learning.decisions.values()]
      .filter((d) => d.month === month)
      .map((d) => decisionRow(site, d)),
    held: held ? { at: held.at, byName: nameIn(site, held.by), present: held.present } : null,
  };
}

/** Months with anything in them, newest first: from the first work order to now. */
function monthsHeld(db: ReadableDb, now: string): string[] {
  const first = db.prepare('SELECT min(opened_at) FROM work_orders').pluck().get() as string | null;
  const last = monthOf(now);
  const months = [last];
  let month = last;
  while (first !== null && month > monthOf(first)) {
    month = monthsFrom(month, -1);
    months.push(month);
  }
  return months;
}

type Span = { readonly from: string; readonly to: string };

function topCodes(db: ReadableDb, site: SiteState, now: Span, before: Span): MonthlyReview['topCodes'] {
  const rows = db
    .prepare(
      `SELECT code, max(meaning) AS meaning, sum(raised_at >= @from) AS count, sum(raised_at < @from) AS before FROM exceptions
       WHERE raised_at >= @since AND raised_at < @to AND state <> 'withdrawn'
       GROUP BY code HAVING sum(raised_at >= @from) > 0 ORDER BY count DESC, code LIMIT ${mostCodes}`,
    )
    .all({ ...now, since: before.from }) as {
    code: string;
    meaning: string;
    count: number;
    before: number;
  }[];
  return rows.map((row) => {
    const known = site.codes.get(row.code);
    const owner = known?.owner;
    return {
      ...row,
      meaning: known?.meaning ?? row.meaning,
      ownerName: owner
        ? ownerName(site, 'user' in owner ? owner.user : null, 'role' in owner ? owner.role : null)
        : '',
    };
  });
}

function completeness(db: ReadableDb, span: Span): MonthlyReview['completeness'] {
  const within = (time: string): string => `${time} >= @from AND ${time} < @to`;
  return db
    .prepare(
      `SELECT
        (SELECT count(*) FROM insight_orders WHERE ${within('closed_at')}) AS closed,
        (SELECT count(*) FROM insight_orders WHERE ${within('closed_at')} AND evidence = 1) AS withEvidence,
        (SELECT count(*) FROM post_reviews WHERE ${within('due')}) AS reviewsDue,
        (SELECT count(*) FROM post_reviews WHERE ${within('due')} AND state = 'done') AS reviewsDone,
        (SELECT count(*) FROM remediations WHERE ${within('closed_at')}) AS remediationsClosed,
        (SELECT count(*) FROM remediations WHERE opened_at < @to AND (closed_at IS NULL OR closed_at >= @to)) AS remediationsOpen`,
    )
    .get(span) as MonthlyReview['completeness'];
}

/** One decision, with the version that named it as its cause, once there is one. */
function decisionRow(site: SiteState, d: ReviewDecision): DecisionRow {
  const version = [...site.versions.values()].find((v) =>
    v.causes?.some(({ cause }) => cause.kind === 'decision' && cause.decision === d.decision),
  );
  const checklist = d.checklist ?? version?.checklist ?? null;
  return {
    decision: d.decision,
    month: d.month,
    about: d.about,
    aboutWords: d.aboutWords,
    outcome: d.outcome,
    text: d.text,
    checklist,
    checklistTitle: checklist === null ? null : (site.checklists.get(checklist)?.draft.title ?? null),
    version: version?.number ?? null,
    byName: nameIn(site, d.by),
    at: d.at,
  };
}
