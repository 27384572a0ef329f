import { boundsOfWeek } from '../../main/domain/insight/weeks';
import { few } from './words';

const week = 7 * 86_400_000;

/** Some weeks taken together: from the Monday of the first to the Monday after the last, UTC. */
export type WeekSpan = {
  readonly from: string;
  readonly to: string;
  readonly counted: number;
  readonly of: number;
};

/**
 * Weeks as they are, or two or four taken together, so that most stand on enough cases to say something. `weeks` are Mondays
 * (`2026-03-02`), oldest first; weeks that are left out count as empty.
 */
export function together(
  weeks: readonly { readonly week: string; readonly counted: number; readonly of: number }[],
): { readonly size: 1 | 2 | 4; readonly spans: readonly WeekSpan[] } {
  const sizes = [1, 2, 4] as const;
  for (const size of sizes) {
    const spans = spansOf(weeks, size);
    const cases = spans.filter((one) => one.of > 0);
    if (size === 4 || cases.filter((one) => one.of >= few).length * 3 >= cases.length * 2)
      return { size, spans };
  }
  return { size: 4, spans: [] };
}

function spansOf(
  weeks: readonly { readonly week: string; readonly counted: number; readonly of: number }[],
  size: number,
): readonly WeekSpan[] {
  const first = weeks[0];
  const last = weeks[weeks.length - 1];
  if (first === undefined || last === undefined) return [];
  const end = Date.parse(last.week) + week;
  // Counted back from the newest week, so that the newest point is never a part of one.
  const length = size * week;
  const count = Math.ceil((end - Date.parse(first.week)) / length);
  return Array.from({ length: count }, (_, n) => {
    const from = end - (count - n) * length;
    const within = weeks.filter(
      ({ week: monday }) => Date.parse(monday) >= from && Date.parse(monday) < from + length,
    );
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + length).toISOString(),
      counted: within.reduce((sum, one) => sum + one.counted, 0),
      of: within.reduce((sum, one) => sum + one.of, 0),
    };
  });
}

/** The ISO 8601 number of the week that begins on this Monday. */
export function weekNumber(monday: string): number {
  const thursday = new Date(Date.parse(monday) + 3 * 86_400_000);
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - start) / week) + 1;
}

const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A week as a part of the period, and its days in words. */
export function weekSpan(monday: string): {
  readonly span: readonly [string, string];
  readonly words: string;
} {
  const { from, to } = boundsOfWeek(monday);
  return { span: [from, to], words: spanWords(from, to) };
}

/** "2 Mar" */
export function dayWords(day: string): string {
  return dayMonth.format(new Date(day));
}

/** "2 Mar to 15 Mar": the days of some weeks, which begin and end in UTC. */
export function spanWords(from: string, to: string): string {
  const last = new Date(Date.parse(to) - 86_400_000);
  return `${dayMonth.format(new Date(from))} to ${dayMonth.format(last)}`;
}

/** Where a time lies among spans, in points: 0 the middle of the first one. */
export function placeOfTime(at: string, spans: readonly WeekSpan[]): number | null {
  const first = spans[0];
  const last = spans[spans.length - 1];
  if (first === undefined || last === undefined || at < first.from || at >= last.to) return null;
  const length = Date.parse(first.to) - Date.parse(first.from);
  return Math.max(0, Math.min(spans.length - 1, (Date.parse(at) - Date.parse(first.from)) / length - 0.5));
}

/** Points that follow each other on one side of the mean, as runs of places. */
export function runsOf(
  weeks: readonly { readonly exceptions: number; readonly signal: 'none' | 'beyond-limit' | 'run' }[],
  mean: number,
): readonly { readonly from: number; readonly to: number; readonly above: boolean }[] {
  const runs: { from: number; to: number; above: boolean; named: boolean }[] = [];
  for (const [place, one] of weeks.entries()) {
    const above = one.exceptions > mean;
    const open = runs[runs.length - 1];
    const goesOn =
      open !== undefined && open.to === place - 1 && open.above === above && one.exceptions !== mean;
    if (goesOn) {
      open.to = place;
      open.named ||= one.signal === 'run';
    } else if (one.exceptions !== mean)
      runs.push({ from: place, to: place, above, named: one.signal === 'run' });
  }
  return runs.filter((run) => run.named).map(({ from, to, above }) => ({ from, to, above }));
}
