import { useAsk } from '../api';
import { effectWords } from '../app/format';
import { Select } from '../kit/Picker';

export interface CodeSelectProps {
  label: string;
  /** Words for choosing none. */
  none: string;
  value: string | undefined;
  onChange: (code: string | undefined) => void;
}

/** An exception code of this site, with who owns it and what it does. */
export function CodeSelect({ label, none, value, onChange }: CodeSelectProps) {
  const codes = (useAsk('codes', {}).data ?? []).filter(
    (code) => code.kind === 'exception' && (code.active || code.code === value),
  );
  const options = [
    { id: 'none', label: none },
    ...codes.map((code) => ({
      id: code.code,
      label: `${code.code} ${code.meaning}`,
      note: `${effectWords(code.effect)} · ${code.ownerName}`,
    })),
    ...(value !== undefined && !codes.some((code) => code.code === value)
      ? [{ id: value, label: value, note: 'Not in the catalogue' }]
      : []),
  ];
  return (
    <Select
      label={label}
      options={options}
      value={value ?? 'none'}
      onChange={(id) => onChange(id === 'none' ? undefined : id)}
    />
  );
}
