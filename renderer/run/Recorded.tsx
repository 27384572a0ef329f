import { Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import type { StepRecord } from '../../main/domain/run/run';
import { recordedTime, unitName } from '../app/format';
import type { Sender } from '../app/useSend';
import { BandGauge } from '../kit/BandGauge';
import { Button } from '../kit/Button';
import { Card, Hatched } from '../kit/Card';
import { SaveMark } from '../kit/SaveMark';
import { Status, Struck } from '../kit/Status';
import { Correction } from './Correction';
import { historyOf, targetWords } from './place';
import { bandsOf, hasBands, verdictSign } from './reading';
import { useReadOnly } from './readOnly';

export interface RecordedProps {
  view: CaseView;
  place: PlacedStep;
  record: StepRecord;
  sender: Sender;
  now: string;
}

/** A recorded answer: what was entered, when it was saved, what it was before, and the way to correct it. */
export function Recorded({ view, place, record, sender, now }: RecordedProps) {
  const [isCorrecting, setCorrecting] = useState(false);
  const isReadOnly = useReadOnly();
  const { step } = place;
  const history = historyOf(view, step.id);
  const sign = verdictSign(record.verdict);
  const glass = record.glass === undefined ? undefined : view.state.glasses[record.glass];
  const canCorrect =
    (step.kind === 'pass-fail' || step.kind === 'choice' || step.kind === 'number' || step.kind === 'text') &&
    view.state.closure === undefined &&
    !isReadOnly;
  const correct = canCorrect && !isCorrecting && (
    <Button icon={Pencil} onPress={() => setCorrecting(true)}>
      Correct
    </Button>
  );
  const card = (
    <Card label="Answer" className="run-answer run-recorded">
      {step.kind === 'number' ? (
        <>
          <div className="run-label">
            <b>{step.measures ?? 'Reading'}</b>
          </div>
          <div className="run-value">
            <b>{record.value}</b>
            <span>{unitName(step.unit)}</span>
            {correct}
          </div>
          <div className="run-verdict">
            <Status mark={sign.mark} size="touch">
              {sign.words}
            </Status>
            <span className="text-2 end">{targetWords(step)}</span>
          </div>
          {hasBands(step) && !isCorrecting && (
            <div className="run-gauge">
              <BandGauge limits={bandsOf(step)} value={record.value} unit={unitName(step.unit)} />
            </div>
          )}
        </>
      ) : (
        <div className="run-value" data-text={step.kind === 'text' || undefined}>
          <Status mark={sign.mark} size="touch">
            {step.kind === 'text' ? 'Recorded' : record.shown}
          </Status>
          {correct}
          {step.kind === 'text' && <p>{record.shown}</p>}
          {step.kind === 'signature' && <p>{step.statement}</p>}
        </div>
      )}
      {record.why !== undefined && (
        <p>
          <b>Why</b> {record.why}
        </p>
      )}
      {history.changes.map((change) => (
        <p key={change.seq} className="run-change">
          <Struck
            reason={`now ${change.after}, because ${change.why} (${name(view, change.by)}, ${recordedTime(change.at, now)})`}
          >
            {change.before}
          </Struck>
        </p>
      ))}
      {isCorrecting && (
        <Correction
          view={view}
          place={place}
          record={record}
          sender={sender}
          onDone={() => setCorrecting(false)}
        />
      )}
      <div className="run-saved">
        <SaveMark state="saved" at={recordedTime(record.at, now)} />
        <span className="text-2 end">
          {savedWords(
            view,
            record,
            history.refused.map((r) => r.value),
          )}
        </span>
      </div>
      {glass !== undefined && (
        <Status mark="glass" size="touch">
          {`Done under break-glass ${glass.number}`}
        </Status>
      )}
    </Card>
  );
  return glass === undefined ? card : <Hatched>{card}</Hatched>;
}

/** Earlier records of a step that was sent back: struck through, with the time they were made. */
export function Earlier({ records, now }: { records: readonly StepRecord[]; now: string }): ReactNode {
  if (records.length === 0) return null;
  return (
    <ul className="run-attempts" aria-label="Earlier answers">
      {records.map((record) => (
        <li key={record.seq}>
          <Struck
            reason={
              record.voided
                ? `was signed ${recordedTime(record.at, now)}, and is signed no more: ${record.voided.reason}`
                : `was recorded ${recordedTime(record.at, now)}; the step is done again`
            }
          >
            {record.shown}
          </Struck>
        </li>
      ))}
    </ul>
  );
}

function savedWords(view: CaseView, record: StepRecord, refused: readonly string[]): string {
  const by = `By ${name(view, record.by)}.`;
  if (refused.length === 0) return by;
  return refused.length === 1
    ? `${by} Attempt ${record.attempt}. First entry ${refused[0]} is kept.`
    : `${by} Attempt ${record.attempt}. Entries ${refused.join(', ')} are kept.`;
}

function name(view: CaseView, user: string): string {
  return view.names[user]?.name ?? 'a person of this site';
}
