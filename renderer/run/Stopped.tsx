import { useNavigate } from '@tanstack/react-router';
import type { CaseView } from '../../main/contract/answers';
import type { ExceptionState } from '../../main/domain/exception/exception';
import { capital, effectWords, nearTime, ownerWords, recordedTime, timeLeft } from '../app/format';
import { Button } from '../kit/Button';
import { Facts } from '../kit/KeyValue';
import { Mark } from '../kit/Mark';
import { effectMark, stepName } from './place';

/** What is stopped by an exception, as a title: "Step 13 is blocked", "The run is held". */
function stoppedTitle(view: CaseView, exception: ExceptionState): string {
  const at = view.steps.find((s) => s.step.id === exception.step);
  const what = at === undefined ? 'The run' : stepName(at);
  switch (exception.effect) {
    case 'blocks':
      return at === undefined ? 'A prerequisite is not met' : `${what} is blocked`;
    case 'holds':
      return 'The run is held';
    case 'quarantines':
      return 'The part is quarantined';
    case 'notes':
      return `${what} has a note`;
  }
}

/** Shape, what is stopped, its number and when it was raised. */
export function StoppedHead({
  view,
  exception,
  now,
}: {
  view: CaseView;
  exception: ExceptionState;
  now: string;
}) {
  return (
    <div className="run-stop-head">
      <Mark name={effectMark(exception.effect)} size={44} />
      <div>
        <h2>{stoppedTitle(view, exception)}</h2>
        <span>
          <span className="mono">{exception.number}</span>
          {` · ${exception.code} ${exception.meaning} · raised ${recordedTime(exception.raisedAt, now)}, saved`}
        </span>
      </div>
    </div>
  );
}

/** Who owns it and by when it is due. */
export function StoppedFacts({
  view,
  exception,
  now,
}: {
  view: CaseView;
  exception: ExceptionState;
  now: string;
}) {
  const holders = 'role' in exception.owner ? view.roleHolders[exception.owner.role] : [];
  return (
    <Facts
      items={[
        {
          name: 'Owner',
          value: ownerWords(exception.owner, view.names, view.roleHolders),
          note:
            'role' in exception.owner
              ? holders.length === 1
                ? capital(exception.owner.role)
                : holders.join(', ')
              : undefined,
        },
        { name: 'Due', value: nearTime(exception.due, now), note: timeLeft(exception.due, now) },
      ]}
    />
  );
}

/** An open exception in the place of the step's controls: who has it, by when, why, and what can be done here. */
export function Stopped({
  view,
  exception,
  now,
}: {
  view: CaseView;
  exception: ExceptionState;
  now: string;
}) {
  const navigate = useNavigate();
  const { workOrder, step } = exception;
  return (
    <section className="k-card run-stop" data-size="touch" aria-label={`Exception ${exception.number}`}>
      <StoppedHead view={view} exception={exception} now={now} />
      <StoppedFacts view={view} exception={exception} now={now} />
      <p className="run-stop-why">
        {exception.why === undefined ? (
          <span className="text-2">
            {exception.from === 'person' ? 'The reason is not written yet.' : raisedBy(exception)}
          </span>
        ) : (
          <>
            <b>Why</b> {exception.why}
          </>
        )}
      </p>
      <p className="text-2">
        {`${effectWords(exception.effect)}. Its owner decides how it goes on; it then appears here. You can take other work.`}
      </p>
      {step !== undefined && exception.from === 'person' && (
        <div>
          <Button
            onPress={() => void navigate({ to: '/block/$workOrder/$step', params: { workOrder, step } })}
          >
            {exception.why === undefined ? 'Write the reason' : 'Change or withdraw it'}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What raised it, where no person did. */
function raisedBy(exception: ExceptionState): string {
  const words = {
    person: 'A person raised it.',
    prerequisite: 'The failed prerequisite raised it.',
    fail: 'The failed step raised it.',
    band: 'The reading in the act band raised it.',
    'break-glass': 'Opening the glass raised it.',
  } as const;
  return words[exception.from];
}
