import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { SigningNotice } from '../app/SigningNotice';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { Checkbox } from '../kit/Choice';
import { Dialog } from '../kit/Dialog';
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
  const signing = useSigning();
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const criteria = view.jobType.acceptance;
  const open = criteria.filter((one) => !confirmed.has(one.id));
  const why =
    open.length > 0
      ? `Opens when ${open.length === 1 ? 'the acceptance criterion is' : `${open.length} acceptance criteria are`} confirmed.`
      : result.trim().length < 3
        ? 'Opens when the result is written.'
        : undefined;

  const sign = async () => {
    const done = await signing.ask('closeWorkOrder', { workOrder, acceptance: [...confirmed], result });
    if (done !== null) onDone();
  };

  return (
    <Dialog
      isOpen
      onClose={() => {
        if (!signing.isOpen) onCancel();
      }}
      place="side"
      title={`Close ${view.state.workOrder?.number ?? ''}`}
      lead="Say here what your signature shall mean. You sign it in the signing window, which shows everything once more."
      foot={
        <>
          <span className="k-dialog-note">{why}</span>
          <Button
            onPress={onCancel}
            why={signing.isOpen ? 'Sign or cancel in the signing window.' : undefined}
            whyPlace="hidden"
          >
            Cancel, close nothing
          </Button>
          <Button
            tone="primary"
            icon={PenLine}
            why={why}
            whyPlace="hidden"
            isPending={signing.isOpen}
            onPress={() => void sign()}
          >
            Sign closure
          </Button>
        </>
      }
    >
      <div className="clo-meaning">
        <p>I close this work order: its record is complete, and what it was opened for is reached.</p>
        {criteria.map((one) => (
          <Checkbox
            key={one.id}
            note={signing.field(`acceptance.${one.id}`)}
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
          error={signing.field('result')}
        />
      </div>
      <SigningNotice signing={signing} />
    </Dialog>
  );
}
