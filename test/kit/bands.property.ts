import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOf, placeOf, scaleOf } from '../../renderer/kit/bands';

const torque = { actLow: '11.00', warnLow: '12.00', warnHigh: '13.00', actHigh: '14.00' };

describe('a reading on its scale', () => {
  it('lies in the band that its limits say, on a limit in the one nearer to the target', () => {
    const scale = scaleOf(torque);
    const zoneOf = (reading: number) => placeOf(scale, reading)?.zone;
    expect([10.99, 11, 11.99, 12, 13, 13.01, 14, 14.01].map(zoneOf)).toEqual([
      'actBelow',
      'warnBelow',
      'warnBelow',
      'target',
      'target',
      'warnAbove',
      'warnAbove',
      'actAbove',
    ]);
  });

  it('keeps the limits as they were written', () => {
    expect(scaleOf(torque).limits.map((limit) => limit.text)).toEqual(['11.00', '12.00', '13.00', '14.00']);
  });

  it('works with limits on one side, and with none', () => {
    expect(scaleOf({ warnHigh: '0,6', actHigh: '1,0' }).parts.map((part) => part.zone)).toEqual([
      'target',
      'warnAbove',
      'actAbove',
    ]);
    expect(placeOf(scaleOf({}), 5)).toEqual({ zone: 'target', at: 0.5 });
  });

  it('never leaves the drawing, and a greater reading never stands further left', () => {
    const limits = fc.record(
      {
        actLow: fc.integer({ min: -99, max: -50 }),
        warnLow: fc.integer({ min: -49, max: -1 }),
        warnHigh: fc.integer({ min: 0, max: 49 }),
        actHigh: fc.integer({ min: 50, max: 99 }),
      },
      { requiredKeys: [] },
    );
    const reading = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(limits, reading, reading, (some, first, second) => {
        const scale = scaleOf(some);
        const [left, right] = [Math.min(first, second), Math.max(first, second)].map(
          (value) => placeOf(scale, value)?.at ?? -1,
        );
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(1);
        expect(right).toBeGreaterThanOrEqual(left ?? 2);
      }),
    );
  });
});

describe('a number as entered', () => {
  it('is read with a point or a comma, and words are no number', () => {
    expect(['12.50', '12,5', '-3', '−3', '.5', '', '12.5.0', '1e3', 'abc'].map(numberOf)).toEqual([
      12.5,
      12.5,
      -3,
      -3,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
