import { useState } from 'react';
import { command, useAsk } from '../api';

/**
 * What is typed and not yet recorded. It is kept on this device per person and place, within 200 ms of the last key, and
 * at once when the field or the window is left; so a kill, a lock or a change of user loses nothing. A kept draft is no entry.
 */
const newest = new Map<string, string>();
const due = new Map<string, ReturnType<typeof setTimeout>>();
const delayMs = 200;

function send(place: string, key: string): Promise<unknown> {
  const timer = due.get(place);
  if (timer !== undefined) clearTimeout(timer);
  due.delete(place);
  return command('keepDraft', { place, text: newest.get(key) ?? '' });
}

const keyOf = (user: string, place: string) => `${user} ${place}`;
const waiting = new Map<string, string>();

/** Keeps everything that still waits for its 200 ms. Call it before the person leaves: lock, sign out, another screen. */
export async function flushDrafts(): Promise<void> {
  const all = [...waiting];
  waiting.clear();
  await Promise.all(all.map(([place, key]) => send(place, key)));
}

if (typeof document !== 'undefined') {
  document.addEventListener('focusout', () => void flushDrafts());
  document.addEventListener('visibilitychange', () => void flushDrafts());
}

export type Draft = {
  readonly text: string;
  readonly set: (text: string) => void;
  /** Forgets it, once what was typed is in an entry. */
  readonly clear: () => void;
};

/**
 * One unfinished field. `place` names it for good, such as `run:<work order>:<step>:value`; give a component that
 * changes its place a new `key`. `kept` is what the case view brought back.
 */
export function useDraft(place: string, kept: string | undefined): Draft {
  const user = useAsk('status', {}).data?.person?.user ?? '';
  const key = keyOf(user, place);
  const [text, setText] = useState(() => newest.get(key) ?? kept ?? '');
  const set = (next: string) => {
    setText(next);
    newest.set(key, next);
    waiting.set(place, key);
    const timer = due.get(place);
    if (timer !== undefined) clearTimeout(timer);
    due.set(
      place,
      setTimeout(() => {
        waiting.delete(place);
        void send(place, key);
      }, delayMs),
    );
  };
  const clear = () => {
    setText('');
    newest.set(key, '');
    waiting.delete(place);
    void send(place, key);
  };
  return { text, set, clear };
}
