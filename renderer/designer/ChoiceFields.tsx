import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { Step } from '../../main/domain/procedure/checklist';
import { Button, IconButton } from '../kit/Button';
import { PanelPart } from '../kit/Card';
import { CheckedField, fewWords } from './Checked';
import { newId } from './useEditing';

type ChoiceStep = Extract<Step, { kind: 'choice' }>;

/** The options of a choice, two to twelve, in the order in which they are tapped. */
export function ChoiceFields({
  step,
  onChange,
}: {
  step: ChoiceStep;
  onChange: (step: ChoiceStep, typing?: string) => void;
}) {
  const { options } = step;
  const set = (next: ChoiceStep['options'], typing?: string) => onChange({ ...step, options: next }, typing);
  const swap = (a: number, b: number) =>
    set(
      options.map((option, i) =>
        i === a ? (options[b] ?? option) : i === b ? (options[a] ?? option) : option,
      ),
    );
  return (
    <PanelPart title="Options">
      <div className="des-fields">
        {options.map((option, i) => (
          <div key={option.id} className="des-option">
            <CheckedField
              step={step.id}
              place={`option ${option.id}`}
              label={`Option ${i + 1}`}
              hideLabel
              value={option.label}
              check={fewWords(60)}
              onCommit={(label) =>
                set(
                  options.map((each) => (each.id === option.id ? { ...each, label } : each)),
                  `option ${option.id}`,
                )
              }
            />
            <IconButton
              icon={ArrowUp}
              label={`Move option ${i + 1} up`}
              onPress={() => swap(i, i - 1)}
              why={i === 0 ? 'It is the first.' : undefined}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move option ${i + 1} down`}
              onPress={() => swap(i, i + 1)}
              why={i === options.length - 1 ? 'It is the last.' : undefined}
            />
            <IconButton
              icon={Trash2}
              label={`Remove option ${i + 1}`}
              onPress={() => set(options.filter((each) => each.id !== option.id))}
              why={options.length < 3 ? 'A choice needs two options.' : undefined}
            />
          </div>
        ))}
        <div>
          <Button
            icon={Plus}
            onPress={() => set([...options, { id: newId(), label: `Option ${options.length + 1}` }])}
            why={options.length >= 12 ? 'Twelve options are the most.' : undefined}
          >
            Add an option
          </Button>
        </div>
      </div>
    </PanelPart>
  );
}
