import { useCallback, useEffect, useRef, useState } from 'react';
import { v7 as newUuid } from 'uuid';
import type { ChecklistDocument } from '../../main/domain/procedure/checklist';
import { command, type Problem } from '../api';

/** How long after the last change a draft is saved, in milliseconds: every save is an entry. */
const quiet = 1200;
/** How many changes can be taken back. */
const depth = 200;

type Saving = {
  readonly state: 'saved' | 'saving' | 'notSaved';
  readonly at: string;
  readonly problem: Problem | null;
};

export type Editing = {
  readonly document: ChecklistDocument;
  /** Takes a changed document. Changes with the same `typing` after one another are one step back: letters of one field. */
  readonly edit: (next: ChecklistDocument, typing?: string) => void;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
  readonly saving: Saving;
  /** Saves now. Resolves with whether the newest document is durable. */
  readonly flush: () => Promise<boolean>;
};

type History = {
  readonly now: ChecklistDocument;
  readonly past: readonly ChecklistDocument[];
  readonly future: readonly ChecklistDocument[];
  readonly typing: string | undefined;
};

/** A fresh id for a step, section, option or slot. */
export function newId(): string {
  return `s-${newUuid()}`;
}

/** One draft under work: what it is now, the ways back and forth, and its saving by itself, one save at a time. */
export function useEditing(checklist: string, opened: ChecklistDocument, openedAt: string): Editing {
  const [history, setHistory] = useState<History>({ now: opened, past: [], future: [], typing: undefined });
  const [saving, setSaving] = useState<Saving>({ state: 'saved', at: openedAt, problem: null });
  const newest = useRef(opened);
  const durable = useRef(opened);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const underWay = useRef<Promise<boolean> | null>(null);

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    while (underWay.current !== null) await underWay.current;
    if (newest.current === durable.current) return true;
    const document = newest.current;
    const save = async () => {
      setSaving((before) => ({ ...before, state: 'saving', problem: null }));
      const outcome = await command('saveChecklistDraft', { checklist, document });
      if (outcome.ok) {
        durable.current = document;
        setSaving({
          state: newest.current === document ? 'saved' : 'saving',
          at: outcome.answer.at,
          problem: null,
        });
      } else setSaving((before) => ({ ...before, state: 'notSaved', problem: outcome }));
      return outcome.ok;
    };
    underWay.current = save();
    const ok = await underWay.current;
    underWay.current = null;
    return ok && newest.current === document;
  }, [checklist]);

  useEffect(() => {
    if (history.now === newest.current) return undefined;
    newest.current = history.now;
    setSaving((before) => ({ ...before, state: history.now === durable.current ? 'saved' : 'saving' }));
    timer.current = setTimeout(() => void flush(), quiet);
    return () => clearTimeout(timer.current);
  }, [history.now, flush]);

  useEffect(() => () => void flush(), [flush]);

  const edit = useCallback((next: ChecklistDocument, typing?: string) => {
    setHistory((h) => {
      if (next === h.now) return h;
      const joined = typing !== undefined && typing === h.typing;
      return { now: next, past: joined ? h.past : [...h.past, h.now].slice(-depth), future: [], typing };
    });
  }, []);

  const undo = useCallback(() => {
    setHistory((h) => {
      const last = h.past[h.past.length - 1];
      return last === undefined
        ? h
        : { now: last, past: h.past.slice(0, -1), future: [h.now, ...h.future], typing: undefined };
    });
  }, []);
  const redo = useCallback(() => {
    setHistory((h) => {
      const [first, ...rest] = h.future;
      return first === undefined
        ? h
        : { now: first, past: [...h.past, h.now], future: rest, typing: undefined };
    });
  }, []);

  return {
    document: history.now,
    edit,
    undo: history.past.length > 0 ? undo : undefined,
    redo: history.future.length > 0 ? redo : undefined,
    saving,
    flush,
  };
}
