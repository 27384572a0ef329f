import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './status.css';
import { classes } from './classes';
import type { MarkName, Tone } from './Mark';
import { Mark, toneOfMark } from './Mark';
import type { Size } from './size';
import { useSize } from './size';

export interface StatusProps {
  mark: MarkName;
  /** The word. Always there. */
  children: ReactNode;
  tone?: Tone;
  size?: Size;
  className?: string;
}

/** Shape and word of one state. */
export function Status({ mark, children, tone, size, className }: StatusProps) {
  const at = useSize(size);
  const colour = tone ?? (mark === 'todo' || mark === 'notApplicable' ? 'plain' : toneOfMark(mark));
  return (
    <span className={classes('k-status', `tone-${colour}`, className)} data-size={at}>
      <Mark name={mark} tone={colour} />
      <span>{children}</span>
    </span>
  );
}

export interface ChipProps {
  children: ReactNode;
  mark?: MarkName;
  icon?: LucideIcon;
  /** A tint lies behind it only when it must be found across a room. */
  tone?: Tone;
  /** Does not count here: too old, not asked for. */
  dashed?: boolean;
  size?: Size;
}

/** A state or a fact in a box, for headers and lists. Not pressable. */
export function Chip({ children, mark, icon: Icon, tone, dashed, size }: ChipProps) {
  const at = useSize(size);
  const colour = tone ?? (mark === undefined ? 'plain' : toneOfMark(mark));
  return (
    <span
      className={classes('k-chip', `tone-${colour}`)}
      data-tone={colour}
      data-dashed={dashed || undefined}
      data-size={at}
    >
      {mark !== undefined && <Mark name={mark} tone={colour} />}
      {Icon !== undefined && <Icon className="k-icon" aria-hidden="true" />}
      <span>{children}</span>
    </span>
  );
}

/** An identifier or code in mono, boxed. `changed` marks what is new against an earlier version, in ink. */
export function Tag({ children, changed }: { children: ReactNode; changed?: boolean }) {
  return <span className={classes('k-tag', changed && 'k-tag-changed')}>{children}</span>;
}

/** A key to press, as in "Ctrl K". */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="k-key">{children}</kbd>;
}

/** Initials of a person: first letters of the first and last word, at most two. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const first = words[0];
  if (first === undefined) return '';
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) => (word === undefined ? '' : (Array.from(word)[0] ?? '')))
    .join('')
    .toLocaleUpperCase();
}

export interface FaceProps {
  /** The full name; the initials are made from it. The name itself stands beside the face. */
  name: string;
  /** Diameter in px. */
  size?: 24 | 32 | 40 | 48 | 56;
  /** The person at the keys. */
  me?: boolean;
}

/** A person as initials in a disc. The name stands beside it, so it is hidden from screen readers. */
export function Face({ name, size = 24, me }: FaceProps) {
  return (
    <span className={classes('k-face', me && 'k-face-me')} data-face={size} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export interface CountProps {
  value: number;
  /** What is counted, for screen readers: "5 wait for you". */
  label?: string;
  /** Something in it is overdue. */
  late?: boolean;
}

/** A number beside a name. It stands beside a navigation entry only if that person must act. */
export function Count({ value, label, late }: CountProps) {
  return (
    <span className={classes('k-count', late && 'k-count-late')}>
      <span aria-hidden={label !== undefined}>{value.toLocaleString('en')}</span>
      {label !== undefined && <span className="k-hidden">{label}</span>}
    </span>
  );
}

/** Something taken back: struck through, never gone, with the reason beside it. */
export function Struck({ children, reason }: { children: ReactNode; reason: ReactNode }) {
  return (
    <span className="k-struck">
      <del>{children}</del> <span className="k-struck-reason">{reason}</span>
    </span>
  );
}

/** Text for screen readers only. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className="k-hidden">{children}</span>;
}
