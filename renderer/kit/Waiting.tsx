import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import { Button } from './Button';
import type { Size } from './size';
import { useSize } from './size';
import './waiting.css';

export interface EmptyStateProps {
  /** What is not there: "No exceptions are open." */
  title: string;
  /** What will make it appear, or how to clear the filter. */
  note: string;
  /** One action. */
  action?: ReactNode;
  size?: Size;
}

/** Nothing is here: two lines that teach and one action, no drawing. */
export function EmptyState({ title, note, action, size }: EmptyStateProps) {
  return (
    <div className="k-empty" data-size={useSize(size)}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{note}</p>
      {action !== undefined && <div className="k-empty-action">{action}</div>}
    </div>
  );
}

/** Which of the three stages of waiting is reached: none (under 300 ms), bars, and from 2 s on a way out. */
function useStage(): 0 | 1 | 2 {
  const [stage, setStage] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const bars = setTimeout(() => setStage(1), 300);
    const exit = setTimeout(() => setStage(2), 2000);
    return () => {
      clearTimeout(bars);
      clearTimeout(exit);
    };
  }, []);
  return stage;
}

export interface LoadingProps {
  /** What is being read, for screen readers and beside the count: "Reading the ledger". */
  label: string;
  /** How far it is, where it can be counted. */
  done?: number;
  total?: number;
  /** What is counted: "entries". */
  unit?: string;
  /** Shown after 2 s; it loses nothing. */
  onCancel?: () => void;
  /** How many quiet bars hold the place, at most 8. */
  rows?: number;
  /** Show at once, for the gallery. */
  isImmediate?: boolean;
}

const bars = ['88%', '72%', '80%', '56%', '84%', '64%', '76%', '60%'];

/** Waiting: under 300 ms nothing, then quiet bars and a count, over 2 s a Cancel that loses nothing. */
export function Loading({ label, done, total, unit, onCancel, rows = 4, isImmediate }: LoadingProps) {
  const reached = useStage();
  const stage = isImmediate === true ? 2 : reached;
  if (stage === 0) return <div className="k-loading" aria-busy="true" />;
  const counted = done !== undefined && total !== undefined;
  return (
    <div className="k-loading" role="status" aria-busy="true">
      <div className="k-loading-top">
        <span>
          {label}
          {counted && (
            <span className="text-2">
              {`: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`}
              {unit !== undefined && ` ${unit}`}
            </span>
          )}
        </span>
        {stage === 2 && onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
      </div>
      {bars.slice(0, rows).map((width) => (
        <span key={width} className="k-loading-bar" style={{ width }} />
      ))}
    </div>
  );
}

export interface ProgressBarProps {
  label: string;
  value: number;
  max: number;
  /** In words, at the right: "12,400 of 48,231 entries". */
  count?: string;
  size?: Size;
}

/** How far counted work is. */
export function ProgressBar({ label, value, max, count, size }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className="k-progress"
      data-size={useSize(size)}
      value={value}
      maxValue={max}
      valueLabel={count}
    >
      {({ percentage, valueText }) => (
        <>
          <span className="k-progress-top">
            <Label>{label}</Label>
            <span className="text-2">{valueText}</span>
          </span>
          <span className="k-progress-track">
            <span style={{ width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
}
