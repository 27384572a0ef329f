import { Camera, Paperclip, Plus, Trash2 } from 'lucide-react';
import type { EvidenceSlot, Step } from '../../main/domain/procedure/checklist';
import { Button, ButtonRow, IconButton } from '../kit/Button';
import { PanelPart } from '../kit/Card';
import { Select } from '../kit/Picker';
import { CheckedField, fewWords } from './Checked';
import { changed } from './change';
import { newId } from './useEditing';

const most = 6;

/** Photos and files a step asks for besides its answer. An empty slot blocks the step, and the closure. */
export function EvidenceFields({
  step,
  onChange,
}: {
  step: Step;
  onChange: (step: Step, typing?: string) => void;
}) {
  const slots = step.evidence ?? [];
  const set = (next: readonly EvidenceSlot[], typing?: string) =>
    onChange(changed(step, { evidence: next.length === 0 ? undefined : [...next] }), typing);
  const change = (id: string, part: Partial<EvidenceSlot>, typing?: string) =>
    set(
      slots.map((slot) => (slot.id === id ? { ...slot, ...part } : slot)),
      typing,
    );
  const add = (kind: EvidenceSlot['kind']) =>
    set([...slots, { id: newId(), kind, label: kind === 'photo' ? 'Photo' : 'File', count: 1 }]);
  const full = slots.length >= most ? `${most} slots are the most.` : undefined;
  return (
    <PanelPart title="Proof">
      <div className="des-fields">
        {slots.length === 0 && (
          <p className="text-2">
            {step.kind === 'photo' || step.kind === 'file'
              ? `Nothing besides the ${step.kind} itself.`
              : 'No photo or file is asked for.'}
          </p>
        )}
        {slots.map((slot, i) => (
          <div key={slot.id} className="des-slot">
            {slot.kind === 'photo' ? (
              <Camera className="k-icon" aria-label="Photo" role="img" />
            ) : (
              <Paperclip className="k-icon" aria-label="File" role="img" />
            )}
            <CheckedField
              step={step.id}
              place={`slot ${slot.id}`}
              label={`What slot ${i + 1} shows`}
              hideLabel
              value={slot.label}
              check={fewWords(80)}
              onCommit={(label) => change(slot.id, { label }, `slot ${slot.id}`)}
            />
            <Select
              label={`How many in slot ${i + 1}`}
              hideLabel
              options={Array.from({ length: 12 }, (_, n) => ({ id: String(n + 1), label: `${n + 1} ×` }))}
              value={String(slot.count)}
              onChange={(id) => change(slot.id, { count: Number(id) })}
            />
            <IconButton
              icon={Trash2}
              label={`Remove slot ${i + 1}`}
              onPress={() => set(slots.filter((each) => each.id !== slot.id))}
            />
          </div>
        ))}
        <ButtonRow>
          <Button icon={Plus} onPress={() => add('photo')} why={full} whyPlace="hidden">
            Ask for a photo
          </Button>
          <Button icon={Plus} onPress={() => add('file')} why={full} whyPlace="hidden">
            Ask for a file
          </Button>
        </ButtonRow>
      </div>
    </PanelPart>
  );
}
