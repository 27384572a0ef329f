import { Check, X } from 'lucide-react';
import type { Step } from '../../main/domain/procedure/checklist';
import { ownerWords } from '../app/format';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { FieldError } from '../kit/Field';
import { Mark } from '../kit/Mark';
import type { AnswerProps } from './answer';

type TapStep = Extract<Step, { kind: 'confirm' | 'pass-fail' | 'choice' }>;

/** Steps that one tap answers: it is recorded at once, and the tick comes when it is durable. */
export function TapAnswer({ view, step, sender }: AnswerProps<TapStep>) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const tap = (value: string) =>
    void sender.send(`tap-${value}`, 'recordStep', { workOrder, step: step.id, value });
  const busy = (value: string) => sender.busy === `tap-${value}`;
  const refused = sender.problem?.at.startsWith('tap-') ? sender.refusalAt(sender.problem.at) : undefined;
  return (
    <Card label="Answer" className="run-answer">
      {step.kind === 'confirm' && (
        <Button
          tone="primary"
          icon={Check}
          className="run-big"
          isPending={busy('done')}
          onPress={() => tap('done')}
        >
          Done as described
        </Button>
      )}
      {step.kind === 'pass-fail' && (
        <>
          <div className="run-two">
            <Button icon={X} className="run-big" isPending={busy('fail')} onPress={() => tap('fail')}>
              Fail
            </Button>
            <Button
              tone="primary"
              icon={Check}
              className="run-big"
              isPending={busy('pass')}
              onPress={() => tap('pass')}
            >
              Pass
            </Button>
          </div>
          <p className="text-2">{failWords({ view, step })}</p>
        </>
      )}
      {step.kind === 'choice' && (
        <div className="run-options" role="group" aria-label={step.title}>
          {step.options.map((option) => (
            <button
              key={option.id}
              type="button"
              className="run-option"
              disabled={sender.busy !== null}
              onClick={() => tap(option.id)}
            >
              <Mark name={busy(option.id) ? 'saving' : 'todo'} size={24} />
              {option.label}
            </button>
          ))}
        </div>
      )}
      {refused === undefined ? (
        <p className="text-2">A tap is recorded at once.</p>
      ) : (
        <FieldError>{refused}</FieldError>
      )}
    </Card>
  );
}

/** What Fail does, said before it is tapped. */
function failWords({
  view,
  step,
}: {
  view: AnswerProps['view'];
  step: Extract<Step, { kind: 'pass-fail' }>;
}): string {
  const code = view.codes.find((c) => c.code === step.failCode);
  if (code === undefined) return 'Fail is recorded, and the run goes on.';
  return `Fail raises ${code.code}, ${code.meaning}. Owner: ${ownerWords(code.owner, view.names, view.roleHolders)}.`;
}
