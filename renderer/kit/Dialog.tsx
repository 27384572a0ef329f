import { PenLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './Button';
import './dialog.css';
import { FieldError, isRefused } from './Field';
import type { Size } from './size';
import { useSize } from './size';

export interface DialogProps {
  isOpen: boolean;
  /** Escape, and whatever else leaves it. It must lose nothing that was not said to be given up. */
  onClose: () => void;
  title: string;
  /** One sentence under the title: what it is, what it binds. */
  lead?: ReactNode;
  children: ReactNode;
  /** Buttons, the way out first, the deed last. */
  foot?: ReactNode;
  /** `center`; `side`: at the right, so that the work stays in sight; `window`: it is all that its window shows. */
  place?: 'center' | 'side' | 'window';
  /** Widest in px; it shrinks with the window. */
  width?: number;
  /** `alertdialog` when something is given up. */
  role?: 'dialog' | 'alertdialog';
  size?: Size;
}

/**
 * A window over the work. It means one thing: you are about to sign or to give something up. Nothing else is live while it is open,
 * a press outside does not close it, and the focus goes back to where it came from.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  lead,
  children,
  foot,
  place = 'center',
  width = 480,
  role,
  size,
}: DialogProps) {
  const at = useSize(size);
  return (
    <ModalOverlay
      className="k-scrim"
      data-place={place}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal
        className="k-window"
        style={place === 'window' ? {} : { maxWidth: at === 'touch' ? Math.max(width, 640) : width }}
      >
        <AriaDialog className="k-dialog" role={role ?? 'dialog'} data-size={at}>
          <header className="k-dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {lead !== undefined && <p>{lead}</p>}
          </header>
          <div className="k-dialog-body">{children}</div>
          {foot !== undefined && <footer className="k-dialog-foot">{foot}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface SignDialogProps {
  isOpen: boolean;
  /** Nothing is signed, nothing is lost. */
  onClose: () => void;
  onSign: () => void;
  /** `Sign: approval of "Return to service"`. */
  title: string;
  /** What signing does to the person. */
  lead?: ReactNode;
  /** 1: what is signed, mostly a `KeyValue` with `boxed`. */
  what: ReactNode;
  /** 2: what it means, mostly `RadioCards`; rejecting weighs the same as approving. */
  means: ReactNode;
  /** 3: who signs, mostly `TextField` and `SecretField` in a `FieldRow`. */
  who: ReactNode;
  /** Beside the buttons: with which key and when it is made. */
  made?: ReactNode;
  /** The deed: "Sign approval". */
  signLabel: string;
  cancelLabel?: string;
  /** What is missing before it can be signed. The button is closed while given. */
  why?: ReactNode;
  /** Why the last try was refused. */
  error?: ReactNode;
  isPending?: boolean;
  /** `window`: in the signing window, which shows nothing else. */
  place?: 'side' | 'window';
  size?: Size;
}

/** The one way to sign, in three parts: what you sign, what it means, who you are. Enter in a field signs. */
export function SignDialog(props: SignDialogProps) {
  const {
    isOpen,
    onClose,
    onSign,
    title,
    lead,
    what,
    means,
    who,
    made,
    signLabel,
    cancelLabel,
    why,
    error,
    isPending,
    place = 'side',
    size,
  } = props;
  const formId = useId();
  const closed = isRefused(why);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      lead={lead ?? 'It binds you as your signature on paper does.'}
      place={place}
      size={size}
      foot={
        <>
          <span className="k-dialog-note">{closed ? why : made}</span>
          <Button onPress={onClose} size={size}>
            {cancelLabel ?? 'Cancel, sign nothing'}
          </Button>
          <Button
            tone="primary"
            icon={PenLine}
            type="submit"
            form={formId}
            why={why}
            whyPlace="hidden"
            isPending={isPending}
            size={size}
          >
            {signLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (!closed && isPending !== true) onSign();
        }}
      >
        <SignPart number={1} title="What you sign">
          {what}
        </SignPart>
        <SignPart number={2} title="What it means">
          {means}
        </SignPart>
        <SignPart number={3} title="Who you are">
          {who}
          {isRefused(error) && <FieldError>{error}</FieldError>}
        </SignPart>
      </form>
    </Dialog>
  );
}

function SignPart({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="k-sign-part" aria-labelledby={id}>
      <h3 id={id}>
        <span className="tone-ink">{number}</span> {title}
      </h3>
      {children}
    </section>
  );
}

/** Fields side by side that stack when there is no room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="k-field-row">{children}</div>;
}
