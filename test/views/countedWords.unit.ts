import { describe, expect, it } from 'vitest';
import { duration, overdueWords, repeatWords } from '../../main/views/insight/countedWords';

const minute = 60_000;
const day = 1440 * minute;

describe('what makes a record count, in words', () => {
  it.each([
    [0, '0 min'],
    [59 * minute, '59 min'],
    [60 * minute, '1 h'],
    [190 * minute, '3 h 10 min'],
    [day, '1 day'],
    [4 * day + 125 * minute, '4 days 2 h'],
  ])('says %d ms as %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('says how long something is overdue', () => {
    expect(overdueWords('Post-review', '2026-03-02T10:00:00.000Z', '2026-03-06T12:00:00.000Z')).toBe(
      'Post-review, 4 days 2 h overdue',
    );
  });

  it('names the work order that came back, and when', () => {
    const closed = '2026-03-02T10:00:00.000Z';
    expect(repeatWords('WO-K1-000007', closed, '2026-03-14T10:00:00.000Z', 'Press 4')).toBe(
      'WO-K1-000007 was opened 12 days later, on Press 4',
    );
    expect(repeatWords('WO-K1-000007', closed, '2026-03-02T11:00:00.000Z', 'Press 4')).toBe(
      'WO-K1-000007 was opened on the same day, on Press 4',
    );
    expect(repeatWords(null, closed, null, 'Press 4')).toBe('No repeat on Press 4 within 30 days');
  });
});
