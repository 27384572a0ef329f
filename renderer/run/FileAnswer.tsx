import { Check } from 'lucide-react';
import type { Step } from '../../main/domain/procedure/checklist';
import { emptySlots } from '../../main/domain/run/nextStep';
import { Button } from '../kit/Button';
import { FieldError } from '../kit/Field';
import type { AnswerProps } from './answer';
import { Slots } from './Slots';

/** A step answered by a photo or a file. When all its places are filled it is recorded by itself. */
export function FileAnswer({
  view,
  place,
  step,
  sender,
  now,
}: AnswerProps<Extract<Step, { kind: 'photo' | 'file' }>> & { now: string }) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const missing = emptySlots(view.state, step);
  const record = () => void sender.send('held', 'recordStep', { workOrder, step: step.id, value: 'held' });
  const onHeld = () => {
    // One place was empty and is filled now: with no other one missing, the step is answered.
    if (missing.length === 1 && missing[0]?.missing === 1) record();
  };
  const refused = sender.refusalAt('held');
  return (
    <div className="run-answer run-files">
      <Slots view={view} place={place} sender={sender} now={now} isOpen onHeld={onHeld} />
      {missing.length === 0 && (
        <div className="run-record">
          <Button tone="primary" icon={Check} isPending={sender.busy === 'held'} onPress={record}>
            {step.kind === 'photo' ? 'Record the photo' : 'Record the file'}
          </Button>
        </div>
      )}
      {refused !== undefined && <FieldError>{refused}</FieldError>}
    </div>
  );
}
