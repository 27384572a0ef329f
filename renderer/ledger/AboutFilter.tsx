import { useState } from 'react';
import { ask, type Problem } from '../api';
import { DropFilter } from '../kit/Picker';
import { SearchField } from '../kit/TextField';

export interface AboutFilterProps {
  value: { workOrder: string; number: string } | null;
  onChange: (value: { workOrder: string; number: string } | null) => void;
}

/** Narrows the ledger to one work order, by its number typed or scanned. */
export function AboutFilter({ value, onChange }: AboutFilterProps) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  if (value !== null) {
    return (
      <DropFilter
        label="About"
        mono
        value={value.workOrder}
        options={[{ id: value.workOrder, label: value.number }]}
        onChange={(id) => {
          if (id === null) onChange(null);
        }}
      />
    );
  }
  const find = async () => {
    const number = text.trim();
    if (number === '') return;
    try {
      const { workOrder } = await ask('findWorkOrder', { number });
      if (workOrder === null) {
        setSaid(`No work order has the number “${number}”.`);
        return;
      }
      setText('');
      onChange({ workOrder, number });
    } catch (problem) {
      setSaid((problem as Problem).message);
    }
  };
  return (
    <span className="led-about">
      <SearchField
        label="About work order number"
        value={text}
        onChange={(next) => {
          setText(next);
          setSaid(null);
        }}
        onSubmit={() => void find()}
      />
      {said !== null && (
        <span className="t-dense" role="status">
          {said}
        </span>
      )}
    </span>
  );
}
