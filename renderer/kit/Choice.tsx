import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  Radio,
  RadioGroup,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import './choice.css';
import type { FieldFrameProps } from './Field';
import { FieldFoot, FieldLabel, isRefused } from './Field';
import { Mark } from './Mark';
import type { Size } from './size';
import { useSize } from './size';

export interface CheckboxProps {
  children: ReactNode;
  /** What ticking it says or does. */
  note?: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  size?: Size;
}

/** The box of a tick. Inside a `Checkbox` it follows that; elsewhere say whether it is ticked, and let what is around it say so too. */
export function Tick({ isSelected }: { isSelected?: boolean }) {
  return (
    <span className="k-check-box" data-ticked={isSelected || undefined}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M4.5 10.4l3.6 3.6 7.4-8" />
      </svg>
    </span>
  );
}

/** A statement that is true or not. */
export function Checkbox({ children, note, size, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className="k-check" data-size={useSize(size)}>
      <Tick />
      <span className="k-check-words">
        <span>{children}</span>
        {note !== undefined && <small>{note}</small>}
      </span>
    </AriaCheckbox>
  );
}

export interface RadioCard {
  id: string;
  label: ReactNode;
  /** Its consequence. */
  note?: ReactNode;
  isDisabled?: boolean;
}

export interface RadioCardsProps extends FieldFrameProps {
  options: readonly RadioCard[];
  /** The id of the chosen one, null while none is. Nothing is chosen beforehand where the choice binds. */
  value: string | null;
  onChange: (id: string) => void;
  /** `stack`: one under the other. `row`: side by side, as many as fit. */
  place?: 'stack' | 'row';
  size?: Size;
}

/** A choice that binds, as equal cards: a verdict, the meaning of a signature. */
export function RadioCards({ options, value, onChange, place = 'stack', size, ...frame }: RadioCardsProps) {
  const at = useSize(size);
  return (
    <RadioGroup
      className="k-field k-radios"
      data-size={at}
      value={value}
      onChange={onChange}
      validationBehavior="aria"
      isRequired={frame.isRequired}
      isInvalid={isRefused(frame.error)}
    >
      <FieldLabel {...frame} />
      <div className="k-radio-cards" data-place={place}>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className="k-radio-card" isDisabled={option.isDisabled}>
            {({ isSelected }) => (
              <>
                <Mark name={isSelected ? 'now' : 'todo'} size={at === 'touch' ? 24 : 18} tone="plain" />
                <span className="k-check-words">
                  <span>{option.label}</span>
                  {option.note !== undefined && <small>{option.note}</small>}
                </span>
              </>
            )}
          </Radio>
        ))}
      </div>
      <FieldFoot note={frame.note} error={frame.error} />
    </RadioGroup>
  );
}

export interface Segment {
  id: string;
  label: string;
  icon?: LucideIcon;
}

export interface SegmentedControlProps {
  /** What is switched, for screen readers. */
  label: string;
  options: readonly Segment[];
  value: string;
  onChange: (id: string) => void;
  size?: Size;
}

/** Two to four ways to see the same thing. */
export function SegmentedControl({ label, options, value, onChange, size }: SegmentedControlProps) {
  return (
    <ToggleButtonGroup
      className="k-segments"
      data-size={useSize(size)}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const first = [...keys][0];
        if (first !== undefined) onChange(String(first));
      }}
    >
      {options.map(({ id, label: words, icon: Icon }) => (
        <ToggleButton key={id} id={id} className="k-segment">
          {Icon !== undefined && <Icon className="k-icon" aria-hidden="true" />}
          {words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

export interface PhraseChipsProps {
  /** What the phrases answer. */
  label: string;
  phrases: readonly string[];
  /** The one in use. */
  value: string | null;
  onChange: (phrase: string | null) => void;
  size?: Size;
}

/** Ready phrases for a reason, so that gloves need not type. A second press takes the phrase back. */
export function PhraseChips({ label, phrases, value, onChange, size }: PhraseChipsProps) {
  return (
    <ToggleButtonGroup
      className="k-phrases"
      data-size={useSize(size)}
      aria-label={label}
      selectionMode="single"
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const first = [...keys][0];
        onChange(first === undefined ? null : String(first));
      }}
    >
      {phrases.map((phrase) => (
        <ToggleButton key={phrase} id={phrase} className="k-phrase">
          {phrase}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

export interface Tile {
  id: string;
  /** Its code, in mono. */
  code: string;
  label: string;
  /** Its consequence: "Holds the whole run". */
  note: ReactNode;
  icon?: LucideIcon;
}

export interface TilesProps {
  label: string;
  tiles: readonly Tile[];
  value: string | null;
  onPick: (id: string) => void;
  /** What stands on the picked tile instead of its note: "Recorded 10:12:04". */
  pickedNote?: ReactNode;
  /** A last tile of another kind: the others, a search. */
  last?: ReactNode;
}

/** Codes as tiles to tap, each with its consequence. Picking records at once, so a picked tile shows that it did. */
export function Tiles({ label, tiles, value, onPick, pickedNote, last }: TilesProps) {
  return (
    <div className="k-tiles" role="group" aria-label={label}>
      {tiles.map(({ id, code, label: words, note, icon: Icon }) => {
        const isPicked = id === value;
        return (
          <button
            key={id}
            type="button"
            className="k-tile"
            aria-pressed={isPicked}
            onClick={() => onPick(id)}
          >
            <span className="k-tile-top">
              {code}
              {Icon !== undefined && <Icon className="k-icon" aria-hidden="true" />}
            </span>
            <b>{words}</b>
            <small>{isPicked && pickedNote !== undefined ? pickedNote : note}</small>
          </button>
        );
      })}
      {last}
    </div>
  );
}

/** A tile that leads to more of them. */
export function MoreTile({
  icon: Icon,
  children,
  onPress,
}: {
  icon: LucideIcon;
  children: ReactNode;
  onPress: () => void;
}) {
  return (
    <button type="button" className="k-tile k-tile-more" onClick={onPress}>
      <Icon className="k-icon" aria-hidden="true" />
      <b>{children}</b>
    </button>
  );
}
