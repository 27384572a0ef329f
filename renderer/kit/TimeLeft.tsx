import { Pause } from 'lucide-react';
import { Mark } from './Mark';
import './timeleft.css';

export interface TimeLeftProps {
  /** `calm`: nothing to do yet. `soon`: due soon. `late`: overdue. `paused`: the clock stands. */
  state: 'calm' | 'soon' | 'late' | 'paused';
  /** "2 h 54 left", "Overdue 1 h 05", "Paused". */
  children: string;
  /** The share of the time that is used, 0 to 1. */
  used: number;
}

/** Time left to a due time as word, bar and mark. */
export function TimeLeft({ state, children, used }: TimeLeftProps) {
  const share = state === 'late' ? 1 : Math.min(1, Math.max(0, used));
  return (
    <span className="k-time" data-state={state}>
      <span className="k-time-words">
        {state === 'late' && <Mark name="late" size={14} />}
        {state === 'soon' && <Mark name="warn" size={14} />}
        {state === 'paused' && <Pause className="k-icon" aria-hidden="true" />}
        {children}
      </span>
      <span className="k-time-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
