import { useState } from 'react';
import { Status } from '../kit/Status';
import { SecretField } from '../kit/TextField';
import './secret.css';
import { strengthOf } from './strength';

export interface SecretChoiceProps {
  label: string;
  value: string;
  onChange: (secret: string) => void;
  /** Names typed beside it, which the secret may not be made of. */
  own: readonly string[];
  error?: string;
  isDisabled?: boolean;
}

/** A field for a new secret: the rules before, how far it is while typing, the refusal after. Typed once, it can be shown. */
export function SecretChoice({ label, value, onChange, own, error, isDisabled }: SecretChoiceProps) {
  const strength = strengthOf(value, own);
  // A refusal is about the secret that was given; once that is changed, it says nothing any more.
  const [refused, setRefused] = useState({ error, value });
  if (refused.error !== error) setRefused({ error, value });
  const shown = refused.value === value ? error : undefined;
  return (
    <div className="app-secret">
      <SecretField
        label={label}
        value={value}
        onChange={onChange}
        autoComplete="new-password"
        error={shown}
        isDisabled={isDisabled}
        isRequired
      />
      <p className="app-strength" role="status">
        {shown === undefined && <Status mark={strength.enough ? 'done' : 'todo'}>{strength.words}</Status>}
      </p>
      <p className="t-note">
        No capitals, digits or signs are asked for, and it does not expire. Nobody can read it or bring it
        back, so keep it where you find it.
      </p>
    </div>
  );
}
