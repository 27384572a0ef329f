import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Group, Input } from 'react-aria-components';
import { classes } from './classes';
import type { FieldFrameProps } from './Field';
import { FieldFoot, FieldLabel, isRefused } from './Field';
import './readingfield.css';

export interface ReadingFieldProps extends FieldFrameProps {
  /** The text as entered, "12.50": never parsed or rounded here. */
  value: string;
  onChange: (value: string) => void;
  /** "N·m" */
  unit?: string;
  /** Once recorded, the number stands as text and only a correction changes it. */
  isReadOnly?: boolean;
  /** At the right of the number: Correct, Save. */
  action?: ReactNode;
  autoFocus?: boolean;
  onEnter?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}

/** The reading of one instrument: the largest thing on the screen, with its unit. A plain text field, so that what is typed is kept as typed. */
export function ReadingField(props: ReadingFieldProps) {
  const { value, onChange, unit, isReadOnly, action, autoFocus, onEnter, inputRef, className, ...frame } =
    props;
  return (
    <AriaTextField
      className={classes('k-field k-reading', className)}
      data-size="touch"
      value={value}
      onChange={onChange}
      isReadOnly={isReadOnly}
      isRequired={frame.isRequired}
      autoFocus={autoFocus}
      autoComplete="off"
      validationBehavior="aria"
      isInvalid={isRefused(frame.error)}
    >
      <FieldLabel {...frame} />
      <Group className="k-reading-line">
        <span className="k-reading-number">
          {/* The ghost gives the field the width of its text, so that the unit stands right behind the number. */}
          <span className="k-reading-ghost" aria-hidden="true">
            {value === '' ? '0.00' : value}
          </span>
          <Input
            ref={inputRef}
            className="k-reading-input"
            inputMode="decimal"
            spellCheck={false}
            aria-description={unit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onEnter?.();
            }}
          />
        </span>
        {unit !== undefined && <span className="k-reading-unit">{unit}</span>}
        {action !== undefined && <span className="k-reading-action">{action}</span>}
      </Group>
      <FieldFoot note={frame.note} error={frame.error} />
    </AriaTextField>
  );
}
