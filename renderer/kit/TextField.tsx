import { Eye, EyeOff, Search, X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useState } from 'react';
import {
  SearchField as AriaSearchField,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  Button,
  Group,
  Input,
} from 'react-aria-components';
import { classes } from './classes';
import type { FieldFrameProps } from './Field';
import { FieldFoot, FieldLabel, isRefused } from './Field';
import { Key } from './Status';
import type { Size } from './size';
import { useSize } from './size';

export interface TextFieldProps extends FieldFrameProps {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  inputMode?: 'text' | 'decimal' | 'numeric' | 'none';
  autoComplete?: string;
  autoFocus?: boolean;
  maxLength?: number;
  isReadOnly?: boolean;
  isDisabled?: boolean;
  /** The value is an identifier, hash or code. */
  mono?: boolean;
  /** Inside the field at its end: a unit, a count. */
  unit?: ReactNode;
  name?: string;
  size?: Size;
  className?: string;
  onBlur?: () => void;
  inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. The value is kept exactly as typed. */
export function TextField({
  inputMode,
  placeholder,
  mono,
  unit,
  size,
  className,
  inputRef,
  ...props
}: TextFieldProps) {
  const { label, hideLabel, aside, note, error, isRequired, ...field } = props;
  return (
    <AriaTextField
      {...field}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={isRefused(error)}
      className={classes('k-field', className)}
      data-size={useSize(size)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} aside={aside} isRequired={isRequired} />
      <Group className="k-input" data-mono={mono || undefined}>
        <Input
          ref={inputRef}
          inputMode={inputMode}
          placeholder={placeholder}
          spellCheck={mono === true ? false : undefined}
        />
        {unit !== undefined && <span className="text-3 nowrap">{unit}</span>}
      </Group>
      <FieldFoot note={note} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps
  extends Omit<TextFieldProps, 'inputMode' | 'mono' | 'unit' | 'inputRef' | 'autoComplete'> {
  rows?: number;
}

/** Several lines of text, for reasons and comments. */
export function TextArea({ placeholder, rows = 3, size, className, ...props }: TextAreaProps) {
  const { label, hideLabel, aside, note, error, isRequired, ...field } = props;
  return (
    <AriaTextField
      {...field}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={isRefused(error)}
      className={classes('k-field', className)}
      data-size={useSize(size)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} aside={aside} isRequired={isRequired} />
      <Group className="k-input">
        <AriaTextArea rows={rows} placeholder={placeholder} />
      </Group>
      <FieldFoot note={note} error={error} />
    </AriaTextField>
  );
}

export interface SecretFieldProps extends Omit<TextFieldProps, 'mono' | 'unit' | 'maxLength'> {
  /** `current-password` to sign in or sign, `new-password` to set one. */
  autoComplete?: 'current-password' | 'new-password' | 'off';
}

/** A secret, hidden until its owner asks to see it. */
export function SecretField({
  inputMode,
  placeholder,
  size,
  className,
  inputRef,
  autoComplete = 'off',
  ...props
}: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  const at = useSize(size);
  const { label, hideLabel, aside, note, error, isRequired, ...field } = props;
  const Icon = shown ? EyeOff : Eye;
  return (
    <AriaTextField
      {...field}
      isRequired={isRequired}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      validationBehavior="aria"
      isInvalid={isRefused(error)}
      className={classes('k-field k-secret', className)}
      data-size={at}
    >
      <FieldLabel label={label} hideLabel={hideLabel} aside={aside} isRequired={isRequired} />
      <Group className="k-input">
        <Input ref={inputRef} inputMode={inputMode} placeholder={placeholder} spellCheck={false} />
        <Button
          className="k-icon-button"
          data-size={at}
          aria-label={shown ? 'Hide secret' : 'Show secret'}
          onPress={() => setShown(!shown)}
        >
          <Icon className="k-icon" aria-hidden="true" />
        </Button>
      </Group>
      <FieldFoot note={note} error={error} />
    </AriaTextField>
  );
}

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  /** Keys that bring the focus here, "Ctrl K". Shown while empty; listening to them is the screen's. */
  keys?: string;
  autoFocus?: boolean;
  size?: Size;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** Search; takes typed text and scans. Escape clears it. */
export function SearchField({
  label,
  placeholder,
  keys,
  size,
  className,
  inputRef,
  ...field
}: SearchFieldProps) {
  return (
    <AriaSearchField
      {...field}
      aria-label={label}
      className={classes('k-field k-search', className)}
      data-size={useSize(size)}
    >
      {({ isEmpty }) => (
        <Group className="k-input">
          <Search className="k-icon" aria-hidden="true" />
          <Input ref={inputRef} placeholder={placeholder ?? label} />
          {isEmpty && keys !== undefined ? (
            <Key>{keys}</Key>
          ) : (
            <Button className="k-icon-button" aria-label="Clear">
              <X className="k-icon" aria-hidden="true" />
            </Button>
          )}
        </Group>
      )}
    </AriaSearchField>
  );
}

export interface DateTimeFieldProps extends FieldFrameProps {
  /** Local time without a zone: `2026-03-10T11:06` (`moment`), `2026-03-10` (`day`) or `11:06` (`time`). Empty while unfinished. */
  value: string;
  onChange: (value: string) => void;
  kind?: 'moment' | 'day' | 'time';
  /** Earliest and latest, in the form of `value`. */
  min?: string;
  max?: string;
  isDisabled?: boolean;
  size?: Size;
  className?: string;
}

const inputType = { moment: 'datetime-local', day: 'date', time: 'time' } as const;

/** A value of `DateTimeField` in words, "Tue 10 Mar 2026, 14:00"; undefined while it is none. */
export function spellMoment(value: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/u.exec(value);
  if (match === null) return undefined;
  const [, year, month, day, time] = match;
  const words = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(Date.UTC(Number(year), Number(month) - 1, Number(day)))
    .replace(',', '');
  return time === undefined ? words : `${words}, ${time}`;
}

/**
 * A day, a time or both, in local time. The zone stands in `note` where it is evidence. The machine writes the fields in its own
 * order of day and month, so the same day stands below in words.
 */
export function DateTimeField({ kind = 'moment', min, max, size, className, ...props }: DateTimeFieldProps) {
  const { label, hideLabel, aside, note, error, isRequired, ...field } = props;
  const spelled = kind === 'time' ? undefined : spellMoment(field.value);
  return (
    <AriaTextField
      {...field}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={isRefused(error)}
      className={classes('k-field', className)}
      data-size={useSize(size)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} aside={aside} isRequired={isRequired} />
      <Group className="k-input">
        <Input type={inputType[kind]} min={min} max={max} />
      </Group>
      <FieldFoot
        note={
          spelled === undefined ? (
            note
          ) : (
            <>
              {spelled}
              {note !== undefined && <> · {note}</>}
            </>
          )
        }
        error={error}
      />
    </AriaTextField>
  );
}
