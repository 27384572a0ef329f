import { TimeLeft } from '../kit/TimeLeft';
import { duration } from './format';

/** How urgent a due time is: overdue, due soon (a quarter of its time or under an hour left), or calm. */
export function urgency(
  from: string,
  due: string,
  now: string,
): { state: 'calm' | 'soon' | 'late'; used: number } {
  const whole = Math.max(1, Date.parse(due) - Date.parse(from));
  const left = Date.parse(due) - Date.parse(now);
  const used = 1 - left / whole;
  if (left < 0) return { state: 'late', used: 1 };
  return { state: used > 0.75 || left < 3_600_000 ? 'soon' : 'calm', used };
}

/** Time left to a due time as word, bar and mark; `from` is when its clock began. */
export function Due({ from, due, now }: { from: string; due: string; now: string }) {
  const { state, used } = urgency(from, due, now);
  const left = Date.parse(due) - Date.parse(now);
  return (
    <TimeLeft state={state} used={used}>
      {state === 'late' ? `Overdue ${duration(left)}` : `${duration(left)} left`}
    </TimeLeft>
  );
}
