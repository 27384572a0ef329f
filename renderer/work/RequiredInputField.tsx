import type { RequiredInput } from '../../main/domain/procedure/jobType';
import { unitName } from '../app/format';
import { Select } from '../kit/Picker';
import { DateTimeField, TextField } from '../kit/TextField';

export interface RequiredInputFieldProps {
  input: RequiredInput;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

/** One required input of a job type, typed as it is defined there. */
export function RequiredInputField({ input, value, onChange, error }: RequiredInputFieldProps) {
  const field = { label: input.label, isRequired: true, error };
  switch (input.kind) {
    case 'text':
      return <TextField {...field} value={value} onChange={onChange} maxLength={200} />;
    case 'number':
      return (
        <TextField
          {...field}
          value={value}
          onChange={onChange}
          inputMode="decimal"
          unit={input.unit === undefined ? undefined : unitName(input.unit)}
          note="With a point, such as 12.50"
        />
      );
    case 'date':
      return <DateTimeField {...field} kind="day" value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...field}
          options={(input.options ?? []).map((option) => ({ id: option, label: option }))}
          value={value === '' ? null : value}
          onChange={onChange}
        />
      );
  }
}
