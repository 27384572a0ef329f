import type { CodeRow, Question, QuestionAnswer, Rate, Scope, StallRow } from '../../contract/insight';
import { questionDefinitions } from './definitions';
import { overdueByOwner, ownerKey, ownerWords } from './owners';
import { type Bounds, boundsOf, type Counting, history, prepared, raised, within } from './scope';

const none: Rate = { counted: 0, of: 0 };

/** L3: answers one of the four questions for a scope. */
export function answerQuestion(counting: Counting, question: Question, scope: Scope): QuestionAnswer {
  const bounds = boundsOf(scope);
  const definition = questionDefinitions[question];
  switch (question) {
    case 'closed-without-evidence':
      return { question, definition, ...closings(counting, bounds) };
    case 'codes':
      return { question, definition, ...codes(counting, bounds) };
    case 'stalls':
      return { question, definition, ...stalls(counting, bounds) };
    case 'overdue-reviews': {
      const rows = overdueByOwner(counting, bounds, true);
      return {
        question,
        definition,
        actions: rows.reduce((n, r) => n + r.reviews + r.remediations, 0),
        rows,
      };
    }
  }
}

/** Closed in the period, and how many of them without closure evidence. */
export function closings({ db }: Counting, bounds: Bounds): { readonly here: Rate; readonly imported: Rate } {
  const of = (from: string): Rate =>
    prepared(db, `SELECT coalesce(sum(evidence = 0), 0) AS counted, count(*) AS "of" FROM ${from}`).get(
      bounds,
    ) as Rate;
  return {
    here: bounds.here ? of(`insight_orders WHERE ${within('closed_at')}`) : none,
    imported: bounds.imported ? of(`${history} AND ${within('closed_at')}`) : none,
  };
}

type CodeCount = { readonly code: string; readonly n: number; readonly orders: number };

/** Exceptions by code, most first; every one counted once. */
function codes(
  { db, site }: Counting,
  bounds: Bounds,
): { readonly total: number; readonly rows: readonly CodeRow[] } {
  const here = bounds.here
    ? (prepared(
        db,
        `SELECT code, count(*) AS n, count(DISTINCT work_order) AS orders FROM ${raised} AND ${within('raised_at')} GROUP BY code`,
      ).all(bounds) as CodeCount[])
    : [];
  const imported = bounds.imported
    ? (prepared(
        db,
        `SELECT code, count(*) AS n, count(*) AS orders FROM ${history} AND code IS NOT NULL AND ${within('opened_at')} GROUP BY code`,
      ).all(bounds) as CodeCount[])
    : [];
  const counts = new Map<string, { n: number; orders: number; imported: number }>();
  const add = (rows: readonly CodeCount[], ofImport: boolean): void => {
    for (const { code, n, orders } of rows) {
      const known = counts.get(code) ?? { n: 0, orders: 0, imported: 0 };
      counts.set(code, {
        n: known.n + n,
        orders: known.orders + orders,
        imported: known.imported + (ofImport ? n : 0),
      });
    }
  };
  add(here, false);
  add(imported, true);
  const fixes = remediationsByCode({ db, site });
  const rows = [...counts].map(([code, count]): CodeRow => {
    const known = site.codes.get(code);
    const owner = fixes.get(code)?.owner ?? (known ? keyOf(known.owner) : '');
    return {
      code,
      meaning: known?.meaning ?? 'Closing code of imported history',
      count: count.n,
      workOrders: count.orders,
      ownerName: ownerWords(site, owner),
      openRemediations: fixes.get(code)?.open ?? 0,
      imported: count.imported,
    };
  });
  rows.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return { total: rows.reduce((n, r) => n + r.count, 0), rows };
}

const keyOf = (owner: { readonly user: string } | { readonly role: string }): string =>
  'user' in owner ? owner.user : owner.role;

/** Who owns the newest remediation for each code, and how many are open. */
function remediationsByCode({
  db,
}: Pick<Counting, 'db' | 'site'>): Map<string, { readonly owner: string; readonly open: number }> {
  const rows = prepared(
    db,
    `SELECT r.code, ${ownerKey('r')} AS owner, r.state FROM remediations r WHERE r.code IS NOT NULL
     ORDER BY r.opened_at DESC, r.remediation DESC`,
  ).all() as { code: string; owner: string; state: string }[];
  const found = new Map<string, { owner: string; open: number }>();
  for (const { code, owner, state } of rows) {
    const known = found.get(code) ?? { owner, open: 0 };
    found.set(code, { ...known, open: known.open + (state === 'open' ? 1 : 0) });
  }
  return found;
}

type StallCount = {
  readonly jobType: string;
  readonly name?: string;
  readonly runs: number;
  readonly stalled: number;
};

/** Under so many cases a rate says nothing, and stands last. */
const fewest = 5;

/** Runs and stalled runs by job type; the highest rate first, those with too few runs last. */
function stalls(
  { db, site }: Counting,
  bounds: Bounds,
): { readonly site: Rate; readonly rows: readonly StallRow[] } {
  const here = bounds.here
    ? (prepared(
        db,
        `SELECT job_type AS jobType, count(*) AS runs, sum(stalled) AS stalled FROM insight_orders WHERE ${within('started_at')} GROUP BY job_type`,
      ).all(bounds) as StallCount[])
    : [];
  const imported = bounds.imported
    ? (prepared(
        db,
        `SELECT job_type AS jobType, min(job_type_name) AS name, count(*) AS runs, sum(stalled) AS stalled FROM ${history} AND ${within('opened_at')} GROUP BY job_type`,
      ).all(bounds) as StallCount[])
    : [];
  const rows = new Map<string, StallRow>();
  for (const [counts, ofImport] of [
    [here, false],
    [imported, true],
  ] as const) {
    for (const { jobType, name, runs, stalled } of counts) {
      const known = rows.get(jobType);
      rows.set(jobType, {
        jobType,
        name: site.jobTypes.get(jobType)?.name ?? known?.name ?? name ?? '',
        imported: (known?.imported ?? true) && ofImport,
        runs: (known?.runs ?? 0) + runs,
        stalled: (known?.stalled ?? 0) + stalled,
      });
    }
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      Number(a.runs < fewest) - Number(b.runs < fewest) ||
      b.stalled / b.runs - a.stalled / a.runs ||
      b.runs - a.runs ||
      a.name.localeCompare(b.name),
  );
  const total = (field: 'runs' | 'stalled'): number => sorted.reduce((n, row) => n + row[field], 0);
  return { site: { counted: total('stalled'), of: total('runs') }, rows: sorted };
}
