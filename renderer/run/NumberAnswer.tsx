import { useRef, useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { NumberStep } from '../../main/domain/procedure/checklist';
import { useDraft } from '../app/drafts';
import { ownerWords, unitName } from '../app/format';
import { BandGauge } from '../kit/BandGauge';
import { Card } from '../kit/Card';
import { FieldError } from '../kit/Field';
import { NumberPad } from '../kit/NumberPad';
import { ReadingField } from '../kit/ReadingField';
import { Status } from '../kit/Status';
import { TextField } from '../kit/TextField';
import { Attempts } from './Attempts';
import { type AnswerProps, draftPlace } from './answer';
import { historyOf, targetWords } from './place';
import { bandsOf, hasBands, type Judged, judge } from './reading';

/** A reading: typed or by keypad, seen in its bands while it is typed, recorded by Enter. Warn asks why in the same place. */
export function NumberAnswer({ view, step, sender }: AnswerProps<NumberStep>) {
  const valuePlace = draftPlace(view, step.id, 'value');
  const whyPlace = draftPlace(view, step.id, 'why');
  const value = useDraft(valuePlace, view.drafts[valuePlace]);
  const why = useDraft(whyPlace, view.drafts[whyPlace]);
  const field = useRef<HTMLInputElement>(null);
  // After a refused attempt the reading stays in sight, and the next key begins a new one.
  const [isSpent, setSpent] = useState(false);
  const judged = judge(value.text, step);
  const unit = unitName(step.unit);
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const refused = historyOf(view, step.id).refused;
  const needsWhy = judged.how === 'warn' && why.text.trim() === '';
  const closed =
    judged.how === 'empty' ? 'Enter the reading first.' : needsWhy ? 'Say why first.' : undefined;

  const record = async () => {
    if (closed !== undefined || isSpent) return;
    const reason = why.text.trim();
    const outcome = await sender.send('number', 'recordStep', {
      workOrder,
      step: step.id,
      value: value.text.trim(),
      ...(reason === '' ? {} : { why: reason }),
    });
    if (outcome === null) return;
    if (outcome.ok && outcome.answer.accepted) {
      value.clear();
      why.clear();
    } else if (outcome.ok || outcome.code === 'malformed') {
      setSpent(true);
      field.current?.focus();
      field.current?.select();
    }
  };
  const type = (text: string) => {
    setSpent(false);
    value.set(text);
  };

  return (
    <Card label="Reading" className="run-answer run-reading">
      <div className="run-reading-words">
        <ReadingField
          label={step.measures ?? 'Reading'}
          value={value.text}
          onChange={type}
          unit={unit === '' ? undefined : unit}
          autoFocus
          inputRef={field}
          onEnter={() => void record()}
        />
        <div className="run-verdict" role="status">
          <Live
            judged={judged}
            step={step}
            view={view}
            attempts={isSpent ? refused.length : 0}
            refusal={sender.refusalAt('number')}
          />
        </div>
        {judged.how === 'warn' && (
          <TextField
            label="Why"
            aside="Required"
            value={why.text}
            onChange={why.set}
            maxLength={1000}
            placeholder="What you saw, what you did"
          />
        )}
      </div>
      <NumberPad
        value={isSpent ? '' : value.text}
        onChange={type}
        enterLabel={sender.busy === 'number' ? 'Saving' : 'Record'}
        onEnter={() => void record()}
        decimal={step.decimals > 0 ? '.' : undefined}
        hasSign={canBeNegative(step)}
        why={closed}
      />
      {hasBands(step) && (
        <div className="run-gauge">
          <BandGauge
            limits={bandsOf(step)}
            value={judged.how === 'empty' || judged.how === 'unreadable' ? undefined : value.text.trim()}
            unit={unit}
          />
        </div>
      )}
      {refused.length > 0 && <Attempts attempts={refused} unit={step.unit} />}
    </Card>
  );
}

/** The verdict in words while the number is typed; no tick, since nothing is recorded yet. */
function Live({
  judged,
  step,
  view,
  attempts,
  refusal,
}: {
  judged: Judged;
  step: NumberStep;
  view: CaseView;
  attempts: number;
  refusal: string | undefined;
}) {
  if (refusal !== undefined) return <FieldError>{refusal}</FieldError>;
  switch (judged.how) {
    case 'empty':
      return (
        <span className="text-2">{`${targetWords(step) ?? 'No band is set'}. Type the reading, or use the keys.`}</span>
      );
    case 'unreadable':
      return <FieldError>{judged.words}</FieldError>;
    case 'beyond':
      return attempts > 0 ? (
        <FieldError>{`${judged.words} It is kept as attempt ${attempts}. Enter the reading again.`}</FieldError>
      ) : (
        <Status
          mark="stop"
          size="touch"
        >{`${judged.words.replace(', so it was not accepted.', '')}: beyond what can be read`}</Status>
      );
    case 'ok':
      return (
        <Status mark="now" size="touch">
          Within limits, not recorded yet
        </Status>
      );
    case 'warn':
      return (
        <Status mark="warn" size="touch">
          In the warn band: say why, then record
        </Status>
      );
    case 'act': {
      const code = view.codes.find((c) => c.code === step.actCode);
      return (
        <div>
          <Status mark="stop" size="touch">
            In the act band
          </Status>
          {code !== undefined && (
            <div className="run-verdict-note">{`Recording it raises ${code.code}, ${code.meaning}. ${ownerWords(code.owner, view.names, view.roleHolders)} is told.`}</div>
          )}
        </div>
      );
    }
  }
}

function canBeNegative(step: NumberStep): boolean {
  return step.limits?.low === undefined || step.limits.low.startsWith('-');
}
