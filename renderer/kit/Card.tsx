import { ArrowRight, ChevronDown, ChevronUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { IconButton } from './Button';
import './card.css';
import { classes } from './classes';
import type { Size } from './size';
import { useSize } from './size';

export interface CardProps {
  /** The heading inside; without one give `label`. */
  title?: ReactNode;
  label?: string;
  /** At the right of the heading. */
  aside?: ReactNode;
  children: ReactNode;
  /** Its content goes to the edges: lists. */
  isFlush?: boolean;
  size?: Size;
  className?: string;
}

/** For what can be opened, moved or signed. Lists and tables lie on the paper instead. */
export function Card({ title, label, aside, children, isFlush, size, className }: CardProps) {
  const id = useId();
  return (
    <section
      className={classes('k-card', className)}
      data-size={useSize(size)}
      data-flush={isFlush || undefined}
      aria-label={title === undefined ? label : undefined}
      aria-labelledby={title === undefined ? undefined : id}
    >
      {title !== undefined && (
        <div className="k-card-top">
          <h2 id={id}>{title}</h2>
          {aside !== undefined && <span className="k-card-aside">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}

export interface CardRowProps {
  /** A `Mark` or an icon. */
  sign?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  /** At the right, for rows that lead nowhere: "4 of 4". */
  aside?: ReactNode;
  /** The verb of a row that leads somewhere: "Open", "Sign". */
  go?: string;
  href?: string;
  onPress?: () => void;
  isCurrent?: boolean;
}

/** One row of a flush card. With `go` the whole row is a link or button, as tall as a target. Put rows in a `CardList`. */
export function CardRow({ sign, title, note, aside, go, href, onPress, isCurrent }: CardRowProps) {
  const inside = (
    <>
      {sign !== undefined && <span className="k-row-sign">{sign}</span>}
      <span className="k-row-words">
        <span className="k-row-title">{title}</span>
        {note !== undefined && <span className="k-row-note">{note}</span>}
      </span>
      {aside !== undefined && <span className="k-row-aside">{aside}</span>}
      {go !== undefined && (
        <span className="k-row-go">
          {go}
          <ArrowRight className="k-icon" aria-hidden="true" />
        </span>
      )}
    </>
  );
  const name = classes('k-row', go !== undefined && 'k-row-live');
  return (
    <li>
      {href !== undefined ? (
        <a className={name} href={href} aria-current={isCurrent || undefined}>
          {inside}
        </a>
      ) : onPress !== undefined ? (
        <button type="button" className={name} onClick={onPress} aria-current={isCurrent || undefined}>
          {inside}
        </button>
      ) : (
        <div className={name}>{inside}</div>
      )}
    </li>
  );
}

/** The list inside a flush card. */
export function CardList({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className="k-rows" aria-label={label}>
      {children}
    </ul>
  );
}

export interface SplitProps {
  /** The list, or whatever is looked through. */
  children: ReactNode;
  /** A `Panel`; nothing while nothing is opened. */
  panel?: ReactNode;
  /** Width of the panel in px. */
  width?: 488 | 520;
}

/** A list with a panel beside it, never over it. Where there is no room they stand one under the other. */
export function Split({ children, panel, width = 488 }: SplitProps) {
  const isOpen = panel !== undefined && panel !== null && panel !== false;
  return (
    <div className="k-split" data-open={isOpen || undefined} data-width={width}>
      <div className="k-split-list k-scroll">{children}</div>
      {panel}
    </div>
  );
}

export interface PanelProps {
  title: string;
  /** Over the title: number, time, kind. */
  kicker?: ReactNode;
  /** Under the title, in words. */
  lead?: ReactNode;
  /** Under the title, as chips. */
  chips?: ReactNode;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose?: () => void;
  /** Hatched along its edge: done under break-glass. */
  isHatched?: boolean;
  /** Buttons, the primary last. */
  foot?: ReactNode;
  /** `PanelPart`s. */
  children: ReactNode;
}

/** What was opened from a list, beside it. */
export function Panel({
  title,
  kicker,
  lead,
  chips,
  onPrevious,
  onNext,
  onClose,
  isHatched,
  foot,
  children,
}: PanelProps) {
  const id = useId();
  const controls = (onPrevious ?? onNext ?? onClose) !== undefined && (
    <span className="k-panel-controls">
      {onPrevious !== undefined && <IconButton icon={ChevronUp} label="Previous" onPress={onPrevious} />}
      {onNext !== undefined && <IconButton icon={ChevronDown} label="Next" onPress={onNext} />}
      {onClose !== undefined && <IconButton icon={X} label="Close" onPress={onClose} />}
    </span>
  );
  return (
    <aside className="k-panel" data-hatched={isHatched || undefined} aria-labelledby={id}>
      <header className="k-panel-head">
        <div className="k-panel-top">
          <span className="k-panel-kicker">{kicker}</span>
          {controls}
        </div>
        <h2 id={id}>{title}</h2>
        {lead !== undefined && <p className="k-panel-lead">{lead}</p>}
        {chips !== undefined && <div className="k-panel-chips">{chips}</div>}
      </header>
      <div className="k-panel-body k-scroll">{children}</div>
      {foot !== undefined && <footer className="k-panel-foot">{foot}</footer>}
    </aside>
  );
}

/** One part of a panel, ruled off from the next. */
export function PanelPart({
  title,
  aside,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="k-part" aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <div className="k-part-top">
          <h3 id={id}>{title}</h3>
          {aside !== undefined && <span className="k-part-aside">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Hatching along the edge of everything done under break-glass, on screen and on paper. A word says it too. */
export function Hatched({ children, edge = 'start' }: { children: ReactNode; edge?: 'start' | 'top' }) {
  return (
    <div className="k-hatched" data-edge={edge}>
      {children}
    </div>
  );
}
