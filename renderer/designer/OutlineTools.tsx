import { ArrowDown, ArrowUp, Copy, ListPlus, Plus, Trash2 } from 'lucide-react';
import type { StepKind } from '../../main/domain/procedure/checklist';
import { Button, IconButton } from '../kit/Button';
import { Menu } from '../kit/Picker';
import './designer.css';
import { stepKinds } from './kinds';
import type { OutlineDeed } from './Outline';

export interface OutlineToolsProps {
  /** Whether a step or section is selected. */
  selected: boolean;
  canUp: boolean;
  canDown: boolean;
  onDeed: (deed: OutlineDeed) => void;
  onAdd: (kind: StepKind) => void;
  onAddSection: () => void;
}

/** What can be done to the outline; each of them has a key as well. */
export function OutlineTools({ selected, canUp, canDown, onDeed, onAdd, onAddSection }: OutlineToolsProps) {
  const none = selected ? undefined : 'Select a step or section first.';
  return (
    <div className="des-tools" role="toolbar" aria-label="Outline">
      <Menu
        label="Add a step"
        icon={Plus}
        items={stepKinds}
        onAction={(id) => {
          const kind = stepKinds.find((each) => each.id === id)?.id;
          if (kind !== undefined) onAdd(kind);
        }}
      />
      <Button icon={ListPlus} onPress={onAddSection}>
        Add a section
      </Button>
      <span className="des-tools-end">
        <IconButton
          icon={ArrowUp}
          label="Move up"
          onPress={() => onDeed('up')}
          why={none ?? (canUp ? undefined : 'It is first already.')}
        />
        <IconButton
          icon={ArrowDown}
          label="Move down"
          onPress={() => onDeed('down')}
          why={none ?? (canDown ? undefined : 'It is last already.')}
        />
        <IconButton icon={Copy} label="Duplicate" onPress={() => onDeed('duplicate')} why={none} />
        <IconButton icon={Trash2} label="Delete" onPress={() => onDeed('remove')} why={none} />
      </span>
    </div>
  );
}
