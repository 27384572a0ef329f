import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { command } from '../api';
import { SignWindow } from '../app/SignWindow';
import { Checkbox } from '../kit/Choice';
import { TextArea } from '../kit/TextField';

/** Signs the closure: each acceptance criterion confirmed, the result in a sentence, then who signs. */
export function CloseWindow({
  view,
  onDone,
  onCancel,
}: {
  view: CaseView;
  onDone: () => void;
  onCancel: () => void;
}) {
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState('');
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const criteria = view.jobType.acceptance;
  const open = criteria.filter((one) => !confirmed.has(one.id));
  const why =
    open.length > 0
      ? `Opens when ${open.length === 1 ? 'the acceptance criterion is' : `${open.length} acceptance criteria are`} confirmed.`
      : result.trim().length < 3
        ? 'Opens when the result is written.'
        : undefined;

  return (
    <SignWindow
      what={{ what: 'closure', workOrder }}
      meaning={
        <div className="clo-meaning">
          <p>I close this work order: its record is complete, and what it was opened for is reached.</p>
          {criteria.map((one) => (
            <Checkbox
              key={one.id}
              note={fields[`acceptance.${one.id}`]}
              isSelected={confirmed.has(one.id)}
              onChange={(isSelected) => {
                const next = new Set(confirmed);
                if (isSelected) next.add(one.id);
                else next.delete(one.id);
                setConfirmed(next);
              }}
            >
              {one.text}
            </Checkbox>
          ))}
          <TextArea
            label="Result"
            isRequired
            note="In a sentence: what was done, and how it is now. It stands first on the closure record."
            value={result}
            onChange={setResult}
            maxLength={1000}
            rows={2}
            error={fields.result}
          />
        </div>
      }
      actionLabel="Sign closure"
      why={why}
      onSign={async (sign, shown) => {
        const outcome = await command('closeWorkOrder', {
          workOrder,
          acceptance: [...confirmed],
          result,
          shown,
          sign,
        });
        if (!outcome.ok) {
          setFields(outcome.code === 'fault' ? {} : (outcome.fields ?? {}));
          return outcome;
        }
        onDone();
        return null;
      }}
      onCancel={onCancel}
    />
  );
}
