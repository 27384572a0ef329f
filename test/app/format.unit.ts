import { expect, it } from 'vitest';
import {
  duration,
  evidenceTime,
  fileSize,
  isOverdue,
  listWords,
  nearTime,
  ownerWords,
  quorumWords,
  stopwatch,
  timeLeft,
  unitName,
  withUnit,
  zone,
} from '../../renderer/app/format';

// Built from local parts, so that the tests say the same in every time zone.
const local = (day: number, hour: number, minute: number, second = 0) =>
  new Date(2026, 2, day, hour, minute, second).toISOString();

it('says a time near now by its day, and by its date beyond', () => {
  const now = local(10, 10, 13);
  expect(nearTime(local(10, 12, 12), now)).toBe('12:12 today');
  expect(nearTime(local(11, 0, 5), now)).toBe('00:05 tomorrow');
  expect(nearTime(local(9, 23, 59), now)).toBe('23:59 yesterday');
  expect(nearTime(local(12, 8, 0), now)).toBe('08:00, 12 Mar');
});

it('says how long is left, and how long it is overdue', () => {
  const now = local(10, 10, 0);
  expect(timeLeft(local(10, 12, 10), now)).toBe('In 2 h 10 min');
  expect(timeLeft(local(10, 9, 40), now)).toBe('Overdue 20 min');
  expect(isOverdue(local(10, 9, 59, 59), now)).toBe(true);
  expect(isOverdue(now, now)).toBe(false);
});

it('names the two largest parts of a duration', () => {
  expect(duration(30_000)).toBe('under 1 min');
  expect(duration(60 * 60_000)).toBe('1 h');
  expect(duration((3 * 24 * 60 + 4 * 60 + 59) * 60_000)).toBe('3 d 4 h');
  expect(stopwatch(198_000)).toBe('3:18');
  expect(stopwatch(3_798_000)).toBe('1:03:18');
  expect(stopwatch(-5)).toBe('0:00');
});

it('gives a time that is evidence its seconds and its zone', () => {
  const at = local(10, 10, 42, 31);
  expect(evidenceTime(at)).toBe(`10 Mar 2026, 10:42:31 ${zone(at)}`);
  expect(zone(at)).toMatch(/^UTC([+-]\d\d:\d\d)?$/);
});

it('says a quorum, a list and an owner in words', () => {
  expect(
    quorumWords([
      { role: 'supervisor', count: 1 },
      { role: 'compliance', count: 1 },
    ]),
  ).toBe('1 supervisor and 1 compliance');
  expect(quorumWords([{ role: 'supervisor', count: 2 }])).toBe('2 supervisors');
  expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
  const holders = { operator: [], supervisor: ['Luca Moretti'], compliance: [], admin: ['A', 'B'] };
  expect(ownerWords({ role: 'supervisor' }, {}, holders)).toBe('Luca Moretti');
  expect(ownerWords({ role: 'admin' }, {}, holders)).toBe('Any admin');
  expect(ownerWords({ user: 'usr_1' }, { usr_1: { name: 'Petra Lindqvist' } })).toBe('Petra Lindqvist');
});

it('writes units as people do', () => {
  expect(withUnit('12.50', 'N.m')).toBe('12.50 N·m');
  expect(withUnit('3', undefined)).toBe('3');
  expect(unitName('Cel')).toBe('°C');
});

it('says how large a file is by the unit that people use', () => {
  expect([999, 311_600, 4_210_000, 38_400_000, 999_499_999, 2_431_000_123].map(fileSize)).toEqual([
    '999 B',
    '312 kB',
    '4.2 MB',
    '38 MB',
    '999 MB',
    '2.4 GB',
  ]);
});
