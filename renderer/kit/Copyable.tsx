import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './Button';
import './copyable.css';
import { Hidden } from './Status';

export interface CopyableProps {
  /** The identifier or hash, whole: it is what gets copied. */
  text: string;
  /** What it is, for the button: "SHA-256 of PACK-K1-000007". */
  label: string;
  /** Shown as its beginning and end; its whole is the tooltip. */
  isShort?: boolean;
}

/** An identifier or hash in mono, to compare by eye and to copy whole. */
export function Copyable({ text, label, isShort }: CopyableProps) {
  const [said, setSaid] = useState<'copied' | 'not' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span className="k-copyable">
      <span className="mono" title={text}>
        {isShort === true ? shortened(text) : text}
      </span>
      <IconButton
        icon={said === 'copied' ? Check : Copy}
        label={`Copy ${label}`}
        onPress={() => setSaid(copyText(text) ? 'copied' : 'not')}
      />
      <span className="k-copyable-said" role="status">
        {said === 'copied' && 'Copied'}
        {said === 'not' && 'Not copied. Mark it and press Ctrl C.'}
        {said !== null && <Hidden>{`: ${label}`}</Hidden>}
      </span>
    </span>
  );
}

/** The first 8 and the last 6 letters, which is what people compare. */
export function shortened(text: string): string {
  return text.length <= 16 ? text : `${text.slice(0, 8)}…${text.slice(-6)}`;
}

/**
 * Puts text on the clipboard within a press. The window has no permission for the clipboard's own interface (none is ever
 * granted), and this way needs none.
 */
function copyText(text: string): boolean {
  let isTaken = false;
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isTaken = true;
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', give);
  return isTaken;
}
