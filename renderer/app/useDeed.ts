import { useState } from 'react';
import type { Outcome } from '../../main/contract/call';
import type { Problem } from '../api';

export type Deed = {
  /** Under way: not recorded yet. */
  readonly busy: boolean;
  /** Why the last try was not recorded, until the next one. */
  readonly problem: Problem | null;
  /** The sentence for one field, where the refusal names it. */
  readonly field: (name: string) => string | undefined;
  /** The problem where no shown field can carry it: a fault, or a refusal that names none of these fields. */
  readonly beside: (...shown: readonly string[]) => Problem | null;
  /** Gives the command; its answer, or null when it was refused or failed. What was typed is the caller's and stays. */
  readonly run: <T>(give: () => Promise<Outcome<T>>) => Promise<T | null>;
};

/** One command given from a form: whether it is under way, and what was said against it. */
export function useDeed(): Deed {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fields = problem !== null && problem.code !== 'fault' ? (problem.fields ?? {}) : {};
  return {
    busy,
    problem,
    field: (name) => fields[name],
    beside: (...shown) =>
      problem !== null && !shown.some((name) => fields[name] !== undefined) ? problem : null,
    run: async (give) => {
      setBusy(true);
      setProblem(null);
      const outcome = await give();
      setBusy(false);
      if (outcome.ok) return outcome.answer;
      setProblem(outcome);
      return null;
    },
  };
}
