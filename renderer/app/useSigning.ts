import { useState } from 'react';
import type { CommandName } from '../../main/contract/commands';
import { type CommandAnswer, type CommandArgs, command, type Problem } from '../api';

export type Signing = {
  /** The signing window is open, or what was signed there is being recorded. */
  readonly isOpen: boolean;
  /** Why nothing was signed. A cancelled signing is no problem. */
  readonly problem: Problem | null;
  /** The sentence for one field, where the refusal names it. */
  readonly field: (name: string) => string | undefined;
  /** Asks for one signing: main opens the signing window. Its answer when it is recorded, else null; what was typed stays. */
  readonly ask: <N extends CommandName>(name: N, args: CommandArgs<N>) => Promise<CommandAnswer<N> | null>;
};

/** A page can only ask that something be signed: what is shown for it, who signs and their secret are in a window of its own. */
export function useSigning(): Signing {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    isOpen,
    problem,
    field: (name) => (problem !== null && problem.code !== 'fault' ? problem.fields?.[name] : undefined),
    ask: async (name, args) => {
      setOpen(true);
      setProblem(null);
      const outcome = await command(name, args);
      setOpen(false);
      if (outcome.ok) return outcome.answer;
      setProblem(outcome.code === 'not-signed' ? null : outcome);
      return null;
    },
  };
}
