import './savemark.css';
import { Status } from './Status';
import type { Size } from './size';

export interface SaveMarkProps {
  /** `saved` only after the entry is durable: the tick is a promise. */
  state: 'saving' | 'saved' | 'notSaved';
  /** Local time at which it was saved, "10:42:31". Left out: "All saved". */
  at?: string;
  size?: Size;
}

/** Whether what was entered is durable. It is announced when it changes. */
export function SaveMark({ state, at, size }: SaveMarkProps) {
  return (
    <span className="k-save" role="status" data-state={state}>
      {state === 'saving' && (
        <Status mark="saving" size={size}>
          Saving
        </Status>
      )}
      {state === 'saved' && (
        <Status mark="done" size={size}>
          {at === undefined ? 'All saved' : `Saved ${at}`}
        </Status>
      )}
      {state === 'notSaved' && (
        <Status mark="notSaved" size={size}>
          Not saved yet. Your entry is kept here.
        </Status>
      )}
    </span>
  );
}
