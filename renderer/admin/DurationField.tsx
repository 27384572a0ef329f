import { useState } from 'react';
import { FieldError } from '../kit/Field';
import { TextField } from '../kit/TextField';
import './admin.css';

export interface DurationFieldProps {
  label: string;
  note?: string;
  /** Minutes; null while it cannot be read. */
  value: number | null;
  onChange: (minutes: number | null) => void;
  /** Which parts are asked for. */
  parts?: readonly Part[];
  error?: string;
}

type Part = 'days' | 'hours' | 'minutes';
const worth: Record<Part, number> = { days: 1440, hours: 60, minutes: 1 };

/** A length of time in days, hours and minutes. Each part is kept as typed. */
export function DurationField({
  label,
  note,
  value,
  onChange,
  parts = ['days', 'hours', 'minutes'],
  error,
}: DurationFieldProps) {
  const [texts, setTexts] = useState(() => split(value, parts));
  const unreadable = parts.some((part) => !/^\d{0,5}$/.test(texts[part].trim()));
  const set = (part: Part, text: string) => {
    const next = { ...texts, [part]: text };
    setTexts(next);
    const readable = parts.every((each) => /^\d{0,5}$/.test(next[each].trim()));
    const minutes = parts.reduce((sum, each) => sum + Number(next[each].trim() || '0') * worth[each], 0);
    onChange(readable && minutes > 0 ? minutes : null);
  };
  return (
    <div className="admin-duration" role="group" aria-label={label}>
      <span className="k-field-label">{label}</span>
      <div className="admin-duration-parts">
        {parts.map((part) => (
          <TextField
            key={part}
            label={`${label}, ${part}`}
            hideLabel
            value={texts[part]}
            onChange={(text) => set(part, text)}
            inputMode="numeric"
            unit={part}
            maxLength={5}
          />
        ))}
      </div>
      {note !== undefined && <span className="k-field-note">{note}</span>}
      {(unreadable || error !== undefined) && (
        <FieldError>{unreadable ? 'Type whole numbers alone.' : error}</FieldError>
      )}
    </div>
  );
}

function split(minutes: number | null, parts: readonly Part[]): Record<Part, string> {
  const texts: Record<Part, string> = { days: '', hours: '', minutes: '' };
  let rest = minutes ?? 0;
  for (const part of parts) {
    const amount = Math.floor(rest / worth[part]);
    rest -= amount * worth[part];
    texts[part] = amount === 0 ? '' : String(amount);
  }
  return texts;
}

/** Minutes in words: "2 h", "14 d", "30 min". */
export function minutesWords(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const left = minutes % 60;
  return [days > 0 && `${days} d`, hours > 0 && `${hours} h`, left > 0 && `${left} min`]
    .filter(Boolean)
    .join(' ');
}
