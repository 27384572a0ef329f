import { expect, it } from 'vitest';
import type { NumberStep } from '../../main/domain/procedure/checklist';
import { targetWords } from '../../renderer/run/place';
import { bandsOf, judge } from '../../renderer/run/reading';

const torque: NumberStep = {
  id: 'torque',
  title: 'Torque the gland bolts',
  kind: 'number',
  unit: 'N.m',
  decimals: 2,
  limits: { low: '5.00', high: '20.00' },
  act: { low: '11.00', high: '14.00' },
  warn: { low: '12.00', high: '13.00' },
};

it('shows where a reading stands while it is typed', () => {
  expect(judge('', torque)).toEqual({ how: 'empty' });
  expect(judge('12.50', torque)).toEqual({ how: 'ok' });
  expect(judge('11.5', torque)).toEqual({ how: 'warn' });
  expect(judge('14.01', torque)).toEqual({ how: 'act' });
});

it('says what is wrong with a comma, a letter and a reading that no instrument gives', () => {
  expect(judge('12,5', torque)).toMatchObject({
    how: 'unreadable',
    words: expect.stringContaining('Use a point: 12.5'),
  });
  expect(judge('12.5Nm', torque)).toMatchObject({
    how: 'unreadable',
    words: expect.stringContaining('letters'),
  });
  expect(judge('1.25', torque)).toEqual({
    how: 'beyond',
    words: '1.25 is below 5.00, so it was not accepted.',
  });
});

it('names the target by the narrower band, on one side only where the other is open', () => {
  expect(targetWords(torque)).toBe('Target 12.00 to 13.00');
  expect(targetWords({ ...torque, warn: undefined, act: { high: '0.0' } })).toBe('Target at most 0.0');
  expect(targetWords({ ...torque, warn: undefined, act: undefined })).toBeUndefined();
});

it('gives the gauge only the limits there are', () => {
  expect(bandsOf({ ...torque, warn: { high: '1.0' }, act: { high: '3.0' } })).toEqual({
    warnHigh: '1.0',
    actHigh: '3.0',
  });
});
