import type { ReactNode } from 'react';
import './mark.css';
import { classes } from './classes';

/** The status shapes. They are ours, filled, and used for nothing but a status. */
export type MarkName =
  | 'done'
  | 'now'
  | 'todo'
  | 'notApplicable'
  | 'warn'
  | 'stop'
  | 'held'
  | 'quarantined'
  | 'glass'
  | 'late'
  | 'gate'
  | 'void'
  | 'saving'
  | 'notSaved';

export type Tone = 'plain' | 'quiet' | 'ok' | 'warn' | 'stop' | 'glass' | 'ink';

const toneOf: Record<MarkName, Tone> = {
  done: 'ok',
  now: 'ink',
  todo: 'quiet',
  notApplicable: 'quiet',
  warn: 'warn',
  stop: 'stop',
  held: 'warn',
  quarantined: 'stop',
  glass: 'glass',
  late: 'stop',
  gate: 'ink',
  void: 'quiet',
  saving: 'ink',
  notSaved: 'stop',
};

const octagon = (
  <>
    <path d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z" className="k-mark-fill" />
    <path d="M5.5 10h9" className="k-mark-cut" strokeWidth="2.6" />
  </>
);

const shapes: Record<MarkName, ReactNode> = {
  done: (
    <>
      <circle cx="10" cy="10" r="9" className="k-mark-fill" />
      <path d="M5.8 10.3l2.9 2.9 5.6-6" className="k-mark-cut" strokeWidth="2.2" />
    </>
  ),
  now: (
    <>
      <circle cx="10" cy="10" r="8" className="k-mark-edge" strokeWidth="2.4" />
      <circle cx="10" cy="10" r="3.8" className="k-mark-fill" />
    </>
  ),
  todo: <circle cx="10" cy="10" r="8" className="k-mark-edge" strokeWidth="1.7" />,
  notApplicable: (
    <circle cx="10" cy="10" r="8" className="k-mark-edge" strokeWidth="1.7" strokeDasharray="3.3 2.985" />
  ),
  warn: (
    <>
      <path
        d="M10 1.6c.6 0 1.1.3 1.4.8l7.7 13.4c.6 1.1-.2 2.4-1.4 2.4H2.3c-1.2 0-2-1.3-1.4-2.4L8.6 2.4c.3-.5.8-.8 1.4-.8z"
        className="k-mark-fill"
      />
      <path d="M10 7v5" className="k-mark-cut" strokeWidth="2.2" />
      <circle cx="10" cy="15" r="1.3" className="k-mark-hole" />
    </>
  ),
  stop: octagon,
  notSaved: octagon,
  held: (
    <>
      <rect x="1.5" y="1.5" width="17" height="17" rx="2.5" className="k-mark-fill" />
      <path d="M7.5 6v8M12.5 6v8" className="k-mark-cut" strokeWidth="2.4" />
    </>
  ),
  quarantined: (
    <>
      <path d="M10 .8l8 4.6v9.2l-8 4.6-8-4.6V5.4z" className="k-mark-fill" />
      <path d="M6.5 6.5l7 7M13.5 6.5l-7 7" className="k-mark-cut" strokeWidth="2.2" />
    </>
  ),
  glass: (
    <>
      <path d="M10 .6L19.4 10 10 19.4.6 10z" className="k-mark-fill" />
      <path d="M10.8 4.5L8.3 9.3l3.6 1.3-2.5 4.9" className="k-mark-cut" strokeWidth="1.9" />
    </>
  ),
  late: (
    <>
      <circle cx="10" cy="10" r="9" className="k-mark-fill" />
      <path d="M10 5v5.3l3.3 2" className="k-mark-cut" strokeWidth="2.1" />
    </>
  ),
  gate: (
    <>
      <path d="M10 .9l7.6 2.7v6c0 4.6-3.1 7.9-7.6 9.5-4.5-1.6-7.6-4.9-7.6-9.5v-6z" className="k-mark-fill" />
      <path d="M6.6 9.9h6.8" className="k-mark-cut" strokeWidth="2.2" />
    </>
  ),
  void: (
    <>
      <circle cx="10" cy="10" r="6.8" className="k-mark-edge" strokeWidth="1.7" />
      <path d="M.9 10h18.2" className="k-mark-edge" strokeWidth="1.9" />
    </>
  ),
  saving: (
    <>
      <circle cx="10" cy="10" r="8" className="k-mark-track" strokeWidth="2.4" />
      <circle
        cx="10"
        cy="10"
        r="8"
        className="k-mark-edge k-mark-filling"
        strokeWidth="2.4"
        transform="rotate(-90 10 10)"
      />
    </>
  ),
};

export interface MarkProps {
  name: MarkName;
  /** Edge in px. Left out: 16, or what the part around it sets. */
  size?: number;
  /** The tone when it is not the shape's own. `plain` takes the colour of the text around. */
  tone?: Tone;
  /** The word, only where no word stands beside the shape. Otherwise the shape is hidden from screen readers. */
  label?: string;
  className?: string;
}

/** A status shape. A word always stands beside it; where it cannot, give `label`. */
export function Mark({ name, size, tone, label, className }: MarkProps) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={classes('k-mark', `tone-${tone ?? toneOf[name]}`, className)}
      style={size === undefined ? undefined : { width: size, height: size }}
      data-mark={name}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {shapes[name]}
    </svg>
  );
}

/** The tone that a shape carries by itself. */
export function toneOfMark(name: MarkName): Tone {
  return toneOf[name];
}

const wordOf: Record<MarkName, string> = {
  done: 'Done',
  now: 'Here',
  todo: 'To do',
  notApplicable: 'Not applicable',
  warn: 'Warning',
  stop: 'Blocked',
  held: 'Held',
  quarantined: 'Quarantined',
  glass: 'Under break-glass',
  late: 'Overdue',
  gate: 'Gate',
  void: 'Void',
  saving: 'Saving',
  notSaved: 'Not saved yet',
};

/** The word of a shape, where the list around it gives none of its own. */
export function wordOfMark(name: MarkName): string {
  return wordOf[name];
}
