import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { capital } from '../app/format';
import { Button, IconButton } from '../kit/Button';
import './admin.css';

export interface LinesProps<T> {
  /** What one line is, in small letters. */
  name: string;
  lines: readonly T[];
  onChange: (lines: T[]) => void;
  blank: () => T;
  /** What it means that there are none. */
  empty: string;
  add: string;
  children: (line: T, change: (part: Partial<T>) => void, index: number) => ReactNode;
}

/** A list of small forms of one kind, in an order that matters. */
export function Lines<T>({ name, lines, onChange, blank, empty, add, children }: LinesProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const swap = (a: number, b: number) => {
    const next = [...lines];
    const [x, y] = [next[a], next[b]];
    if (x === undefined || y === undefined) return;
    next[a] = y;
    next[b] = x;
    onChange(next);
  };
  return (
    <div className="admin-lines" ref={list}>
      {lines.length === 0 && <p className="text-2">{empty}</p>}
      {lines.map((line, i) => (
        // Lines have no name of their own before they are saved; their place is what tells them apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: every field is controlled
        <div className="admin-line" key={i} role="group" aria-label={`${capital(name)} ${i + 1}`}>
          <div className="admin-line-top">
            <span>{`${capital(name)} ${i + 1}`}</span>
            {i > 0 && (
              <IconButton icon={ArrowUp} label={`Move ${name} ${i + 1} up`} onPress={() => swap(i, i - 1)} />
            )}
            {i < lines.length - 1 && (
              <IconButton
                icon={ArrowDown}
                label={`Move ${name} ${i + 1} down`}
                onPress={() => swap(i, i + 1)}
              />
            )}
            <IconButton
              icon={Trash2}
              label={`Remove ${name} ${i + 1}`}
              onPress={() => onChange(lines.filter((_, at) => at !== i))}
            />
          </div>
          {children(
            line,
            (part) => onChange(lines.map((each, at) => (at === i ? { ...each, ...part } : each))),
            i,
          )}
        </div>
      ))}
      <div>
        <Button
          icon={Plus}
          onPress={() => {
            onChange([...lines, blank()]);
            requestAnimationFrame(() =>
              [...(list.current?.querySelectorAll('.admin-line') ?? [])]
                .at(-1)
                ?.querySelector('input')
                ?.focus(),
            );
          }}
        >
          {add}
        </Button>
      </div>
    </div>
  );
}
