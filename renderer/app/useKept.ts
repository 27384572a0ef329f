import { useState } from 'react';
import { useAsk } from '../api';

const kept = new Map<string, unknown>();

/**
 * A form whose unsaved state outlives the panel it stands in: closing it, or looking at another row, loses nothing until
 * the window closes, and nobody else sees it. `forget` once it is recorded. Give a component that changes its `place` here a React `key` as well.
 */
export function useKept<T>(
  place: string,
  initial: T,
): { form: T; set: (change: Partial<T>) => void; isChanged: boolean; forget: () => void } {
  const user = useAsk('status', {}).data?.person?.user ?? '';
  const key = `${user} ${place}`;
  const [form, setForm] = useState<T>(() => (kept.get(key) as T | undefined) ?? initial);
  const [isChanged, setChanged] = useState(() => kept.has(key));
  return {
    form,
    isChanged,
    set: (change) => {
      setForm((before) => {
        const next = { ...before, ...change };
        kept.set(key, next);
        return next;
      });
      setChanged(true);
    },
    forget: () => {
      kept.delete(key);
      setChanged(false);
    },
  };
}
