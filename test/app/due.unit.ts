import { expect, test } from 'vitest';
import { urgency } from '../../renderer/app/Due';

const from = '2026-03-10T08:00:00.000Z';
const due = '2026-03-10T16:00:00.000Z';

test('a due time is calm until a quarter of its time is left, then soon, then overdue', () => {
  expect(urgency(from, due, '2026-03-10T12:00:00.000Z')).toEqual({ state: 'calm', used: 0.5 });
  expect(urgency(from, due, '2026-03-10T14:30:00.000Z').state).toBe('soon');
  expect(urgency(from, due, '2026-03-10T16:00:01.000Z')).toEqual({ state: 'late', used: 1 });
});

test('under an hour left is soon, however long there was', () => {
  expect(urgency('2026-03-01T00:00:00.000Z', due, '2026-03-10T15:30:00.000Z').state).toBe('soon');
  expect(urgency('2026-03-10T15:20:00.000Z', due, '2026-03-10T15:21:00.000Z').state).toBe('soon');
});

test('a due time that is not after its beginning does not break the bar', () => {
  expect(urgency(due, due, due)).toEqual({ state: 'soon', used: 1 });
});
