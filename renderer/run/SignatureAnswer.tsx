import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { Step } from '../../main/domain/procedure/checklist';
import { emptySlots } from '../../main/domain/run/nextStep';
import { command, queryClient } from '../api';
import { SignWindow } from '../app/SignWindow';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import type { AnswerProps } from './answer';

/** A step that is a signature: the statement is read first, then signed with the person's own secret. */
export function SignatureAnswer({ view, step }: AnswerProps<Extract<Step, { kind: 'signature' }>>) {
  const [isOpen, setOpen] = useState(false);
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const missing = emptySlots(view.state, step)[0];
  return (
    <Card label="Signature" className="run-answer">
      <p className="run-statement">{step.statement}</p>
      <p className="text-2">
        Your signature takes your name, the time and this statement, and binds you as on paper.
      </p>
      <div className="run-record">
        <Button
          tone="primary"
          icon={PenLine}
          why={missing === undefined ? undefined : `Opens when “${missing.label}” is there.`}
          onPress={() => setOpen(true)}
        >
          Sign this
        </Button>
      </div>
      {isOpen && (
        <SignWindow
          what={{ what: 'step', workOrder, step: step.id }}
          actionLabel="Sign this step"
          onCancel={() => setOpen(false)}
          onSign={async (sign, shown) => {
            const outcome = await command('recordStep', {
              workOrder,
              step: step.id,
              value: 'signed',
              shown,
              sign,
            });
            if (!outcome.ok) return outcome;
            await queryClient.invalidateQueries();
            setOpen(false);
            return null;
          }}
        />
      )}
    </Card>
  );
}
