import { createContext, useContext, useMemo, useState } from 'react';
import { TextField, type TextFieldProps } from '../kit/TextField';

/** What was typed into a field and does not fit yet: it stays there, is told in the findings, and is not in the draft. */
export type Unfinished = { readonly text: string; readonly message: string; readonly step: string };

type Held = {
  readonly all: Readonly<Record<string, Unfinished>>;
  readonly put: (place: string, held: Unfinished | null) => void;
};
const HeldContext = createContext<Held>({ all: {}, put: () => undefined });

/** Holds what does not fit yet for every field inside its provider, also while another step is looked at. */
export function useUnfinished(): Held {
  const [all, setAll] = useState<Readonly<Record<string, Unfinished>>>({});
  return useMemo<Held>(
    () => ({
      all,
      put: (place, held) =>
        setAll((before) => {
          const { [place]: _old, ...rest } = before;
          return held === null ? rest : { ...rest, [place]: held };
        }),
    }),
    [all],
  );
}

export const UnfinishedProvider = HeldContext.Provider;

export interface CheckedFieldProps extends Omit<TextFieldProps, 'value' | 'onChange' | 'error'> {
  /** The id of the step or section it belongs to. */
  step: string;
  /** Names the field within its step. */
  place: string;
  /** As it stands in the draft. */
  value: string;
  /** A sentence against the text, or undefined where it fits. */
  check: (text: string) => string | undefined;
  onCommit: (text: string) => void;
}

/** A field whose text goes into the draft once it fits; until then it stays here as typed, with the reason beside it. */
export function CheckedField({ step, place, value, check, onCommit, ...field }: CheckedFieldProps) {
  const { all, put } = useContext(HeldContext);
  const key = `${step} ${place}`;
  const held = all[key];
  return (
    <TextField
      {...field}
      value={held?.text ?? value}
      error={held?.message}
      onChange={(text) => {
        const message = check(text);
        if (message === undefined) {
          if (held !== undefined) put(key, null);
          onCommit(text);
        } else put(key, { text, message, step });
      }}
    />
  );
}

/** Some words, no more than `most` characters. */
export function fewWords(most: number, least = 1): (text: string) => string | undefined {
  return (text) => {
    const length = text.trim().length;
    if (length < least)
      return least === 1 ? 'A few words are needed.' : `At least ${least} letters are needed.`;
    return length > most ? `At most ${most} characters; these are ${length}.` : undefined;
  };
}
