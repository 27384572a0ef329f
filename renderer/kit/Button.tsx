import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import './button.css';
import { classes } from './classes';
import { Mark } from './Mark';
import type { Size } from './size';
import { useSize } from './size';

interface PressProps {
  onPress?: () => void;
  /**
   * What opens the button, as a sentence. While given, the button is closed: dashed, and a press does nothing.
   * It stays focusable, and the sentence is read with it.
   */
  why?: ReactNode;
  size?: Size;
  autoFocus?: boolean;
  id?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  'aria-expanded'?: boolean;
  'aria-pressed'?: boolean;
  'aria-describedby'?: string;
}

export interface ButtonProps extends PressProps {
  children: ReactNode;
  /** `primary`: one a screen. `edge`: the others. `plain`: beside others of more weight. `danger`: gives something up. */
  tone?: 'edge' | 'primary' | 'plain' | 'danger';
  icon?: LucideIcon;
  /** An icon after the word: where it leads. */
  iconEnd?: LucideIcon;
  /** A second line under the word, as in "Next / Step 15, Refit guard". */
  note?: ReactNode;
  /** Where `why` stands; `hidden` only where the same sentence is already on screen. */
  whyPlace?: 'before' | 'below' | 'hidden';
  /** Under way: the ring fills, a second press does nothing. */
  isPending?: boolean;
  type?: 'button' | 'submit';
  /** The id of the form it submits, when it stands outside of it. */
  form?: string;
  'aria-label'?: string;
}

/** Does something. What it does stands on it as a verb and its object: "Sign approval", not "Submit". */
export function Button({
  children,
  tone = 'edge',
  icon: Icon,
  iconEnd: IconEnd,
  note,
  why,
  whyPlace = 'before',
  isPending,
  type = 'button',
  size,
  className,
  onPress,
  ...rest
}: ButtonProps) {
  const at = useSize(size);
  const whyId = useId();
  const closed = why !== undefined && why !== null && why !== false;
  const button = (
    <AriaButton
      {...rest}
      type={closed ? 'button' : type}
      className={classes('k-button', className)}
      data-tone={tone}
      data-size={at}
      data-noted={note !== undefined || undefined}
      data-closed={closed || undefined}
      aria-disabled={closed ? true : undefined}
      aria-describedby={closed ? classes(rest['aria-describedby'], whyId) : rest['aria-describedby']}
      isPending={isPending ?? false}
      onPress={() => {
        if (!closed) onPress?.();
      }}
    >
      {isPending === true ? (
        <Mark name="saving" tone="plain" label="Under way" />
      ) : (
        Icon !== undefined && <Icon className="k-icon" aria-hidden="true" />
      )}
      <span className="k-button-words">
        <span>{children}</span>
        {note !== undefined && <small>{note}</small>}
      </span>
      {IconEnd !== undefined && <IconEnd className="k-icon" aria-hidden="true" />}
    </AriaButton>
  );
  if (!closed) return button;
  return (
    <span className="k-why" data-place={whyPlace} data-size={at}>
      <span id={whyId} className={whyPlace === 'hidden' ? 'k-hidden' : 'k-why-words'}>
        {why}
      </span>
      {button}
    </span>
  );
}

export interface IconButtonProps extends PressProps {
  icon: LucideIcon;
  /** The name: shown as a tooltip and read. */
  label: string;
}

/** An icon alone, where its meaning is common (close, previous, next, menu). The name is its tooltip. */
export function IconButton({ icon: Icon, label, why, size, className, onPress, ...rest }: IconButtonProps) {
  const at = useSize(size);
  const closed = why !== undefined && why !== null && why !== false;
  return (
    <AriaButton
      {...rest}
      className={classes('k-icon-button', className)}
      data-size={at}
      data-closed={closed || undefined}
      aria-label={label}
      aria-disabled={closed ? true : undefined}
      onPress={() => {
        if (!closed) onPress?.();
      }}
      render={(props) => <button {...props} title={typeof why === 'string' ? `${label}. ${why}` : label} />}
    >
      <Icon className="k-icon" aria-hidden="true" />
    </AriaButton>
  );
}

export interface LinkButtonProps extends Omit<PressProps, 'why'> {
  children: ReactNode;
  iconEnd?: LucideIcon;
}

/** Looks like a link because it opens or shows something; for a place with an address use `<a href>`. */
export function LinkButton({
  children,
  iconEnd: IconEnd,
  size,
  className,
  onPress,
  ...rest
}: LinkButtonProps) {
  const at = useSize(size);
  return (
    <AriaButton {...rest} className={classes('k-link', className)} data-size={at} onPress={() => onPress?.()}>
      {children}
      {IconEnd !== undefined && <IconEnd className="k-icon" aria-hidden="true" />}
    </AriaButton>
  );
}

/** Buttons in a row, 8 px apart (12 px on touch). They wrap when there is no room. `end` puts them at the right. */
export function ButtonRow({
  children,
  place = 'start',
  size,
}: {
  children: ReactNode;
  place?: 'start' | 'end';
  size?: Size;
}) {
  return (
    <div className="k-button-row" data-place={place} data-size={useSize(size)}>
      {children}
    </div>
  );
}
