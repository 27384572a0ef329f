import { defaultParseSearch } from '@tanstack/react-router';
import { describe, expect, it } from 'vitest';
import {
  anyPlace,
  countedOf,
  insightHref,
  type Place,
  placeOf,
  questionOf,
  recordsHref,
  scopeOf,
} from '../../renderer/insight/place';
import { placeOfTime, runsOf, spanWords, together, weekNumber } from '../../renderer/insight/weeks';
import { lateWords, rateWords, stallsMost } from '../../renderer/insight/words';

const searchOf = (href: string) => defaultParseSearch(href.slice(href.indexOf('?')));

describe('what the numbers are narrowed to stands in the address', () => {
  const places: readonly Place[] = [
    anyPlace,
    { period: '7d', source: 'here' },
    { period: 'all', source: 'imported', job: '0042' },
    { period: 'own', source: 'all', from: '2026-03-01', to: '2026-03-31', job: '1e3' },
    { period: 'quarter', source: 'all', job: '{"what":"closed"}' },
    { period: 'year', source: 'all', job: 'Öl & Fett / 4?' },
  ];
  it('and is read from it as it was, whatever a job type is called', () => {
    for (const place of places) {
      const href = insightHref(place);
      expect(placeOf(href.includes('?') ? searchOf(href) : {})).toEqual(place);
    }
  });
  it('with the number whose records are shown, and a part of the period', () => {
    const of = { what: 'runs', jobType: '12', stalled: true } as const;
    const span = ['2026-03-02T00:00:00.000Z', '2026-03-16T00:00:00.000Z'] as const;
    const search = searchOf(recordsHref(of, anyPlace, span));
    expect(countedOf(search)).toEqual({ of, span: { from: span[0], to: span[1] } });
    expect(countedOf(searchOf(recordsHref({ what: 'code', code: '007' }, anyPlace)))?.of).toEqual({
      what: 'code',
      code: '007',
    });
  });
  it('and what nobody knows in it counts as not said', () => {
    expect(placeOf({ period: 'ever', source: 4, job: '', from: 'x' })).toEqual(anyPlace);
    expect(countedOf({ of: { what: 'everything' } })).toBeNull();
    expect(countedOf({})).toBeNull();
    expect(countedOf({ of: { what: 'closed', evidence: 'any' }, span: ['now', 'then'] })?.span).toBeNull();
    expect(questionOf('why')).toBeNull();
  });
});

describe('a period', () => {
  const noon = new Date(2026, 2, 10, 12, 30);
  const local = (...day: [number, number, number]) => new Date(...day).toISOString();
  it('begins at midnight of this station', () => {
    expect(scopeOf({ period: '7d', source: 'all' }, noon)).toEqual({
      from: local(2026, 2, 4),
      source: 'all',
    });
    expect(scopeOf({ period: 'quarter', source: 'here' }, noon).from).toBe(local(2026, 0, 1));
    expect(scopeOf({ period: 'year', source: 'here' }, noon).from).toBe(local(2026, 0, 1));
    expect(scopeOf({ period: 'all', source: 'all', job: 'x' }, noon)).toEqual({
      jobType: 'x',
      source: 'all',
    });
  });
  it('of own dates counts the first and the last day', () => {
    expect(scopeOf({ period: 'own', source: 'all', from: '2026-03-01', to: '2026-03-01' }, noon)).toEqual({
      from: local(2026, 2, 1),
      to: local(2026, 2, 2),
      source: 'all',
    });
  });
});

describe('weeks', () => {
  const monday = (n: number) =>
    new Date(Date.UTC(2026, 0, 5) + n * 7 * 86_400_000).toISOString().slice(0, 10);
  it('are numbered as in ISO 8601, over the turn of the year too', () => {
    expect(weekNumber('2026-01-05')).toBe(2);
    expect(weekNumber('2025-12-29')).toBe(1);
    expect(weekNumber('2020-12-28')).toBe(53);
  });
  it('are taken together until most say something, and never lose a case', () => {
    const weeks = Array.from({ length: 13 }, (_, n) => ({ week: monday(n), counted: 2, of: 3 }));
    const { size, spans } = together(weeks);
    expect(size).toBe(2);
    expect(spans.reduce((sum, one) => sum + one.of, 0)).toBe(39);
    expect(spans.reduce((sum, one) => sum + one.counted, 0)).toBe(26);
    expect(spans[spans.length - 1]?.of).toBe(6);
    expect(together(weeks.map((one) => ({ ...one, of: 9 }))).size).toBe(1);
    expect(together([]).spans).toEqual([]);
  });
  it('say their days, and where among them a time lies', () => {
    expect(spanWords('2026-03-02T00:00:00.000Z', '2026-03-16T00:00:00.000Z')).toBe('2 Mar to 15 Mar');
    const { spans } = together([0, 1, 2].map((n) => ({ week: monday(n), counted: 5, of: 9 })));
    expect(placeOfTime(`${monday(1)}T12:00:00.000Z`, spans)).toBeCloseTo(0.57, 2);
    expect(placeOfTime('2020-01-01T00:00:00.000Z', spans)).toBeNull();
  });
  it('on one side of the mean are one run, also across a week outside the limits', () => {
    const week = (exceptions: number, signal: 'none' | 'run' | 'beyond-limit' = 'none') => ({
      exceptions,
      signal,
    });
    const weeks = [week(1), week(1), week(5, 'run'), week(9, 'beyond-limit'), week(6, 'run'), week(2)];
    expect(runsOf(weeks, 3)).toEqual([{ from: 2, to: 4, above: true }]);
    expect(runsOf([week(3), week(3)], 3)).toEqual([]);
  });
});

describe('rates', () => {
  it('say nothing under five cases', () => {
    expect(rateWords({ counted: 1, of: 4 })).toBe('Too few to say');
    expect(rateWords({ counted: 1, of: 5 })).toBe('20%');
  });
  it('name what stalls most among those with enough runs', () => {
    const row = (name: string, runs: number, stalled: number) => ({
      jobType: name,
      name,
      imported: false,
      runs,
      stalled,
    });
    expect(stallsMost([row('a', 3, 3), row('b', 10, 2), row('c', 20, 5)])?.name).toBe('c');
    expect(stallsMost([row('a', 3, 3), row('b', 10, 0)])).toBeNull();
  });
  it('and say for how long something is late', () => {
    expect(lateWords('2026-03-01T10:00:00.000Z', '2026-03-10T09:00:00.000Z')).toBe('8 days');
    expect(lateWords('2026-03-10T08:00:00.000Z', '2026-03-10T10:10:00.000Z')).toBe('2 h 10 min');
  });
});
