import type { LucideIcon } from 'lucide-react';
import { Check, ChevronDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  MenuTrigger,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import type { FieldFrameProps } from './Field';
import { FieldFoot, FieldLabel, isRefused } from './Field';
import './picker.css';
import type { Size } from './size';
import { useSize } from './size';

export interface Option {
  id: string;
  label: string;
  /** A second line. */
  note?: string;
  isDisabled?: boolean;
}

function Options({ options, size }: { options: readonly Option[]; size: Size }) {
  return (
    <Popover className="k-popover" offset={4} data-size={size}>
      <ListBox className="k-options" items={options}>
        {(option) => (
          <ListBoxItem
            className="k-option"
            id={option.id}
            textValue={option.label}
            isDisabled={option.isDisabled ?? false}
          >
            {({ isSelected }) => (
              <>
                <span className="k-option-words">
                  <Text slot="label">{option.label}</Text>
                  {option.note !== undefined && <Text slot="description">{option.note}</Text>}
                </span>
                {isSelected && <Check className="k-icon" aria-hidden="true" />}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}

export interface SelectProps extends FieldFrameProps {
  options: readonly Option[];
  value: string | null;
  onChange: (id: string) => void;
  /** While none is chosen: "Choose an owner". */
  placeholder?: string;
  isDisabled?: boolean;
  size?: Size;
}

/** One of many, in a field. Typing the first letters finds it. */
export function Select({
  options,
  value,
  onChange,
  placeholder = 'Choose',
  isDisabled,
  size,
  ...frame
}: SelectProps) {
  const at = useSize(size);
  return (
    <AriaSelect
      className="k-field k-select"
      data-size={at}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      placeholder={placeholder}
      isDisabled={isDisabled}
      isRequired={frame.isRequired}
      validationBehavior="aria"
      isInvalid={isRefused(frame.error)}
    >
      <FieldLabel {...frame} />
      <Button className="k-input k-select-button">
        <SelectValue className="k-select-value">
          {({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}
        </SelectValue>
        <ChevronDown className="k-icon" aria-hidden="true" />
      </Button>
      <FieldFoot note={frame.note} error={frame.error} />
      <Options options={options} size={at} />
    </AriaSelect>
  );
}

export interface DropFilterProps {
  /** "Owner" */
  label: string;
  options: readonly Option[];
  /** null when nothing is filtered. */
  value: string | null;
  onChange: (id: string | null) => void;
  /** The word while nothing is filtered: "any". */
  any?: string;
  /** The value is an identifier. */
  mono?: boolean;
  size?: Size;
}

/** A filter over a list: "Owner any", and once set in ink with a way to clear it. */
export function DropFilter({ label, options, value, onChange, any = 'any', mono, size }: DropFilterProps) {
  const at = useSize(size);
  const id = useId();
  const isSet = value !== null;
  return (
    <span className="k-filter" data-set={isSet || undefined} data-size={at}>
      <AriaSelect
        aria-label={label}
        value={value}
        onChange={(key) => onChange(key === null ? null : String(key))}
        placeholder={any}
      >
        {/* Named in the order in which it is read, so that saying what one sees presses it. */}
        <Button
          className="k-filter-button"
          render={(props) => <button {...props} aria-labelledby={`${id}-label ${id}-value`} />}
        >
          <span id={`${id}-label`}>{label}</span>{' '}
          <span id={`${id}-value`}>
            <SelectValue className={mono === true && isSet ? 'k-filter-value mono' : 'k-filter-value'}>
              {({ selectedText, isPlaceholder }) => (isPlaceholder ? any : selectedText)}
            </SelectValue>
          </span>
          {!isSet && <ChevronDown className="k-icon" aria-hidden="true" />}
        </Button>
        <Options options={options} size={at} />
      </AriaSelect>
      {isSet && (
        <Button className="k-filter-clear" aria-label={`Clear ${label}`} onPress={() => onChange(null)}>
          <X className="k-icon" aria-hidden="true" />
        </Button>
      )}
    </span>
  );
}

/** Filters in a row over a list, and at its end how many are left of how many. */
export function Filters({ children, count }: { children: ReactNode; count?: ReactNode }) {
  return (
    <div className="k-filters">
      {children}
      {count !== undefined && (
        <span className="k-filters-count" role="status">
          {count}
        </span>
      )}
    </div>
  );
}

export interface MenuEntry {
  id: string;
  label: string;
  note?: string;
  icon?: LucideIcon;
  isDisabled?: boolean;
}

export interface MenuProps {
  /** The name of the button; shown beside the icon unless `isIconOnly`. */
  label: string;
  icon?: LucideIcon;
  isIconOnly?: boolean;
  items: readonly MenuEntry[];
  onAction: (id: string) => void;
  size?: Size;
}

/** Less frequent deeds behind one button. */
export function Menu({ label, icon: Icon = ChevronDown, isIconOnly, items, onAction, size }: MenuProps) {
  const at = useSize(size);
  return (
    <MenuTrigger>
      {isIconOnly === true ? (
        <Button className="k-icon-button" data-size={at} aria-label={label}>
          <Icon className="k-icon" aria-hidden="true" />
        </Button>
      ) : (
        <Button className="k-button" data-tone="edge" data-size={at}>
          <span className="k-button-words">{label}</span>
          <Icon className="k-icon" aria-hidden="true" />
        </Button>
      )}
      <Popover className="k-popover" offset={4} placement="bottom end" data-size={at}>
        <AriaMenu className="k-options" items={items} onAction={(key) => onAction(String(key))}>
          {({ id, label: words, note, icon: ItemIcon, isDisabled }) => (
            <AriaMenuItem className="k-option" id={id} textValue={words} isDisabled={isDisabled ?? false}>
              {ItemIcon !== undefined && <ItemIcon className="k-icon" aria-hidden="true" />}
              <span className="k-option-words">
                <Text slot="label">{words}</Text>
                {note !== undefined && <Text slot="description">{note}</Text>}
              </span>
            </AriaMenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
