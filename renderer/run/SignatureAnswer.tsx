import { PenLine } from 'lucide-react';
import type { Step } from '../../main/domain/procedure/checklist';
import { emptySlots } from '../../main/domain/run/nextStep';
import { queryClient } from '../api';
import { SigningNotice } from '../app/SigningNotice';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { Notice } from '../kit/Notice';
import type { AnswerProps } from './answer';
import { historyOf } from './place';

/** A step that is a signature: the statement is read first, then signed with the person's own secret. */
export function SignatureAnswer({ view, step }: AnswerProps<Extract<Step, { kind: 'signature' }>>) {
  const signing = useSigning();
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const voided = historyOf(view, step.id).earlier.at(-1)?.voided;
  const missing = emptySlots(view.state, step)[0];
  const sign = async () => {
    const done = await signing.ask('recordStep', { workOrder, step: step.id, value: 'signed' });
    if (done !== null) await queryClient.invalidateQueries();
  };
  return (
    <Card label="Signature" className="run-answer">
      {voided !== undefined && (
        <Notice kind="warn" title="Was signed, changed, not signed.">
          {`${voided.reason}. The signature from before is kept, struck through. Read it again, then sign again.`}
        </Notice>
      )}
      <p className="run-statement">{step.statement}</p>
      <p className="text-2">
        Your signature takes your name, the time and this statement, and binds you as on paper.
      </p>
      <div className="run-record">
        <Button
          tone="primary"
          icon={PenLine}
          why={missing === undefined ? undefined : `Opens when “${missing.label}” is there.`}
          isPending={signing.isOpen}
          onPress={() => void sign()}
        >
          Sign this
        </Button>
      </div>
      <SigningNotice signing={signing} />
    </Card>
  );
}
