import type { ReactNode } from 'react';
import type { MarkName } from './Mark';
import { Mark, wordOfMark } from './Mark';
import './proof.css';
import { Hidden } from './Status';

export interface ProofStep {
  id: string;
  mark: MarkName;
  /** "Its fingerprint" */
  title: string;
  /** Beside the title: "matches what is on disk". */
  note?: ReactNode;
  /** In plain words what it shows. */
  says?: ReactNode;
  /** The fingerprint, for those who check. */
  code?: string;
  /** Chips and the like. */
  extra?: ReactNode;
}

/** Why something can be relied on, in few plain steps joined by a line; fingerprints small, for those who check. */
export function ProofSteps({ steps }: { steps: readonly ProofStep[] }) {
  return (
    <ol className="k-proof">
      {steps.map((step) => (
        <li key={step.id} data-mark={step.mark}>
          <Mark name={step.mark} size={20} />
          <div>
            <Hidden>{wordOfMark(step.mark)}: </Hidden>
            <b>{step.title}</b>
            {step.note !== undefined && <span className="k-proof-note">{step.note}</span>}
            {step.says !== undefined && <p>{step.says}</p>}
            {step.code !== undefined && <div className="k-proof-code">{step.code}</div>}
            {step.extra !== undefined && <div className="k-proof-extra">{step.extra}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

export interface TimelineItem {
  id: string;
  /** Local time. */
  time: string;
  text: ReactNode;
  /** At the right: who, or how it ended. */
  aside?: ReactNode;
  mark?: MarkName;
}

/** What happened, in order, one line each. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className="k-timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <span className="text-3">{item.time}</span>
          <span className="k-timeline-text">
            {item.mark !== undefined && (
              <>
                <Mark name={item.mark} /> <Hidden>{wordOfMark(item.mark)}</Hidden>
              </>
            )}
            {item.text}
          </span>
          {item.aside !== undefined && <span className="text-3">{item.aside}</span>}
        </li>
      ))}
    </ol>
  );
}
