import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import './benchshell.css';
import { IconButton } from './Button';
import type { Person } from './DeskShell';
import { SkipLink } from './SkipLink';
import { Face } from './Status';
import { SizeProvider } from './size';

export interface BenchShellProps {
  /** What is worked on. */
  title: ReactNode;
  /** Its number, checklist and version, or the step. */
  note?: ReactNode;
  /** The way back, at the upper left. */
  back?: { label: string; onPress: () => void };
  /** Mostly a `SaveMark`. */
  saved?: ReactNode;
  /** Local time, "10:43". */
  clock?: string;
  person: Person;
  /** Pressing the person locks or hands the station to the next. */
  onPerson?: () => void;
  /** What pressing the person does. */
  personNote?: string;
  /** A `ModeBar` under the top bar. */
  mode?: ReactNode;
  frame?: 'practice' | 'drill';
  /** Lower left, in fixed order: Block, Break glass, Hand over. */
  left?: ReactNode;
  /** Lower right, one primary. */
  primary?: ReactNode;
  children: ReactNode;
}

/** The frame for operators: a top bar, the work, a foot with the moves. No navigation, every target 56 px or more. */
export function BenchShell(props: BenchShellProps) {
  const {
    title,
    note,
    back,
    saved,
    clock,
    person,
    onPerson,
    personNote,
    mode,
    frame,
    left,
    primary,
    children,
  } = props;
  return (
    <SizeProvider size="touch">
      <div className="k-bench" data-frame={frame}>
        <SkipLink />
        <header className="k-bench-bar">
          {back !== undefined && (
            <IconButton icon={ArrowLeft} label={back.label} onPress={back.onPress} className="k-bench-back" />
          )}
          <div className="k-bench-title">
            <b>{title}</b>
            {note !== undefined && <span>{note}</span>}
          </div>
          <div className="k-bench-end">
            {saved}
            {clock !== undefined && <span className="k-bench-clock">{clock}</span>}
            <button type="button" className="k-who" onClick={onPerson} disabled={onPerson === undefined}>
              <Face name={person.name} size={40} me />
              <span>
                <b>{person.name}</b>
                <small>
                  {person.role}
                  {personNote !== undefined && ` · ${personNote}`}
                </small>
              </span>
            </button>
          </div>
        </header>
        {mode}
        <main className="k-bench-work" id="work" tabIndex={-1}>
          {children}
        </main>
        {(left !== undefined || primary !== undefined) && (
          <footer className="k-bench-foot">
            <div className="k-bench-left">{left}</div>
            <div className="k-bench-primary">{primary}</div>
          </footer>
        )}
      </div>
    </SizeProvider>
  );
}
