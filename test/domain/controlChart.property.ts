import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlChart } from '../../main/domain/insight/controlChart';
import { boundsOfWeek, mondayOf, weeksOf } from '../../main/domain/insight/weeks';

const weeks = (counts: readonly number[], from = '2026-01-05') =>
  weeksOf(`${from}T00:00:00.000Z`, '2028-01-01T00:00:00.000Z', 1000)
    .slice(0, counts.length)
    .map((week, at) => ({ week, exceptions: counts[at] ?? 0 }));
const chart = (counts: readonly number[], unfinished = false) => controlChart(weeks(counts), unfinished);
const signals = (counts: readonly number[], unfinished = false) =>
  chart(counts, unfinished).weeks.map((w) => w.signal);
const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 8, maxLength: 60 });

describe('the control chart of weekly exceptions', () => {
  it('has the limits that the book has, worked by hand', () => {
    // Moving ranges 2 4 1 3 4 2 5: their mean is 3. The mean of the counts is 42 / 8.
    const shown = chart([4, 6, 2, 3, 6, 10, 8, 3]);
    expect(shown.mean).toBeCloseTo(5.25, 10);
    expect(shown.upper).toBeCloseTo(5.25 + 2.66 * 3, 10);
    expect(shown.lower).toBe(0);
    expect(shown.words).toBe('Nothing unusual in 8 weeks');
  });

  it('names the newest week over the upper limit', () => {
    const shown = chart([3, 4, 3, 4, 3, 4, 3, 4, 19]);
    expect(shown.weeks.at(-1)?.signal).toBe('beyond-limit');
    expect(shown.words).toBe('Week of 2 Mar: 19, over the upper limit 12.5');
  });

  it('names the newest week under the lower limit', () => {
    const shown = chart([30, 31, 30, 31, 30, 31, 30, 31, 30, 12]);
    expect(shown.words).toMatch(/^Week of 9 Mar: 12, under the lower limit \d+\.\d$/);
  });

  it('calls eight weeks on one side of the mean a run, and seven none', () => {
    const wave = (n: number) => [...Array(n).fill(9), ...Array(n).fill(11)] as number[];
    expect(new Set(signals(wave(8)))).not.toContain('none');
    expect(signals(wave(7)).filter((s) => s === 'run')).toEqual([]);
    expect(chart([...Array(9).fill(8), ...Array(9).fill(10)].map((n, at) => n + (at % 2))).words).toBe(
      '9 weeks in a row above the mean 9.5, from the week of 9 Mar',
    );
  });

  it('ends a run at a week that lies on the mean', () => {
    const on = [4, 4, 4, 4, 5, 4, 4, 4, 4, 6, 6, 6, 6, 5, 6, 6, 6, 6];
    expect(signals(on)).not.toContain('run');
  });

  it('gives no limits to fewer than eight whole weeks, and says so', () => {
    const few = chart([0, 90, 0, 90, 0, 90, 0, 500], true);
    expect(few).toMatchObject({ enough: false, upper: 0, lower: 0, words: '7 whole weeks; limits need 8' });
    expect(new Set(few.weeks.map((w) => w.signal))).toEqual(new Set(['none']));
    expect(chart([4]).words).toBe('1 whole week; limits need 8');
    expect(chart([]).words).toBe('No whole week yet; limits need 8');
  });

  it('gives the year of a week that is not of the newest week’s year', () => {
    const old = controlChart(weeks([9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], '2025-11-03'), false);
    expect(old.words).toBe('Week of 3 Nov 2025: 9, over the upper limit 2.9');
  });

  it('never judges the week that is not over, whatever it holds', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 5000 }), (before, now) => {
        const whole = chart(before);
        const going = chart([...before, now], true);
        expect(going.weeks.at(-1)).toMatchObject({ exceptions: now, signal: 'none' });
        expect({ ...going, weeks: going.weeks.slice(0, -1) }).toEqual(whole);
      }),
    );
  });

  it('keeps its promises: limits around the mean, signals where they belong and nowhere else', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { mean, upper, lower, weeks: shown } = chart(given);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(mean);
        expect(upper).toBeGreaterThanOrEqual(mean);
        shown.forEach((week, at) => {
          const out = week.exceptions > upper + 1e-9 || week.exceptions < lower - 1e-9;
          const edge = Math.abs(week.exceptions - upper) < 1e-9 || Math.abs(week.exceptions - lower) < 1e-9;
          if (!edge) expect(week.signal === 'beyond-limit').toBe(out);
          // Any window of eight on one side that holds this week.
          const run = [0, 1, 2, 3, 4, 5, 6, 7].some((back) => {
            const eight = given.slice(Math.max(0, at - back), Math.max(0, at - back) + 8);
            return (
              at - back >= 0 &&
              eight.length === 8 &&
              (eight.every((n) => n > mean) || eight.every((n) => n < mean))
            );
          });
          if (week.signal === 'run') expect(run).toBe(true);
          if (run && !out && !edge) expect(week.signal).toBe('run');
        });
      }),
    );
  });

  it('does not change its judgement when the unit changes', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 7 }), (given, times) => {
        expect(signals(given.map((n) => n * times))).toEqual(signals(given));
      }),
    );
  });

  it('finds nothing where every week is alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 8, max: 60 }), (n, length) => {
        expect(chart(Array(length).fill(n) as number[]).words).toBe(`Nothing unusual in ${length} weeks`);
      }),
    );
  });
});

describe('weeks', () => {
  const time = fc.date({
    min: new Date('1970-01-05T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });

  it('begin on a Monday and hold the time they are the week of', () => {
    fc.assert(
      fc.property(time, (date) => {
        const at = date.toISOString();
        const { from, to } = boundsOfWeek(mondayOf(at));
        expect(new Date(from).getUTCDay()).toBe(1);
        expect(from <= at && at < to).toBe(true);
      }),
    );
    expect(mondayOf('2026-03-01T23:59:59.999Z')).toBe('2026-02-23');
    expect(mondayOf('2026-03-02T00:00:00.000Z')).toBe('2026-03-02');
  });

  it('of a period are every week that it touches, one after another, the newest ones where there are many', () => {
    fc.assert(
      fc.property(
        time,
        fc.integer({ min: 1, max: 400 * 86_400_000 }),
        fc.integer({ min: 1, max: 80 }),
        (date, ms, most) => {
          const from = date.toISOString();
          const to = new Date(date.getTime() + ms).toISOString();
          const all = weeksOf(from, to, 1000);
          expect(all[0]).toBe(mondayOf(from));
          expect(all.at(-1)).toBe(mondayOf(new Date(date.getTime() + ms - 1).toISOString()));
          all.slice(1).forEach((week, at) => {
            expect(boundsOfWeek(all[at] ?? '').to).toBe(boundsOfWeek(week).from);
          });
          expect(weeksOf(from, to, most)).toEqual(all.slice(-most));
          expect(weeksOf(to, from, most)).toEqual([]);
        },
      ),
    );
  });
});
