import type { Cause, DecisionRow, MonthlyReview } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { RemediationForm } from '../app/RemediationForm';
import { Panel, PanelPart } from '../kit/Card';
import { Notice } from '../kit/Notice';
import { DecideForm } from './DecideForm';
import { HoldForm } from './HoldForm';
import { type About, aboutKey, monthName } from './reviewWords';

/** What is open beside the meeting: a decision about one line, the remediation that follows from one, or recording it as held. */
export type Beside =
  | { readonly what: 'decide'; readonly about: About; readonly words: string }
  | { readonly what: 'remedy'; readonly decision: DecisionRow }
  | { readonly what: 'opened'; readonly remediation: string; readonly number: string }
  | { readonly what: 'hold' };

export interface MeetingPanelProps {
  review: MonthlyReview;
  beside: Beside;
  onBeside: (beside: Beside | null) => void;
  onClose: () => void;
}

export function MeetingPanel({ review, beside, onBeside, onClose }: MeetingPanelProps) {
  const kicker = `Monthly review, ${monthName(review.month)}`;
  switch (beside.what) {
    case 'decide':
      return (
        <Panel
          key={aboutKey(beside.about)}
          title={`Decide about ${beside.words}`}
          kicker={kicker}
          onClose={onClose}
        >
          <PanelPart>
            <DecideForm month={review.month} about={beside.about} onDone={onClose} onCancel={onClose} />
          </PanelPart>
        </Panel>
      );
    case 'remedy':
      return (
        <Panel
          key={beside.decision.decision}
          title="Open remediation"
          kicker={kicker}
          lead={`Decided: ${beside.decision.text}`}
          onClose={onClose}
        >
          <PanelPart>
            <RemedyForm
              review={review}
              decision={beside.decision}
              onDone={({ remediation, number }) => onBeside({ what: 'opened', remediation, number })}
              onCancel={onClose}
            />
          </PanelPart>
        </Panel>
      );
    case 'opened':
      return (
        <Panel key={beside.remediation} title={`${beside.number} is open`} kicker={kicker} onClose={onClose}>
          <PanelPart>
            <Notice kind="ok" title="The remediation is recorded, with its owner and due day." />
            <p>
              <a href={`#/remediation/${beside.remediation}`}>{`Go to ${beside.number}`}</a>
            </p>
          </PanelPart>
        </Panel>
      );
    case 'hold':
      return (
        <Panel
          title="Record as held"
          kicker={kicker}
          lead="The meeting and who was there become an entry in the ledger."
          onClose={onClose}
        >
          <PanelPart>
            <HoldForm month={review.month} onDone={onClose} onCancel={onClose} />
          </PanelPart>
        </Panel>
      );
  }
}

/** The remediation of a decision; where the decision is about a signal that still waits, it becomes the signal's. */
function RemedyForm({
  review,
  decision,
  onDone,
  onCancel,
}: {
  review: MonthlyReview;
  decision: DecisionRow;
  onDone: (made: { readonly remediation: string; readonly number: string }) => void;
  onCancel: () => void;
}) {
  const codes = useAsk('codes', {});
  const { about } = decision;
  const signal =
    about.kind === 'signal' ? review.signals.find((one) => one.signal === about.signal) : undefined;
  const code = signal?.code ?? (about.kind === 'code' ? about.code : null);
  const cause: Cause =
    signal?.state === 'open'
      ? { kind: 'signal', signal: signal.signal }
      : { kind: 'decision', decision: decision.decision };
  return (
    <Asked asked={codes} label="Reading the codes">
      {(all) => (
        <RemediationForm
          place={decision.decision}
          cause={cause}
          proposed={{
            title: decision.text.slice(0, 120),
            owner: all.find((one) => one.code === code)?.owner ?? null,
            code,
            jobType: signal?.jobType ?? null,
            days: signal?.days ?? 30,
          }}
          onDone={onDone}
          onCancel={onCancel}
          isFocused
        />
      )}
    </Asked>
  );
}
