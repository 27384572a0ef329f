import { type Dashboard, questions, type Rate, type Scope } from '../../contract/insight';
import { controlChart } from '../../domain/insight/controlChart';
import { boundsOfWeek, mondayOf, weeksOf } from '../../domain/insight/weeks';
import { tileDefinitions } from './definitions';
import { overdueByOwner } from './owners';
import { answerQuestion, closings } from './questions';
import { type Bounds, boundsOf, type Counting, history, prepared, raised, within } from './scope';

/** Weeks in a chart, at most; the newest ones. */
const mostWeeks = 104;

/** L4: everything on the dashboard for one scope. It reads one connection without a pause, so it is of one moment. */
export function dashboard(counting: Counting, scope: Scope): Dashboard {
  return {
    at: counting.now,
    questions: questions.map((question) => answerQuestion(counting, question, scope)),
    firstTimeFix: firstTimeFix(counting, scope),
    evidence: evidence(counting, scope),
    overdue: overdue(counting, scope),
    weekly: weekly(counting, scope),
  };
}

/** When the first record was made that the scope's source holds; undefined where there is none. */
export function firstRecord(
  { db }: Counting,
  { here, imported }: Pick<Bounds, 'here' | 'imported'>,
): string | undefined {
  const of = (from: string): string | null =>
    prepared(db, `SELECT min(opened_at) FROM ${from}`).pluck().get() as string | null;
  const found = [here ? of('insight_orders') : null, imported ? of(history) : null].filter(
    (at) => at !== null,
  );
  return found.sort()[0];
}

/** The weeks that the period touches, from the first record on and up to now. */
function weeksIn(counting: Counting, bounds: Bounds): string[] {
  const first = firstRecord(counting, bounds);
  if (first === undefined) return [];
  const from = first > bounds.from ? first : bounds.from;
  const to = counting.now < bounds.to ? counting.now : bounds.to;
  return weeksOf(from, to, mostWeeks);
}

export function firstTimeFix(counting: Counting, scope: Scope): Dashboard['firstTimeFix'] {
  const { site } = counting;
  const bounds = boundsOf(scope);
  const days = [
    ...(bounds.here ? daysOf(counting, closedHere, 'closed_at', fixedHere, bounds) : []),
    ...(bounds.imported ? daysOf(counting, closedInHistory, 'closed_at', fixedInHistory, bounds) : []),
  ];
  const releases = bounds.here
    ? [...site.versions.values()]
        .filter((v) => v.releasedAt >= bounds.from && v.releasedAt < bounds.to)
        .filter((v) => bounds.jobType === null || v.document.jobType === bounds.jobType)
        .map((v) => ({ at: v.releasedAt, words: `Version ${v.number} of ${v.document.title}` }))
        .sort((a, b) => (a.at < b.at ? -1 : 1))
    : [];
  return {
    definition: tileDefinitions['first-time-fix'],
    rate: sumOf(days),
    weeks: byWeek(weeksIn(counting, bounds), days),
    releases,
  };
}

type Day = Rate & { readonly day: string };

/** What is counted on each day (UTC), and how many of that keep a condition: one walk over an index of the times. */
function daysOf({ db }: Counting, from: string, time: string, keeps: string, bounds: Bounds): Day[] {
  return prepared(
    db,
    `SELECT substr(${time}, 1, 10) AS day, sum(${keeps}) AS counted, count(*) AS "of" FROM ${from} GROUP BY 1`,
  ).all(bounds) as Day[];
}

function sumOf(days: readonly Day[]): Rate {
  return {
    counted: days.reduce((n, d) => n + d.counted, 0),
    of: days.reduce((n, d) => n + d.of, 0),
  };
}

function byWeek(weeks: readonly string[], days: readonly Day[]): ({ readonly week: string } & Rate)[] {
  const found = new Map<string, Day[]>(weeks.map((week) => [week, []]));
  for (const day of days) found.get(mondayOf(day.day))?.push(day);
  return [...found].map(([week, ofWeek]) => ({ week, ...sumOf(ofWeek) }));
}

const raisedHere = `${raised} AND ${within('raised_at')}`;
const raisedInHistory = `${history} AND code IS NOT NULL AND ${within('opened_at')}`;
export const fixedHere = 'repeated_at IS NULL';
export const fixedInHistory = 'reopened = 0';
const closedHere = `insight_orders WHERE ${within('closed_at')}`;
const closedInHistory = `${history} AND ${within('closed_at')}`;

export function evidence(counting: Counting, scope: Scope): Dashboard['evidence'] {
  const { db } = counting;
  const bounds = boundsOf(scope);
  const slots = bounds.here
    ? (prepared(
        db,
        `SELECT coalesce(sum(filled), 0) AS counted, count(*) AS "of" FROM insight_slots WHERE ${within('since')}`,
      ).get(bounds) as Rate)
    : { counted: 0, of: 0 };
  const { here, imported } = closings(counting, bounds);
  const of = here.of + imported.of;
  return {
    definition: tileDefinitions.evidence,
    slots,
    closures: { counted: of - here.counted - imported.counted, of },
  };
}

export function overdue(counting: Counting, scope: Scope): Dashboard['overdue'] {
  return {
    definition: tileDefinitions.overdue,
    rows: overdueByOwner(counting, boundsOf(scope), false),
  };
}

export function weekly(counting: Counting, scope: Scope): Dashboard['weekly'] {
  const bounds = boundsOf(scope);
  const weeks = weeksIn(counting, bounds);
  const first = weeks[0];
  const last = weeks[weeks.length - 1];
  if (first === undefined || last === undefined)
    return { definition: tileDefinitions.weekly, ...controlChart([], false) };
  const whole = { ...bounds, from: boundsOfWeek(first).from, to: boundsOfWeek(last).to };
  const days = [
    ...(bounds.here ? daysOf(counting, raisedHere, 'raised_at', '1', whole) : []),
    ...(bounds.imported ? daysOf(counting, raisedInHistory, 'opened_at', '1', whole) : []),
  ];
  const counts = byWeek(weeks, days).map(({ week, of }) => ({ week, exceptions: of }));
  return {
    definition: tileDefinitions.weekly,
    ...controlChart(counts, boundsOfWeek(last).to > counting.now),
  };
}
