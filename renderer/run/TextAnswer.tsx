import { Check } from 'lucide-react';
import type { Step } from '../../main/domain/procedure/checklist';
import { useDraft } from '../app/drafts';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { TextArea, TextField } from '../kit/TextField';
import { type AnswerProps, draftPlace } from './answer';

/** A step answered in words. Enter records one line; several lines are recorded by the button, or by Ctrl and Enter. */
export function TextAnswer({ view, step, sender }: AnswerProps<Extract<Step, { kind: 'text' }>>) {
  const place = draftPlace(view, step.id, 'value');
  const draft = useDraft(place, view.drafts[place]);
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const record = async () => {
    if (draft.text.trim() === '') return;
    const outcome = await sender.send('text', 'recordStep', { workOrder, step: step.id, value: draft.text });
    if (outcome?.ok) draft.clear();
  };
  const field = {
    label: step.title,
    value: draft.text,
    onChange: draft.set,
    autoFocus: true,
    maxLength: 4000,
    error: sender.refusalAt('text'),
    note: 'What you type is kept here until you record it.',
  };
  return (
    <Card label="Answer" className="run-answer">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void record();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) void record();
        }}
      >
        {step.multiline === true ? <TextArea {...field} rows={7} /> : <TextField {...field} />}
        <div className="run-record">
          <Button
            tone="primary"
            type="submit"
            icon={Check}
            isPending={sender.busy === 'text'}
            why={draft.text.trim() === '' ? 'Opens when something is typed.' : undefined}
          >
            Record
          </Button>
        </div>
      </form>
    </Card>
  );
}
