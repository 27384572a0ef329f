import { useRef, useState } from 'react';
import { v7 as newUuid } from 'uuid';
import type { CommandName } from '../../main/contract/commands';
import { attach, type CommandArgs, type CommandOutcome, command, type Problem, queryClient } from '../api';
import type { SaveMarkProps } from '../kit/SaveMark';

export type Sender = {
  /** The button or field whose command is under way, or null. */
  readonly busy: string | null;
  /** What came back instead of an entry, and where it belongs on the screen. */
  readonly problem: { readonly at: string; readonly problem: Problem } | null;
  readonly saveState: SaveMarkProps['state'];
  /** Gives a command. `at` names the place on the screen that shows waiting and refusal. Only one is under way at a time. */
  readonly send: <N extends CommandName>(
    at: string,
    name: N,
    args: CommandArgs<N>,
  ) => Promise<CommandOutcome<N> | null>;
  readonly sendFile: (
    at: string,
    args: Omit<CommandArgs<'addEvidence'>, 'path'>,
    file: File,
  ) => Promise<CommandOutcome<'addEvidence'> | null>;
  /** After a fault: gives the same command again, as the same one, so that nothing is recorded twice. */
  readonly again: (() => void) | null;
  readonly forget: () => void;
  /** The refusal for one place, if it is there. Faults stand across the work, not here. */
  readonly refusalAt: (at: string) => string | undefined;
};

/**
 * Gives commands for one screen and follows them: waiting until the entry is durable and the views show it, the refusal
 * beside what asked for it, the fault with a way to save again.
 */
export function useSend(): Sender {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Sender['problem']>(null);
  const [retry, setRetry] = useState<{ run: () => void } | null>(null);
  const underWay = useRef(false);

  const follow = async <T extends { readonly ok: boolean }>(
    at: string,
    give: () => Promise<T>,
    again: () => void,
  ): Promise<T | null> => {
    if (underWay.current) return null;
    underWay.current = true;
    setBusy(at);
    setProblem(null);
    setRetry(null);
    try {
      const outcome = await give();
      if (outcome.ok) await queryClient.invalidateQueries();
      else {
        const found = outcome as unknown as Problem;
        setProblem({ at, problem: found });
        if (found.code === 'fault') setRetry({ run: again });
      }
      return outcome;
    } finally {
      underWay.current = false;
      setBusy(null);
    }
  };

  const give = <N extends CommandName>(
    at: string,
    name: N,
    args: CommandArgs<N>,
    id: string,
  ): Promise<CommandOutcome<N> | null> =>
    follow(
      at,
      () => command(name, args, id),
      () => void give(at, name, args, id),
    );
  const giveFile = (
    at: string,
    args: Omit<CommandArgs<'addEvidence'>, 'path'>,
    file: File,
  ): Promise<CommandOutcome<'addEvidence'> | null> =>
    follow(
      at,
      () => attach(args, file),
      () => void giveFile(at, args, file),
    );

  return {
    busy,
    problem,
    saveState: busy !== null ? 'saving' : problem?.problem.code === 'fault' ? 'notSaved' : 'saved',
    send: (at, name, args) => give(at, name, args, `cmd_${newUuid()}`),
    sendFile: giveFile,
    again: retry?.run ?? null,
    forget: () => setProblem(null),
    refusalAt: (at) =>
      problem?.at === at && problem.problem.code !== 'fault' ? problem.problem.message : undefined,
  };
}
