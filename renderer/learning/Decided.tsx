import type { DecisionRow, MonthlyReview } from '../../main/contract/learning';
import { useAsk } from '../api';
import { evidenceTime } from '../app/format';
import { LinkButton } from '../kit/Button';
import { Status } from '../kit/Status';
import './learning.css';
import { ReviewSection } from './ReviewTable';
import { outcomeWords } from './reviewWords';

/** What the meeting decided so far, newest last, with what became of it. */
export function Decided({
  review,
  onRemedy,
}: {
  review: MonthlyReview;
  onRemedy: ((decision: DecisionRow) => void) | undefined;
}) {
  const rows = review.decisions.toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <ReviewSection title="Decisions" aside="Each is an entry in the ledger">
      {rows.length === 0 ? (
        <p className="text-2">
          Nothing is decided yet. “Decide” on a line above records what the meeting wants done about it.
        </p>
      ) : (
        <ul className="lrn-decisions">
          {rows.map((one) => (
            <li key={one.decision}>
              <b>{outcomeWords[one.outcome].label}</b>
              <div>
                <p>{one.text}</p>
                <small>{`About ${one.aboutWords} · ${one.byName}, ${evidenceTime(one.at)}`}</small>
              </div>
              <div className="lrn-follows">
                <Follows one={one} onRemedy={onRemedy} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </ReviewSection>
  );
}

/** What follows from a decision, or the way to it. */
function Follows({
  one,
  onRemedy,
}: {
  one: DecisionRow;
  onRemedy: ((decision: DecisionRow) => void) | undefined;
}) {
  const remediations = useAsk('remediations', {}).data ?? [];
  if (one.outcome === 'change-checklist')
    return one.version !== null ? (
      <Status mark="done">{`In version ${one.version} of ${one.checklistTitle ?? 'the checklist'}`}</Status>
    ) : (
      <span className="text-2">
        {one.checklist === null
          ? 'No version names it yet'
          : `${one.checklistTitle ?? 'Its checklist'}: no version names it yet`}
      </span>
    );
  const opened = remediations.filter(
    ({ causedBy }) => causedBy?.kind === 'decision' && causedBy.decision === one.decision,
  );
  if (opened.length > 0)
    return opened.map((row) => (
      <a key={row.remediation} href={`#/remediation/${row.remediation}`}>
        {row.state === 'open' ? `${row.number}, open` : `${row.number}, closed`}
      </a>
    ));
  if (one.outcome === 'remediation' && onRemedy !== undefined)
    return (
      <span className="no-print">
        <LinkButton onPress={() => onRemedy(one)}>Open its remediation</LinkButton>
      </span>
    );
  return null;
}
