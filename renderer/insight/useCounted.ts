import { useCallback, useEffect, useRef, useState } from 'react';
import type { Counted, CountedRow, Scope } from '../../main/contract/insight';
import { ask, type Problem, useAsk } from '../api';

const page = 100;

export type CountedRecords = {
  readonly total: number;
  readonly rowAt: (index: number) => CountedRow | undefined;
  /** The places on screen: what is missing of them is read, page after page. */
  readonly onRange: (first: number, last: number) => void;
  readonly isRead: boolean;
  readonly problem: Problem | null;
};

/** The records behind one number, newest first, read page by page as they come on screen. New entries begin the list again. */
export function useCounted(of: Counted, scope: Scope): CountedRecords {
  const head = useAsk('counted', { of, scope, limit: page });
  const data = head.isPlaceholderData ? undefined : head.data;
  const key = `${JSON.stringify([of, scope])} ${head.dataUpdatedAt}`;
  const held = useRef<{ key: string; rows: CountedRow[]; next: string | null; isReading: boolean }>({
    key: '',
    rows: [],
    next: null,
    isReading: false,
  });
  const [, setTick] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (data !== undefined && held.current.key !== key)
    held.current = { key, rows: [...data.rows], next: data.next, isReading: false };

  const asked = useRef({ of, scope });
  asked.current = { of, scope };
  const read = useCallback(async (last: number) => {
    const store = held.current;
    if (store.isReading) return;
    store.isReading = true;
    try {
      while (held.current === store && store.rows.length <= last && store.next !== null) {
        const answer = await ask('counted', { ...asked.current, after: store.next, limit: page });
        if (held.current !== store) return;
        store.rows.push(...answer.rows);
        store.next = answer.next;
        setTick((tick) => tick + 1);
      }
      setProblem(null);
    } catch (met) {
      setProblem(met as Problem);
    } finally {
      store.isReading = false;
    }
  }, []);

  const shownTo = useRef(0);
  const onRange = useCallback(
    (_first: number, last: number) => {
      shownTo.current = last;
      void read(last);
    },
    [read],
  );
  // The list began again: read what is on screen now.
  useEffect(() => {
    if (key !== '') void read(shownTo.current);
  }, [key, read]);

  return {
    total: data?.total ?? 0,
    rowAt: (index) => held.current.rows[index],
    onRange,
    isRead: data !== undefined,
    problem: head.error ?? problem,
  };
}
