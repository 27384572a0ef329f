import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberStep, Range } from '../../main/domain/procedure/checklist';
import { bandOf, beyondLimits, compareDecimals, unreadable } from '../../main/domain/run/decimal';

/** A decimal as a person may write it: up to twelve digits, up to nine decimals, leading zeros and a minus. */
const written = fc.stringMatching(/^-?\d{1,12}(\.\d{1,9})?$/);

/** The value as an exact fraction: numerator over 10^decimals. Another way to the same answer than the app's. */
function fraction(text: string): { top: bigint; bottom: bigint } {
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const top = BigInt(whole + part);
  return { top: text.startsWith('-') ? -top : top, bottom: 10n ** BigInt(part.length) };
}

function compareFractions(a: string, b: string): number {
  const [x, y] = [fraction(a), fraction(b)];
  const difference = x.top * y.bottom - y.top * x.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

describe('decimals as written', () => {
  it('compare like exact fractions, to the last digit', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        expect(compareDecimals(a, b)).toBe(compareFractions(a, b));
      }),
      { numRuns: 5000 },
    );
  });

  it('are equal however many zeros are written behind them', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,12}\.\d{1,6}$/), fc.stringMatching(/^0{0,3}$/), (a, zeros) => {
        expect(compareDecimals(a, a + zeros)).toBe(0);
      }),
    );
  });

  it('are told apart where floating point sees one number', () => {
    expect(0.1 + 0.2 === 0.30000000000000004).toBe(true);
    expect(compareDecimals('999999999999.999999999', '999999999999.999999998')).toBe(1);
    expect(Number('999999999999.999999999') === Number('999999999999.999999998')).toBe(true);
    expect(compareDecimals('-0', '0')).toBe(0);
    expect(compareDecimals('-0.000000001', '0')).toBe(-1);
    expect(compareDecimals('0.1', '0.10')).toBe(0);
  });
});

describe('what a person types for a number', () => {
  it('is read when it is digits with one point and no more decimals than the reading takes', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 0, max: 6 }), (text, decimals) => {
        const given = text.split('.')[1]?.length ?? 0;
        const said = unreadable(text, decimals);
        if (given <= decimals) expect(said).toBeUndefined();
        else expect(said).toContain(`has ${given} decimals`);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 'Nothing is typed yet. Enter the reading.'],
    ['   ', 'Nothing is typed yet. Enter the reading.'],
    ['12,50', '“12,50” has a comma. Use a point: 12.50.'],
    ['-0,5', '“-0,5” has a comma. Use a point: -0.5.'],
    ['1,234.5', '“1,234.5” has signs between the digits. Type the digits alone, with one point.'],
    ['1.234,5', '“1.234,5” has signs between the digits. Type the digits alone, with one point.'],
    ['12 500', '“12 500” has signs between the digits. Type the digits alone, with one point.'],
    ['12.5 Nm', '“12.5 Nm” has letters in it. Type the number alone; the unit is added.'],
    ['1e5', '“1e5” has letters in it. Type the number alone; the unit is added.'],
    ['l2', '“l2” has letters in it. Type the number alone; the unit is added.'],
    ['20 %', '“20 %” has letters in it. Type the number alone; the unit is added.'],
    ['1..2', '“1..2” cannot be read as a number. Type digits and one point, such as 12.50.'],
    ['--1', '“--1” cannot be read as a number. Type digits and one point, such as 12.50.'],
    ['+5', '“+5” cannot be read as a number. Type digits and one point, such as 12.50.'],
    ['.5', '“.5” cannot be read as a number. Type digits and one point, such as 12.50.'],
    ['5.', '“5.” cannot be read as a number. Type digits and one point, such as 12.50.'],
    [
      '1234567890123',
      '“1234567890123” cannot be read as a number. Type digits and one point, such as 12.50.',
    ],
    ['1.234', '1.234 has 3 decimals; this reading takes 2.'],
    ['٣٫٥', '“٣٫٥” cannot be read as a number. Type digits and one point, such as 12.50.'],
  ])('%j is answered with what is wrong and what to type', (typed, said) => {
    expect(unreadable(typed, 2)).toBe(said);
  });

  it('never gets an answer without words, and never one that says it is readable when it is not', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9., '’eE%x]{0,12}$/)),
        fc.integer({ min: 0, max: 6 }),
        (typed, decimals) => {
          const said = unreadable(typed, decimals);
          const readable =
            /^-?\d{1,12}(\.\d{1,9})?$/.test(typed.trim()) &&
            (typed.trim().split('.')[1]?.length ?? 0) <= decimals;
          expect(said === undefined).toBe(readable);
          if (said !== undefined) expect(said).toMatch(/^[\s\S]{3,}\.$/);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('bands of a reading', () => {
  const edge = fc.option(fc.stringMatching(/^-?\d{1,3}(\.\d{1,2})?$/), { nil: undefined });
  const range = (low: string | undefined, high: string | undefined): Range => ({
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  });
  const step = (limits: Range, act: Range, warn: Range): NumberStep => ({
    id: 's',
    title: 'S',
    kind: 'number',
    unit: 'mm',
    decimals: 2,
    limits,
    act,
    warn,
    actCode: 'MEA-04',
  });
  const inside = (value: string, r: Range) =>
    (r.low === undefined || compareFractions(value, r.low) >= 0) &&
    (r.high === undefined || compareFractions(value, r.high) <= 0);

  it('stand as the ranges say, edges inside, whichever side is open', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^-?\d{1,3}(\.\d{1,2})?$/),
        edge,
        edge,
        edge,
        edge,
        edge,
        edge,
        (value, a, b, c, d, e, f) => {
          const s = step(range(a, b), range(c, d), range(e, f));
          expect(beyondLimits(value, s) === undefined).toBe(inside(value, s.limits ?? {}));
          expect(bandOf(value, s)).toBe(
            !inside(value, s.act ?? {}) ? 'act' : !inside(value, s.warn ?? {}) ? 'warn' : 'ok',
          );
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('say which limit was passed, and that the reading was not accepted', () => {
    const s = step({ low: '5.00', high: '20.00' }, {}, {});
    expect(beyondLimits('4.99', s)).toBe('4.99 is below 5.00, so it was not accepted.');
    expect(beyondLimits('20.01', s)).toBe('20.01 is above 20.00, so it was not accepted.');
    expect(beyondLimits('5.00', s)).toBeUndefined();
    expect(beyondLimits('20.00', s)).toBeUndefined();
  });
});
