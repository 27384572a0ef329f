import { Clock } from 'lucide-react';
import type { CaseView } from '../../main/contract/answers';
import { glassOpen } from '../../main/domain/breakglass/breakglass';
import { glassesOn, type PlacedStep, slotsOf } from '../../main/domain/run/nextStep';
import { stopwatch } from '../app/format';
import type { Sender } from '../app/useSend';
import { Button } from '../kit/Button';
import { Card, Hatched } from '../kit/Card';
import { StepHead } from '../kit/Steps';
import { FileAnswer } from './FileAnswer';
import { GateView } from './GateView';
import { NumberAnswer } from './NumberAnswer';
import { historyOf, stepName, stepsTotal, stepWords, stoppers, timeInStep } from './place';
import { Earlier, Recorded } from './Recorded';
import { useReadOnly } from './readOnly';
import { SignatureAnswer } from './SignatureAnswer';
import { Slots } from './Slots';
import { Stopped } from './Stopped';
import { TapAnswer } from './TapAnswer';
import { TextAnswer } from './TextAnswer';

export interface StepViewProps {
  view: CaseView;
  place: PlacedStep;
  sender: Sender;
  now: string;
  onShow: (step: string) => void;
}

/** One step fills the screen: what to do, the answer or what stands in its way, and its evidence beside it. */
export function StepView({ view, place, sender, now, onShow }: StepViewProps) {
  const isReadOnly = useReadOnly();
  const { step } = place;
  const { record, earlier } = historyOf(view, step.id);
  const isHere = view.next?.step.id === step.id;
  const stopped = stoppers(view, step.id);
  // A glass over this very step lets it be done although an exception blocks it.
  const isOpened = glassesOn(view.state, step.id).some((g) => glassOpen(g, now));
  const canAnswer =
    !isReadOnly &&
    isHere &&
    record === undefined &&
    step.kind !== 'gate' &&
    (stopped.length === 0 || isOpened);
  const hasSide =
    step.kind !== 'gate' && step.kind !== 'photo' && step.kind !== 'file' && slotsOf(step).length > 0;
  const isClosed = view.state.closure !== undefined || isReadOnly;
  return (
    <>
      <StepHead
        kicker={step.kind === 'gate' ? stepName(place) : `${stepName(place)} of ${stepsTotal(view)}`}
        time={
          (isHere || record !== undefined) && (
            <>
              <Clock className="k-icon" aria-hidden="true" />
              <span>
                <b>{stopwatch(timeInStep(view, record, now))}</b>{' '}
                {step.kind === 'gate' ? 'at this gate' : 'in this step'}
              </span>
            </>
          )
        }
        title={step.title}
      >
        {step.say}
      </StepHead>
      <div className="run-cols" data-side={hasSide || undefined}>
        <div className="run-main">
          {step.kind === 'gate' && <GateView view={view} gate={step} now={now} isHere={isHere} />}
          {(isHere || record !== undefined) &&
            !isOpened &&
            stopped.map((e) => <Stopped key={e.exception} view={view} exception={e} now={now} />)}
          {record !== undefined && (
            <Recorded view={view} place={place} record={record} sender={sender} now={now} />
          )}
          {record !== undefined && (step.kind === 'photo' || step.kind === 'file') && (
            <Slots view={view} place={place} sender={sender} now={now} isOpen={!isClosed} />
          )}
          {canAnswer &&
            (isOpened || view.glass !== null ? (
              <Hatched>{<Answer {...{ view, place, sender, now }} />}</Hatched>
            ) : (
              <Answer {...{ view, place, sender, now }} />
            ))}
          {isReadOnly && isHere && record === undefined && step.kind !== 'gate' && stopped.length === 0 && (
            <Card label="Elsewhere" className="run-answer">
              <p>The run stands at this step, as far as it is known here.</p>
            </Card>
          )}
          {!isHere && record === undefined && step.kind !== 'gate' && <NotYet view={view} onShow={onShow} />}
          <Earlier records={earlier} now={now} />
        </div>
        {hasSide && (
          <div className="run-side">
            <Slots
              view={view}
              place={place}
              sender={sender}
              now={now}
              isOpen={!isClosed && (canAnswer || record !== undefined)}
            />
          </div>
        )}
      </div>
    </>
  );
}

function Answer({ view, place, sender, now }: Omit<StepViewProps, 'onShow'>) {
  const { step } = place;
  switch (step.kind) {
    case 'confirm':
    case 'pass-fail':
    case 'choice':
      return <TapAnswer view={view} place={place} step={step} sender={sender} />;
    case 'number':
      return <NumberAnswer view={view} place={place} step={step} sender={sender} />;
    case 'text':
      return <TextAnswer view={view} place={place} step={step} sender={sender} />;
    case 'photo':
    case 'file':
      return <FileAnswer view={view} place={place} step={step} sender={sender} now={now} />;
    case 'signature':
      return <SignatureAnswer view={view} place={place} step={step} sender={sender} />;
    case 'gate':
      return null;
  }
}

/** A step that was opened from the list before its turn. */
function NotYet({ view, onShow }: { view: CaseView; onShow: (step: string) => void }) {
  const { next } = view;
  return (
    <Card label="Not yet" className="run-answer">
      <p>
        {next === null
          ? 'This step is not part of the work any more.'
          : `${stepName(next)}, “${next.step.title}”, comes first.`}
      </p>
      {next !== null && (
        <div>
          <Button onPress={() => onShow(next.step.id)}>{`Go to ${stepWords(next)}`}</Button>
        </div>
      )}
    </Card>
  );
}
