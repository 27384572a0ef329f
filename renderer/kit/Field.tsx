import { Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldError as AriaFieldError, Label, Text } from 'react-aria-components';
import './field.css';

/** What every field knows about itself. */
export interface FieldFrameProps {
  /** The name. Always there; `hideLabel` only where the same words stand beside the field. */
  label: string;
  hideLabel?: boolean;
  /** At the right of the label: "Required", a tool, a link. */
  aside?: ReactNode;
  /** Under the field: how to answer. */
  note?: ReactNode;
  /** A rule refused the entry: the rule, who can, the way there. What was typed stays. */
  error?: ReactNode;
  isRequired?: boolean;
}

/** The label line of a field. For use inside a React Aria field. */
export function FieldLabel({ label, hideLabel, aside, isRequired }: FieldFrameProps) {
  const end = aside ?? (isRequired === true ? 'Required' : undefined);
  return (
    <span className={hideLabel === true ? 'k-hidden' : 'k-field-top'}>
      <Label className="k-field-label">{label}</Label>
      {end !== undefined && <span className="k-field-aside">{end}</span>}
    </span>
  );
}

/** Note and refusal under a field. For use inside a React Aria field. */
export function FieldFoot({ note, error }: Pick<FieldFrameProps, 'note' | 'error'>) {
  return (
    <>
      {note !== undefined && note !== null && (
        <Text slot="description" className="k-field-note">
          {note}
        </Text>
      )}
      {isRefused(error) && (
        <AriaFieldError className="k-field-error">
          <Hand className="k-icon" aria-hidden="true" />
          <span>{error}</span>
        </AriaFieldError>
      )}
    </>
  );
}

/** Whether there is a refusal to show. */
export function isRefused(error: ReactNode): boolean {
  return error !== undefined && error !== null && error !== false && error !== '';
}

/** A refusal beside something that is no field: a row, a group, a button. Announced when it appears. */
export function FieldError({ children }: { children: ReactNode }) {
  return (
    <p className="k-field-error" role="alert">
      <Hand className="k-icon" aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
