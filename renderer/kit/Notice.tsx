import { Hand, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Mark } from './Mark';
import './notice.css';
import type { Size } from './size';
import { useSize } from './size';

/**
 * `fault`: something failed; octagon bar across the work. `refused`: a rule said no; neutral. `unknown`: whether it was recorded is being
 * checked; writing stops. `ok`, `warn`, `glass`, `info`: as their words say.
 */
export type NoticeKind = 'fault' | 'refused' | 'unknown' | 'ok' | 'warn' | 'glass' | 'info';

export interface NoticeProps {
  kind: NoticeKind;
  /** What happened, in one sentence. */
  title: ReactNode;
  /** What is kept and what to do. */
  children?: ReactNode;
  /** Buttons and links, at the right. */
  actions?: ReactNode;
  /** The incident number of a fault. */
  incident?: string;
  size?: Size;
}

function sign(kind: NoticeKind): ReactNode {
  switch (kind) {
    case 'fault':
      return <Mark name="stop" label="Fault" />;
    case 'warn':
      return <Mark name="warn" label="Warning" />;
    case 'glass':
      return <Mark name="glass" label="Break-glass" />;
    case 'ok':
      return <Mark name="done" label="In order" />;
    case 'unknown':
      return <Mark name="saving" label="Under way" />;
    case 'refused':
      return <Hand className="k-icon" aria-label="Refused" role="img" />;
    case 'info':
      return <Info className="k-icon" aria-hidden="true" />;
  }
}

/** A bar across the work, never a toast: what happened, what is kept, what to do. It stays until its cause is gone. */
export function Notice({ kind, title, children, actions, incident, size }: NoticeProps) {
  return (
    <div
      className="k-notice"
      data-kind={kind}
      data-size={useSize(size)}
      role={kind === 'fault' ? 'alert' : 'status'}
    >
      <span className="k-notice-sign">{sign(kind)}</span>
      <div className="k-notice-words">
        <strong>{title}</strong>
        {children !== undefined && <div>{children}</div>}
        {incident !== undefined && (
          <div className="k-notice-incident">
            Incident <span className="mono">{incident}</span>
          </div>
        )}
      </div>
      {actions !== undefined && <div className="k-notice-actions">{actions}</div>}
    </div>
  );
}

export interface ModeBarProps {
  /** The mode and its end: "Practice. Nothing here is a record." */
  children: ReactNode;
  /** The way out. */
  action?: ReactNode;
  mark?: 'glass' | 'held' | 'now';
}

/** One line under the title bar that says the mode: locked, read-only, practice, inspector, drill, break-glass. */
export function ModeBar({ children, action, mark }: ModeBarProps) {
  return (
    <div className="k-mode" data-mark={mark} role="status">
      {mark !== undefined && <Mark name={mark} />}
      <span>{children}</span>
      {action}
    </div>
  );
}
