import { useCallback, useEffect, useRef, useState } from 'react';
import type { EntryRow } from '../../main/contract/answers';
import { ask, type Problem, useAsk } from '../api';

/** What the list is narrowed to; nothing set shows the whole ledger. */
export type EntryFilter = { readonly subject?: string; readonly person?: string; readonly type?: string };

const page = 200;

export type Entries = {
  /** How many entries fit the filter, and how many there are. */
  readonly matching: number;
  readonly total: number;
  readonly rowAt: (index: number) => EntryRow | undefined;
  /** The places on screen: what is missing of them is read. */
  readonly onRange: (first: number, last: number) => void;
  readonly isRead: boolean;
  readonly problem: Problem | null;
};

/** Entries of all stations, newest first, read page by page as they come on screen. New entries begin the list again from the top. */
export function useEntries(filter: EntryFilter): Entries {
  const head = useAsk('entries', { ...filter, limit: page });
  const newest = head.data?.rows[0];
  const key = `${JSON.stringify(filter)} ${newest?.log ?? ''} ${newest?.seq ?? ''} ${head.data?.total ?? ''}`;
  const held = useRef<{ key: string; rows: Map<number, EntryRow>; reading: Set<number> }>({
    key: '',
    rows: new Map(),
    reading: new Set(),
  });
  const [, setTick] = useState(0);
  const data = head.isPlaceholderData ? undefined : head.data;

  if (data !== undefined && held.current.key !== key) {
    held.current = { key, rows: new Map(data.rows.map((row, index) => [index, row])), reading: new Set() };
  }

  const matching = data?.matching ?? 0;
  const { subject, person, type } = filter;

  const read = useCallback(
    async (first: number, last: number) => {
      const store = held.current;
      for (let from = first - (first % page); from <= last && from < matching; from += page) {
        if (store.rows.has(from) || store.reading.has(from)) continue;
        store.reading.add(from);
        const answer = await ask('entries', { subject, person, type, skip: from, limit: page }).catch(
          () => null,
        );
        store.reading.delete(from);
        if (answer === null) return;
        answer.rows.forEach((row, index) => {
          store.rows.set(from + index, row);
        });
        setTick((tick) => tick + 1);
      }
    },
    [matching, subject, person, type],
  );

  const range = useRef({ first: 0, last: 0 });
  const onRange = useCallback(
    (first: number, last: number) => {
      range.current = { first, last };
      void read(first, last);
    },
    [read],
  );
  // The list began again: read what is on screen now.
  useEffect(() => {
    if (key !== '') void read(range.current.first, range.current.last);
  }, [key, read]);

  return {
    matching,
    total: data?.total ?? 0,
    rowAt: (index) => held.current.rows.get(index),
    onRange,
    isRead: data !== undefined,
    problem: head.error,
  };
}
