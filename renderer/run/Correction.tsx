import type { CaseView } from '../../main/contract/answers';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import type { StepRecord } from '../../main/domain/run/run';
import { useDraft } from '../app/drafts';
import { unitName } from '../app/format';
import type { Sender } from '../app/useSend';
import { Button, ButtonRow } from '../kit/Button';
import { RadioCards } from '../kit/Choice';
import { FieldError } from '../kit/Field';
import { TextArea, TextField } from '../kit/TextField';
import { draftPlace } from './answer';

export interface CorrectionProps {
  view: CaseView;
  place: PlacedStep;
  record: StepRecord;
  sender: Sender;
  onDone: () => void;
}

/** R5: the new value and why, in one place. The old value stays readable; later approvals are void until given again. */
export function Correction({ view, place, record, sender, onDone }: CorrectionProps) {
  const { step } = place;
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const valuePlace = draftPlace(view, step.id, 'correction');
  const whyPlace = draftPlace(view, step.id, 'correction-why');
  const value = useDraft(valuePlace, view.drafts[valuePlace]);
  const why = useDraft(whyPlace, view.drafts[whyPlace]);
  const leave = () => {
    value.clear();
    why.clear();
    sender.forget();
    onDone();
  };
  const give = async () => {
    const outcome = await sender.send('correct', 'correctStep', {
      workOrder,
      step: step.id,
      value: value.text.trim(),
      why: why.text.trim(),
    });
    if (outcome?.ok) leave();
  };
  const options =
    step.kind === 'choice'
      ? step.options.map((o) => ({ id: o.id, label: o.label }))
      : [
          { id: 'pass', label: 'Pass' },
          { id: 'fail', label: 'Fail' },
        ];
  const fields =
    sender.problem?.at === 'correct' && sender.problem.problem.code !== 'fault'
      ? sender.problem.problem.fields
      : undefined;
  const closed =
    value.text.trim() === ''
      ? 'Give the new value first.'
      : why.text.trim().length < 3
        ? 'Say why first.'
        : undefined;
  return (
    <form
      ref={(form) => form?.scrollIntoView({ block: 'nearest' })}
      className="run-correct"
      aria-label="Correct this answer"
      onSubmit={(event) => {
        event.preventDefault();
        if (closed === undefined) void give();
      }}
    >
      <p className="text-2">{`${record.shown} stays readable in the record. Approvals given after it are void until they are given again.`}</p>
      {step.kind === 'number' && (
        <TextField
          label="New value"
          value={value.text}
          onChange={value.set}
          inputMode="decimal"
          unit={unitName(step.unit)}
          autoFocus
          error={fields?.value}
        />
      )}
      {step.kind === 'text' && (
        <TextArea
          label="New answer"
          value={value.text}
          onChange={value.set}
          rows={4}
          autoFocus
          error={fields?.value}
        />
      )}
      {(step.kind === 'choice' || step.kind === 'pass-fail') && (
        <RadioCards
          label="New answer"
          place="row"
          options={options.filter((o) => o.id !== record.value)}
          value={value.text === '' ? null : value.text}
          onChange={value.set}
        />
      )}
      <TextField
        label="Why"
        aside="Required"
        value={why.text}
        onChange={why.set}
        maxLength={1000}
        error={fields?.why}
      />
      {fields?.value === undefined &&
        fields?.why === undefined &&
        sender.refusalAt('correct') !== undefined && <FieldError>{sender.refusalAt('correct')}</FieldError>}
      <ButtonRow place="end">
        <Button onPress={leave}>Leave it as it is</Button>
        <Button type="submit" isPending={sender.busy === 'correct'} why={closed}>
          Record the correction
        </Button>
      </ButtonRow>
    </form>
  );
}
