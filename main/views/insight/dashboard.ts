import { type Dashboard, questions, type Rate, type Scope } from '../../contract/insight';
import { controlChart } from '../../domain/insight/controlChart';
import { boundsOfWeek, weeksOf } from '../../domain/insight/weeks';
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
  const { db, site } = counting;
  const bounds = boundsOf(scope);
  const count = (within: Bounds): Rate => {
    const rate = (from: string, fixed: string): Rate =>
      prepared(db, `SELECT coalesce(sum(${fixed}), 0) AS counted, count(*) AS "of" FROM ${from}`).get(
        within,
      ) as Rate;
    const here = within.here ? rate(closedHere, fixedHere) : { counted: 0, of: 0 };
    const imported = within.imported ? rate(closedInHistory, fixedInHistory) : { counted: 0, of: 0 };
    return { counted: here.counted + imported.counted, of: here.of + imported.of };
  };
  const weeks = weeksIn(counting, bounds).map((week) => {
    const { from, to } = boundsOfWeek(week);
    const part = {
      ...bounds,
      from: from > bounds.from ? from : bounds.from,
      to: to < bounds.to ? to : bounds.to,
    };
    return { week, ...count(part) };
  });
  const releases = bounds.here
    ? [...site.versions.values()]
        .filter((v) => v.releasedAt >= bounds.from && v.releasedAt < bounds.to)
        .filter((v) => bounds.jobType === null || v.document.jobType === bounds.jobType)
        .map((v) => ({ at: v.releasedAt, words: `Version ${v.number} of ${v.document.title}` }))
        .sort((a, b) => (a.at < b.at ? -1 : 1))
    : [];
  return { definition: tileDefinitions['first-time-fix'], rate: count(bounds), weeks, releases };
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
  const { db, now } = counting;
  const bounds = boundsOf(scope);
  const count = (from: string, of: Bounds): number =>
    prepared(db, `SELECT count(*) FROM ${from}`).pluck().get(of) as number;
  const counts = weeksIn(counting, bounds).map((week) => {
    const whole = { ...bounds, ...boundsOfWeek(week) };
    const here = bounds.here ? count(raisedHere, whole) : 0;
    return { week, exceptions: here + (bounds.imported ? count(raisedInHistory, whole) : 0) };
  });
  const last = counts[counts.length - 1];
  const unfinished = last !== undefined && boundsOfWeek(last.week).to > now;
  return { definition: tileDefinitions.weekly, ...controlChart(counts, unfinished) };
}
