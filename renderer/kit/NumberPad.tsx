import type { LucideIcon } from 'lucide-react';
import { Delete } from 'lucide-react';
import { classes } from './classes';
import './numberpad.css';

export interface NumberPadProps {
  /** The text that the keys change; the field beside it shows it. */
  value: string;
  onChange: (value: string) => void;
  /** The key at the lower right: "Open", "Save". */
  enterLabel: string;
  enterIcon?: LucideIcon;
  onEnter: () => void;
  /** The decimal sign of the reading; left out for a PIN. */
  decimal?: '.' | ',';
  /** A key for the sign, for readings below zero. */
  hasSign?: boolean;
  /** While given, the enter key is closed and says why. */
  why?: string;
}

/** Digits as keys of 56 px or more, for gloves. It never replaces typing. */
export function NumberPad({
  value,
  onChange,
  enterLabel,
  enterIcon: Icon,
  onEnter,
  decimal,
  hasSign,
  why,
}: NumberPadProps) {
  const type = (sign: string) => {
    if (sign === decimal && value.includes(sign)) return;
    onChange(value + sign);
  };
  const key = (sign: string, place?: string) => (
    <button key={sign} type="button" className={classes('k-pad-key', place)} onClick={() => type(sign)}>
      {sign}
    </button>
  );
  const isWide = decimal !== undefined || hasSign === true;
  return (
    <div
      className="k-pad"
      role="group"
      aria-label="Keypad"
      data-wide={isWide || undefined}
      data-sign={hasSign || undefined}
    >
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => key(digit))}
      {isWide && key('0', 'k-pad-zero')}
      {decimal !== undefined && key(decimal, 'k-pad-decimal')}
      {hasSign === true && (
        <button
          type="button"
          className="k-pad-key k-pad-sign"
          aria-label="Change sign"
          onClick={() => onChange(value.startsWith('-') ? value.slice(1) : `-${value}`)}
        >
          ±
        </button>
      )}
      <button
        type="button"
        className="k-pad-key k-pad-delete"
        aria-label="Delete last"
        onClick={() => onChange(value.slice(0, -1))}
      >
        <Delete className="k-icon" aria-hidden="true" />
      </button>
      {!isWide && key('0')}
      <button
        type="button"
        className="k-pad-key k-pad-enter"
        aria-disabled={why === undefined ? undefined : true}
        aria-description={why}
        onClick={() => {
          if (why === undefined) onEnter();
        }}
      >
        {enterLabel}
        {Icon !== undefined && <Icon className="k-icon" aria-hidden="true" />}
      </button>
    </div>
  );
}
