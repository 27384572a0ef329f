import type { ReactNode } from 'react';
import './keyvalue.css';
import type { Size } from './size';
import { useSize } from './size';

export interface KeyValueItem {
  name: string;
  value: ReactNode;
}

export interface KeyValueProps {
  items: readonly KeyValueItem[];
  /** In a well, as for what is signed. */
  isBoxed?: boolean;
  size?: Size;
}

/** Names and values of one thing. */
export function KeyValue({ items, isBoxed, size }: KeyValueProps) {
  return (
    <dl className="k-facts" data-boxed={isBoxed || undefined} data-size={useSize(size)}>
      {items.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface FactItem {
  name: string;
  value: ReactNode;
  /** Under the value. */
  note?: ReactNode;
}

/** Two or three facts side by side in large type: owner and due time. */
export function Facts({ items }: { items: readonly FactItem[] }) {
  return (
    <dl className="k-big-facts">
      {items.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className="k-big-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
