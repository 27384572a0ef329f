import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvCell, csvText } from '../../main/commands/csv';

const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('=', '-', '@', '\t', '\r', '\n', '"', ',', "'", '＝', 'a'),
    maxLength: 6,
  }),
);
const cell: fc.Arbitrary<CsvCell> = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const read = (csv: string): string[][] =>
  parse(csv, { bom: true, record_delimiter: '\r\n', relax_column_count: false, skip_empty_lines: false });
/** What a reader of the file sees in a cell. */
const seen = (value: CsvCell): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  return formula.test(value) ? `'${value}` : value;
};

describe('a table written as CSV', () => {
  it('reads back cell for cell, with an apostrophe before what would run as a formula', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) =>
            fc.tuple(
              fc.array(text, { minLength: width, maxLength: width }),
              fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }),
            ),
          ),
        ([header, rows]) => {
          expect(read(csvText(header, rows))).toEqual([header, ...rows].map((row) => row.map(seen)));
        },
      ),
    );
  });

  it('begins with a byte order mark and ends every record with CRLF', () => {
    expect(csvText(['Code', 'Count'], [['MAT-02', 31]])).toBe('\uFEFFCode,Count\r\nMAT-02,31\r\n');
    expect(csvText(['Code', 'Count'], [])).toBe('\uFEFFCode,Count\r\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    '=cmd|"/c calc"!A1',
  ])('defuses %j', (dangerous) => {
    expect(read(csvText(['a'], [[dangerous]]))[1]).toEqual([`'${dangerous}`]);
  });

  it('keeps negative numbers numbers', () => {
    expect(csvText(['a', 'b'], [[-3.5, '-3.5']])).toBe("\uFEFFa,b\r\n-3.5,'-3.5\r\n");
  });

  it('refuses a number that is none', () => {
    expect(() => csvText(['a'], [[Number.NaN]])).toThrow('not finite');
  });
});
