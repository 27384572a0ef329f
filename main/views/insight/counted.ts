import type { Counted, CountedRow, Scope } from '../../contract/insight';
import { boundsOfWeek } from '../../domain/insight/weeks';
import { type Arm, armsOf } from './arms';
import { type Bounds, boundsOf, type Counting, prepared } from './scope';

type CountedPage = {
  readonly total: number;
  readonly rows: readonly CountedRow[];
  readonly next: string | null;
};

type Given = Readonly<Record<string, string | number | null>>;

/**
 * The records behind one number, newest first; `after` is the `next` of the page before. `total` is the number itself:
 * it counts by the same conditions. A week is counted whole, and what is overdue whatever the period is (see the
 * definitions), so for these two `scope` gives no period.
 */
export function countedPage(
  counting: Counting,
  of: Counted,
  scope: Scope,
  page: { readonly after?: string | undefined; readonly limit: number },
): CountedPage {
  const { db, now } = counting;
  const bounds = of.what === 'week' ? { ...boundsOf(scope), ...boundsOfWeek(of.week) } : boundsOf(scope);
  const given: Given = { ...givenOf(bounds), ...filterOf(of), now };
  const arms = armsOf(of).filter((arm) => (arm.imported ? bounds.imported : bounds.here));
  const total = arms.reduce(
    (n, arm) => n + (prepared(db, `SELECT count(*) ${arm.from}`).pluck().get(given) as number),
    0,
  );
  const [afterAt = '~', afterKey = '~'] = page.after === undefined ? [] : cursorOf(page.after);
  const rows = arms
    .flatMap((arm) =>
      (
        prepared(
          db,
          `SELECT ${arm.key} AS key, ${arm.at} AS at, ${arm.columns} ${arm.from} AND (${arm.at}, ${arm.key}) < (@afterAt, @afterKey)
           ORDER BY ${arm.at} DESC, ${arm.key} DESC LIMIT @limit`,
        ).all({ ...given, afterAt, afterKey, limit: page.limit + 1 }) as Record<string, unknown>[]
      ).map((row) => rowOf(counting, arm, row)),
    )
    .sort((a, b) => (a.at === b.at ? (a.key < b.key ? 1 : -1) : a.at < b.at ? 1 : -1));
  const shown = rows.slice(0, page.limit);
  const last = shown[shown.length - 1];
  return { total, rows: shown, next: rows.length > page.limit && last ? `${last.at}|${last.key}` : null };
}

function cursorOf(after: string): [string, string] {
  const bar = after.indexOf('|');
  return [after.slice(0, bar), after.slice(bar + 1)];
}

const givenOf = ({ from, to, jobType }: Bounds) => ({ from, to, jobType });

/** What of the question is bound as a value. */
function filterOf(of: Counted): Given {
  const bit = (flag: boolean | undefined): number | null => (flag === undefined ? null : Number(flag));
  switch (of.what) {
    case 'closed':
      return { evidence: of.evidence === 'any' ? null : Number(of.evidence === 'with') };
    case 'code':
      return { code: of.code };
    case 'runs':
      return { stalled: bit(of.stalled), ofJobType: of.jobType ?? null };
    case 'overdue':
      return { owner: of.owner ?? null };
    case 'first-time':
      return { fixed: bit(of.fixed) };
    case 'week':
      return { code: null };
    case 'evidence':
      return { filled: of.missing === undefined ? null : Number(!of.missing) };
  }
}

function rowOf({ site, now }: Counting, arm: Arm, row: Record<string, unknown>): CountedRow {
  const text = (field: string): string => String(row[field] ?? '');
  return {
    key: text('key'),
    subject: text('subject'),
    workOrder: row.workOrder === undefined || row.workOrder === null ? null : text('workOrder'),
    number: text('number'),
    title: text('title'),
    jobTypeName: site.jobTypes.get(text('jobType'))?.name ?? text('jobTypeName'),
    words: arm.words(row, now),
    at: text('at'),
    imported: arm.imported,
  };
}
