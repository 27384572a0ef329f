import { Camera, Paperclip } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ChecklistDocument, Step } from '../../main/domain/procedure/checklist';
import { numberedSteps } from '../../main/domain/procedure/checklist';
import type { Finding } from '../../main/domain/procedure/lint';
import { Mark } from '../kit/Mark';
import { Tag } from '../kit/Status';
import './designer.css';
import { iconOfKind } from './kinds';

/** What the keys ask for; `add` is a step after the selected one. */
export type OutlineDeed = 'up' | 'down' | 'duplicate' | 'remove' | 'add' | 'title';

export interface OutlineProps {
  document: ChecklistDocument;
  /** The id of the selected step or section, null for the checklist itself. */
  selected: string | null;
  onSelect: (id: string | null) => void;
  onDeed: (deed: OutlineDeed) => void;
  /** What differs from the released version, by step. */
  marks: Readonly<Record<string, string>>;
  findings: readonly Finding[];
  /** Bring the focus to the selected row whenever this changes. */
  focusOn: number;
}

/** The checklist as sections and steps, one of them selected. Arrow keys go through it, Alt and an arrow moves. */
export function Outline({ document, selected, onSelect, onDeed, marks, findings, focusOn }: OutlineProps) {
  const list = useRef<HTMLOListElement>(null);
  const numbers = new Map(numberedSteps(document).map(({ step, no }) => [step.id, no]));
  const order: (string | null)[] = [
    null,
    ...document.sections.flatMap((section) => [section.id, ...section.steps.map((step) => step.id)]),
  ];
  const active = order.includes(selected) ? selected : null;

  useEffect(() => {
    if (focusOn > 0) list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }, [focusOn]);

  const go = (to: number) => {
    const id = order[Math.max(0, Math.min(order.length - 1, to))];
    if (id === undefined) return;
    onSelect(id);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus());
  };
  const keys = (event: KeyboardEvent) => {
    const deed = deedOf(event);
    const at = order.indexOf(active);
    const steps: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: order.length - 1,
    };
    const to = steps[event.key];
    if (deed !== undefined) onDeed(deed);
    else if (to !== undefined && !event.altKey && !event.ctrlKey) go(to);
    else return;
    event.preventDefault();
  };
  const row = (id: string | null) => ({
    type: 'button' as const,
    tabIndex: id === active ? 0 : -1,
    'aria-current': id === active ? ('true' as const) : undefined,
    onClick: () => onSelect(id),
  });

  return (
    <ol className="des-tree k-scroll" aria-label="Outline" ref={list} onKeyDown={keys}>
      <li>
        <button {...row(null)} className="des-row des-row-whole">
          {document.title}
        </button>
      </li>
      {document.sections.map((section) => (
        <li key={section.id}>
          <button {...row(section.id)} className="des-row des-row-section">
            <span className="des-row-title">{section.title}</span>
            <span className="des-row-end">{rangeOf(section.steps, numbers)}</span>
          </button>
          <ol>
            {section.steps.map((step) => (
              <li key={step.id}>
                <button {...row(step.id)} className="des-row">
                  <StepRow
                    step={step}
                    no={numbers.get(step.id) ?? ''}
                    mark={marks[step.id]}
                    findings={findings.filter((f) => f.step === step.id)}
                  />
                </button>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function deedOf(event: KeyboardEvent): OutlineDeed | undefined {
  if (event.altKey && event.key === 'ArrowUp') return 'up';
  if (event.altKey && event.key === 'ArrowDown') return 'down';
  if (event.ctrlKey && event.key.toLowerCase() === 'd') return 'duplicate';
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (event.key === 'Delete') return 'remove';
  if (event.key === 'Insert') return 'add';
  if (event.key === 'Enter' || event.key === 'F2') return 'title';
  return undefined;
}

function StepRow({
  step,
  no,
  mark,
  findings,
}: {
  step: Step;
  no: string;
  mark: string | undefined;
  findings: readonly Finding[];
}) {
  const Icon = iconOfKind(step.kind);
  const slots = step.evidence ?? [];
  const worst = findings.some((f) => f.severity === 'stop')
    ? 'stop'
    : findings.length > 0
      ? 'warn'
      : undefined;
  return (
    <>
      <span className="des-row-no">{no}</span>
      <Icon className="k-icon" aria-hidden="true" />
      <span className="des-row-title">{step.title}</span>
      <span className="des-row-end">
        {mark !== undefined && <Tag changed>{mark}</Tag>}
        {slots.some((slot) => slot.kind === 'photo') && (
          <Camera className="k-icon" aria-label="asks for a photo" role="img" />
        )}
        {slots.some((slot) => slot.kind === 'file') && (
          <Paperclip className="k-icon" aria-label="asks for a file" role="img" />
        )}
        {worst !== undefined && (
          <Mark name={worst} label={worst === 'stop' ? 'stops release' : 'to consider'} />
        )}
      </span>
    </>
  );
}

/** "5 to 9", or how many when there are none with a number. */
function rangeOf(steps: readonly Step[], numbers: ReadonlyMap<string, string>): string {
  const plain = steps.filter((step) => step.kind !== 'gate').map((step) => numbers.get(step.id) ?? '');
  const [first, last] = [plain[0], plain[plain.length - 1]];
  if (steps.length === 0) return 'empty';
  if (first === undefined || last === undefined) return 'gates only';
  return first === last ? first : `${first} to ${last}`;
}
