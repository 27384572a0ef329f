import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { GateStep } from '../../main/domain/procedure/checklist';
import { SigningNotice } from '../app/SigningNotice';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { RadioCards } from '../kit/Choice';
import { Dialog } from '../kit/Dialog';
import { Select } from '../kit/Picker';
import { TextArea } from '../kit/TextField';
import './reviews.css';

export interface GateDecisionProps {
  view: CaseView;
  workOrder: string;
  gate: GateStep;
  onDone: (what: 'approved' | 'rejected') => void;
  onCancel: () => void;
}

/** Signs a gate: approving and rejecting weigh the same. A rejection names its code, its reason and the step the work goes back to. */
export function GateDecision({ view, workOrder, gate, onDone, onCancel }: GateDecisionProps) {
  const [choice, setChoice] = useState<'approve' | 'reject' | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [backTo, setBackTo] = useState<string | null>(null);
  const signing = useSigning();
  const place = view.steps.findIndex((placed) => placed.step.id === gate.id);
  const earlier = view.steps.slice(0, Math.max(0, place)).filter((placed) => placed.step.kind !== 'gate');

  const why =
    choice === null
      ? 'Opens when you choose what it means.'
      : choice === 'approve'
        ? undefined
        : code === null
          ? 'Opens when a code is chosen.'
          : reason.trim().length < 3
            ? 'Opens when you say why.'
            : backTo === null
              ? 'Opens when the step to go back to is chosen.'
              : undefined;

  const sign = async () => {
    const ref = { workOrder, step: gate.id };
    const done =
      choice === 'approve'
        ? await signing.ask('approveGate', ref)
        : await signing.ask('rejectGate', { ...ref, code: code ?? '', why: reason, backTo: backTo ?? '' });
    if (done !== null) onDone(choice === 'approve' ? 'approved' : 'rejected');
  };

  return (
    <Dialog
      isOpen
      onClose={() => {
        if (!signing.isOpen) onCancel();
      }}
      place="side"
      title={`Decide “${gate.title}”`}
      lead="Say here what your signature shall mean. You sign it in the signing window, which shows everything once more."
      foot={
        <>
          <span className="k-dialog-note">{why}</span>
          <Button
            onPress={onCancel}
            why={signing.isOpen ? 'Sign or cancel in the signing window.' : undefined}
            whyPlace="hidden"
          >
            Cancel, decide nothing
          </Button>
          <Button
            tone="primary"
            icon={PenLine}
            why={why}
            whyPlace="hidden"
            isPending={signing.isOpen}
            onPress={() => void sign()}
          >
            {choice === 'reject' ? 'Sign rejection' : 'Sign approval'}
          </Button>
        </>
      }
    >
      <RadioCards
        label="What it means"
        hideLabel
        value={choice}
        onChange={(id) => setChoice(id === 'approve' ? 'approve' : 'reject')}
        options={[
          {
            id: 'approve',
            label: 'I approve',
            note: `What is recorded so far is in order, and work may pass “${gate.title}”.`,
          },
          {
            id: 'reject',
            label: 'I reject',
            note: 'Asks for a code and the step to go back to. It and all after it are done again.',
          },
        ]}
      />
      {choice === 'reject' && (
        <div className="rev-reject">
          <Select
            label="Code"
            isRequired
            placeholder="Choose a code"
            options={view.codes
              .filter((one) => one.kind === 'exception' && one.active)
              .map((one) => ({ id: one.code, label: `${one.code} ${one.meaning}` }))}
            value={code}
            onChange={setCode}
            error={signing.field('code')}
          />
          <TextArea
            label="Why"
            isRequired
            value={reason}
            onChange={setReason}
            maxLength={1000}
            rows={2}
            error={signing.field('why')}
          />
          <Select
            label="Back to step"
            isRequired
            placeholder="Choose a step"
            note="What was recorded there stays readable, struck through."
            options={earlier.map((placed) => ({
              id: placed.step.id,
              label: `${placed.no}, ${placed.step.title}`,
            }))}
            value={backTo}
            onChange={setBackTo}
            error={signing.field('backTo')}
          />
        </div>
      )}
      <SigningNotice signing={signing} />
    </Dialog>
  );
}
