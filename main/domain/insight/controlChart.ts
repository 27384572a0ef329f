/** How a week stands out: outside a limit, part of a run on one side of the mean, or not at all. */
type WeekSignal = 'none' | 'beyond-limit' | 'run';

export type WeekCount = { readonly week: string; readonly exceptions: number };

export type ControlChart = {
  readonly weeks: readonly (WeekCount & { readonly signal: WeekSignal })[];
  readonly mean: number;
  /** Both limits are 0 where there are none yet. */
  readonly upper: number;
  readonly lower: number;
  readonly enough: boolean;
  /** What the chart shows, as a sentence without its point. */
  readonly words: string;
};

/** Whole weeks without which there are no limits, and weeks on one side of the mean that are a run. */
const fewestWeeks = 8;
const longRun = 8;

/**
 * Individuals chart of weekly counts (XmR; Shewhart, Wheeler): limits are mean ± 2.66 × mean moving range, the lower
 * never under 0. A week signals when it lies beyond a limit, or belongs to a run of eight or more in a row on one side of
 * the mean (a week on the mean ends a run). `weeks` oldest first, one after another; `unfinished`: the last one is still
 * going on, so it is shown and not judged, and neither mean nor limits know it.
 */
export function controlChart(weeks: readonly WeekCount[], unfinished: boolean): ControlChart {
  const judged = unfinished ? weeks.slice(0, -1) : weeks;
  const n = judged.length;
  const sum = judged.reduce((total, w) => total + w.exceptions, 0);
  const moved = judged.reduce(
    (total, w, at) => (at === 0 ? 0 : total + Math.abs(w.exceptions - (judged[at - 1]?.exceptions ?? 0))),
    0,
  );
  const mean = n === 0 ? 0 : sum / n;
  const enough = n >= fewestWeeks;
  if (!enough) {
    const shown = weeks.map((w) => ({ ...w, signal: 'none' as const }));
    return { weeks: shown, mean, upper: 0, lower: 0, enough, words: tooFew(n) };
  }
  const reach = (2.66 * moved) / (n - 1);
  const upper = mean + reach;
  const lower = Math.max(0, mean - reach);
  // Whole numbers alone, so that a week exactly on a limit or on the mean is never over it by a rounding.
  const beyond = (count: number): boolean =>
    Math.abs(count * n - sum) * (n - 1) * 100 > 266 * moved * n && (count * n > sum || mean - reach > 0);
  const runs = runsOf(judged.map((w) => Math.sign(w.exceptions * n - sum)));
  const shown = weeks.map((w, at) => {
    if (at >= n) return { ...w, signal: 'none' as const };
    if (beyond(w.exceptions)) return { ...w, signal: 'beyond-limit' as const };
    return {
      ...w,
      signal: runs.some((r) => at >= r.first && at <= r.last) ? ('run' as const) : ('none' as const),
    };
  });
  return { weeks: shown, mean, upper, lower, enough, words: told(shown, runs, { mean, upper, lower, n }) };
}

type Run = { readonly first: number; readonly last: number; readonly side: number };

/** The runs of at least eight equal signs in a row, zero left aside. */
function runsOf(sides: readonly number[]): Run[] {
  const runs: Run[] = [];
  let first = 0;
  for (let at = 1; at <= sides.length; at++) {
    if (at < sides.length && sides[at] === sides[first]) continue;
    const side = sides[first] ?? 0;
    if (side !== 0 && at - first >= longRun) runs.push({ first, last: at - 1, side });
    first = at;
  }
  return runs;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-03-02` as "2 Mar", with its year where that is not the year of the newest week. */
function dayWords(date: string, newest: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const said = `${Number(day)} ${months[Number(month) - 1] ?? ''}`;
  return year === newest.slice(0, 4) ? said : `${said} ${year}`;
}

const figure = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

function tooFew(n: number): string {
  if (n === 0) return `No whole week yet; limits need ${fewestWeeks}`;
  return `${n} whole ${n === 1 ? 'week' : 'weeks'}; limits need ${fewestWeeks}`;
}

/** The newest week beyond a limit before the newest run: it is the sharper news. */
function told(
  weeks: ControlChart['weeks'],
  runs: readonly Run[],
  { mean, upper, lower, n }: { mean: number; upper: number; lower: number; n: number },
): string {
  const newest = weeks[weeks.length - 1]?.week ?? '';
  const out = weeks.filter((w) => w.signal === 'beyond-limit');
  const last = out[out.length - 1];
  if (last) {
    const over = last.exceptions > mean;
    const limit = over ? `over the upper limit ${figure(upper)}` : `under the lower limit ${figure(lower)}`;
    const others = out.length > 1 ? `, and ${out.length - 1} more beyond a limit` : '';
    return `Week of ${dayWords(last.week, newest)}: ${last.exceptions}, ${limit}${others}`;
  }
  const run = runs[runs.length - 1];
  if (run) {
    const since = dayWords(weeks[run.first]?.week ?? '', newest);
    const side = run.side > 0 ? 'above' : 'below';
    return `${run.last - run.first + 1} weeks in a row ${side} the mean ${figure(mean)}, from the week of ${since}`;
  }
  return `Nothing unusual in ${n} weeks`;
}
