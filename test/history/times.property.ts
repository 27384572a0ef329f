import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimiters } from '../../main/domain/history/history';
import { readDates } from '../../main/domain/history/suggest';
import { delimiterOf } from '../../main/jobs/history/delimiter';
import { instantOf, offsets, shapeOf, timeReader } from '../../main/jobs/history/times';

const zones = [
  'UTC',
  'Europe/Oslo',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];
const minute = 60_000;
const moment = fc
  .integer({ min: Date.UTC(1995, 0, 1) / minute, max: Date.UTC(2035, 0, 1) / minute })
  .map((n) => n * minute);
const two = (n: number): string => String(n).padStart(2, '0');

describe('times of a file', () => {
  it('become the instant at which the zone’s clock showed them, the first of two where it shows them twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, at) => {
        const offsetAt = offsets(zone);
        const wall = at + offsetAt(at);
        const found = instantOf(wall, offsetAt);
        expect(found + offsetAt(found)).toBe(wall);
        expect(found).toBeLessThanOrEqual(at);
        if (found !== at) expect(at - found).toBeLessThanOrEqual(2 * 60 * minute);
      }),
      { numRuns: 300 },
    );
  });

  it('are moved behind the gap where the clock leaves them out', () => {
    // 30 March 2025 in Oslo: 02:30 does not exist.
    const offsetAt = offsets('Europe/Oslo');
    const found = instantOf(Date.UTC(2025, 2, 30, 2, 30), offsetAt);
    expect(new Date(found).toISOString()).toBe('2025-03-30T01:30:00.000Z');
    // 26 October 2025: 02:30 comes twice; the first is in summer time.
    expect(new Date(instantOf(Date.UTC(2025, 9, 26, 2, 30), offsetAt)).toISOString()).toBe(
      '2025-10-26T00:30:00.000Z',
    );
  });

  it('are the same day in every order, separator and length they can be written in', () => {
    const written = fc.record({
      at: moment,
      sep: fc.constantFrom('-', '/', '.'),
      order: fc.constantFrom('day-first' as const, 'month-first' as const, 'year-first' as const),
      padded: fc.boolean(),
      clock: fc.constantFrom('none' as const, 'minutes' as const, 'seconds' as const, 'half' as const),
    });
    fc.assert(
      fc.property(written, ({ at, sep, order, padded, clock }) => {
        const date = new Date(at);
        const form = (n: number): string => (padded ? two(n) : String(n));
        const [y, m, d] = [
          String(date.getUTCFullYear()),
          form(date.getUTCMonth() + 1),
          form(date.getUTCDate()),
        ];
        const [h, min] = [date.getUTCHours(), two(date.getUTCMinutes())];
        const day = { 'day-first': [d, m, y], 'month-first': [m, d, y], 'year-first': [y, m, d] }[order].join(
          sep,
        );
        const time = {
          none: '',
          minutes: ` ${two(h)}:${min}`,
          seconds: ` ${two(h)}:${min}:00`,
          half: ` ${h % 12 === 0 ? 12 : h % 12}:${min} ${h < 12 ? 'AM' : 'pm'}`,
        }[clock];
        const expected = clock === 'none' ? Math.floor(at / 86_400_000) * 86_400_000 : at;
        expect(timeReader(order, 'UTC')(`${day}${time}`)).toEqual({ ok: true, ms: expected });
      }),
      { numRuns: 300 },
    );
  });

  it('keep a zone of their own', () => {
    const read = timeReader('year-first', 'Asia/Kathmandu');
    expect(read('2025-03-01T08:00:00+02:00')).toEqual({ ok: true, ms: Date.UTC(2025, 2, 1, 6) });
    expect(read('2025-03-01T08:00:00.250Z')).toEqual({ ok: true, ms: Date.UTC(2025, 2, 1, 8, 0, 0, 250) });
    expect(read('2025-03-01 08:00')).toEqual({ ok: true, ms: Date.UTC(2025, 2, 1, 2, 15) });
  });

  it('are refused where there is no such day, and never become another one', () => {
    const read = timeReader('day-first', 'UTC');
    for (const text of [
      '31-02-2025',
      '00-01-2025',
      '12-13-2025',
      '1-1-25',
      '01-02-0025',
      '24:61',
      '01-02-2025 25:00',
      '1740000000',
      'soon',
    ])
      expect([text, read(text).ok]).toEqual([text, false]);
  });
});

describe('what a file says about the order of day and month', () => {
  it('is clear as soon as one date can only be read one way', () => {
    const shapes = { dayFirst: 0, monthFirst: 0, yearFirst: 0, either: 0 };
    for (const text of ['03-04-2025', '04-03-2025', '13-04-2025']) {
      const shape = shapeOf(text);
      if (shape) shapes[shape] += 1;
    }
    expect(readDates([shapes])).toMatchObject({ order: 'day-first', kind: 'clear' });
    expect(readDates([{ ...shapes, dayFirst: 0 }])).toMatchObject({ kind: 'both-ways' });
    expect(readDates([{ ...shapes, monthFirst: 2 }])).toMatchObject({ kind: 'mixed' });
    expect(readDates([])).toMatchObject({ kind: 'none' });
  });
});

describe('the delimiter of a table', () => {
  it('is found whatever the other delimiters do inside its values', () => {
    const cell = fc.stringMatching(/^[a-z,;|"\t ]{0,12}$/).map((text) => `"${text.replaceAll('"', '""')}"`);
    const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
      fc.record({
        delimiter: fc.constantFrom(...delimiters),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 3,
          maxLength: 20,
        }),
      }),
    );
    fc.assert(
      fc.property(table, ({ delimiter, rows }) => {
        const text = rows.map((row) => row.join(delimiter)).join('\r\n');
        expect(delimiterOf(`${text}\r\n`)).toBe(delimiter);
      }),
      { numRuns: 200 },
    );
  });
});
