import type { ReactNode } from 'react';
import { classes } from './classes';
import type { MarkName } from './Mark';
import { Mark, wordOfMark } from './Mark';
import { Hidden, Status, Tag } from './Status';
import './steps.css';

export interface StepItem {
  id: string;
  number: string;
  title: string;
  mark: MarkName;
  /** A code that was raised on it. */
  tag?: string;
}

export interface StepSection {
  id: string;
  title: string;
  mark?: MarkName;
  /** "4 of 6" */
  count?: string;
  /** Something about the whole section, as mark and word: under break-glass, held. */
  status?: { mark: MarkName; word: string };
  /** Shown while the section is open. */
  steps?: readonly StepItem[];
}

export interface StepsProps {
  label: string;
  sections: readonly StepSection[];
  /** The step that fills the screen. */
  current?: string;
  /** Going to look at a step. Without it the list is for looking only. */
  onOpen?: (id: string) => void;
  /** Opening or closing a section. */
  onSection?: (id: string) => void;
}

/** The steps beside the work, for looking and for going back; it never moves the work forward. */
export function Steps({ label, sections, current, onOpen, onSection }: StepsProps) {
  return (
    <nav className="k-steps" aria-label={label}>
      {sections.map((section) => (
        <section key={section.id} className="k-steps-section" aria-label={section.title}>
          <SectionHead section={section} onSection={onSection} />
          {section.steps !== undefined && (
            <ol>
              {section.steps.map((step) => (
                <li key={step.id}>
                  <button
                    type="button"
                    className={classes('k-step', onOpen === undefined && 'k-step-still')}
                    aria-current={step.id === current ? 'step' : undefined}
                    onClick={() => onOpen?.(step.id)}
                  >
                    <Mark name={step.mark} size={22} tone={step.id === current ? 'plain' : undefined} />
                    <span className="k-step-number">{step.number}</span>
                    <span className="k-step-title">{step.title}</span>
                    {step.tag !== undefined && <Tag>{step.tag}</Tag>}
                    <Hidden>{wordOfMark(step.mark)}</Hidden>
                  </button>
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </nav>
  );
}

function SectionHead({ section, onSection }: { section: StepSection; onSection: StepsProps['onSection'] }) {
  const inside = (
    <>
      {section.mark !== undefined && (
        <>
          <Mark name={section.mark} size={22} />
          <Hidden>{wordOfMark(section.mark)}</Hidden>
        </>
      )}
      <span className="k-steps-words">
        {section.title}
        {section.status !== undefined && (
          <Status mark={section.status.mark} size="touch">
            {section.status.word}
          </Status>
        )}
      </span>
      {section.count !== undefined && <span className="k-steps-count">{section.count}</span>}
    </>
  );
  if (onSection === undefined) return <div className="k-steps-head">{inside}</div>;
  return (
    <button
      type="button"
      className="k-steps-head"
      aria-expanded={section.steps !== undefined}
      onClick={() => onSection(section.id)}
    >
      {inside}
    </button>
  );
}

/** The list of steps at the left, 328 px, and the work beside it; one under the other where there is no room. */
export function StepsAndWork({ steps, children }: { steps: ReactNode; children: ReactNode }) {
  return (
    <div className="k-steps-work">
      <div className="k-steps-side k-scroll">{steps}</div>
      <div className="k-steps-main k-scroll">{children}</div>
    </div>
  );
}

export interface StepHeadProps {
  /** "Step 14 of 21" */
  kicker: ReactNode;
  /** The time in the step against the usual one. */
  time?: ReactNode;
  title: string;
  /** What to do, in a sentence or two. */
  children?: ReactNode;
  /** A drawing or photo at the right. */
  figure?: ReactNode;
}

/** The head of a touch screen that does one thing. */
export function StepHead({ kicker, time, title, children, figure }: StepHeadProps) {
  return (
    <div className="k-step-head">
      <div className="k-step-head-words">
        <div className="k-step-kicker">
          <span>{kicker}</span>
          {time !== undefined && <span>{time}</span>}
        </div>
        <h1>{title}</h1>
        {children !== undefined && <div className="k-step-say">{children}</div>}
      </div>
      {figure}
    </div>
  );
}
