import type { Finding } from '../../main/domain/procedure/lint';
import { LinkButton } from '../kit/Button';
import { Mark } from '../kit/Mark';
import { Chip } from '../kit/Status';
import type { Unfinished } from './Checked';
import './designer.css';

export interface FindingsProps {
  findings: readonly Finding[];
  unfinished: readonly Unfinished[];
  nameOf: (id: string) => string;
  /** Whether they are about what stands on the screen now. */
  isCurrent: boolean;
  onShow: (step: string) => void;
}

/** What is wrong with the draft, in words, each with its step. Those that stop a release come first. */
export function Findings({ findings, unfinished, nameOf, isCurrent, onShow }: FindingsProps) {
  const stops = findings.filter((finding) => finding.severity === 'stop').length + unfinished.length;
  const warns = findings.length + unfinished.length - stops;
  return (
    <section className="des-findings" aria-label="Findings">
      <div className="des-findings-head">
        <h2>Findings</h2>
        {stops > 0 && <Chip mark="stop">{`${stops} ${stops === 1 ? 'stops' : 'stop'} release`}</Chip>}
        {warns > 0 && <Chip mark="warn">{`${warns} to consider`}</Chip>}
        {stops + warns === 0 && <Chip mark="done">Nothing found</Chip>}
        <span className="end t-note">
          {isCurrent ? 'checked as it was saved' : 'checked again once it is saved'}
        </span>
      </div>
      <ul className="k-scroll" tabIndex={stops + warns > 3 ? 0 : undefined} aria-label="Findings, one by one">
        {unfinished.map(({ text, message, step }) => (
          <li key={`${step} ${message}`}>
            <Mark name="notSaved" label="Stops release" />
            <span>{`${step === 'checklist' ? 'The checklist' : nameOf(step)}: “${text}” is not in the draft yet. ${message}`}</span>
            {step !== 'checklist' && <LinkButton onPress={() => onShow(step)}>Show</LinkButton>}
          </li>
        ))}
        {findings.map(({ severity, message, step }) => (
          <li key={`${message} ${step ?? ''}`}>
            <Mark name={severity} label={severity === 'stop' ? 'Stops release' : 'To consider'} />
            <span>{message}</span>
            {step !== undefined && <LinkButton onPress={() => onShow(step)}>Show step</LinkButton>}
          </li>
        ))}
      </ul>
    </section>
  );
}
