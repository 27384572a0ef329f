import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { v7 as newUuid } from 'uuid';
import type { AnswerOf, ArgsOf, Outcome } from '../main/contract/call';
import type { CommandName, commands } from '../main/contract/commands';
import type { fileCommandNames } from '../main/contract/names';
import type { QueryName, queries } from '../main/contract/queries';
import type { Refusal } from '../main/domain/refusal';

type Bridge = {
  readonly command: Record<string, (id: string, args: unknown, file?: File) => Promise<unknown>>;
  readonly query: Record<string, (id: string, args: unknown) => Promise<unknown>>;
  readonly onChanged: (listener: () => void) => void;
  readonly onProgress: (listener: (progress: JobProgress) => void) => void;
};
declare global {
  interface Window {
    readonly designer: Bridge;
  }
}

/** How far a long job is: `done` of `total`, in the words the screen shows. */
export type JobProgress = {
  readonly job: string;
  readonly done: number;
  readonly total: number;
  readonly words: string;
};

export type CommandArgs<N extends CommandName> = ArgsOf<(typeof commands)[N]>;
export type CommandAnswer<N extends CommandName> = AnswerOf<(typeof commands)[N]>;
export type CommandOutcome<N extends CommandName> = Outcome<CommandAnswer<N>>;
export type QueryArgs<N extends QueryName> = ArgsOf<(typeof queries)[N]>;
export type QueryAnswer<N extends QueryName> = AnswerOf<(typeof queries)[N]>;

/** A problem a screen shows in words: a refusal (a rule did its work) or a fault (something broke). */
export type Problem = Refusal | Extract<Outcome<never>, { code: 'fault' }>;

/**
 * Gives one command. Resolves with its outcome and never rejects: a refusal and a fault are values with a sentence.
 * `id` makes it idempotent: giving the same command again with the same id records nothing twice.
 */
export async function command<N extends CommandName>(
  name: N,
  args: CommandArgs<N>,
  id = `cmd_${newUuid()}`,
): Promise<CommandOutcome<N>> {
  const call = window.designer.command[name];
  if (!call) throw new Error(`no command ${name}`);
  return (await call(id, args)) as CommandOutcome<N>;
}

/** Gives a command that carries a picked or dropped file. */
export async function commandWithFile<N extends (typeof fileCommandNames)[number]>(
  name: N,
  args: Omit<CommandArgs<N>, 'path'>,
  file: File,
): Promise<CommandOutcome<N>> {
  const call = window.designer.command[name];
  if (!call) throw new Error(`no command ${name}`);
  return (await call(`cmd_${newUuid()}`, args, file)) as CommandOutcome<N>;
}

/** Hands a picked or dropped file to a step's evidence slot. */
export function attach(
  args: Omit<CommandArgs<'addEvidence'>, 'path'>,
  file: File,
): Promise<CommandOutcome<'addEvidence'>> {
  return commandWithFile('addEvidence', args, file);
}

/** Asks one query; throws a `Problem` so that the query library carries it. */
export async function ask<N extends QueryName>(name: N, args: QueryArgs<N>): Promise<QueryAnswer<N>> {
  const call = window.designer.query[name];
  if (!call) throw new Error(`no query ${name}`);
  const outcome = (await call('', args)) as Outcome<QueryAnswer<N>>;
  if (outcome.ok) return outcome.answer;
  throw outcome;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, staleTime: 15_000, refetchOnWindowFocus: false },
  },
});

/** A view that follows the ledger: asked again whenever entries are added. Old data stays while the new is fetched. */
export function useAsk<N extends QueryName>(
  name: N,
  args: QueryArgs<N>,
  enabled = true,
): UseQueryResult<QueryAnswer<N>, Problem> {
  return useQuery<QueryAnswer<N>, Problem>({
    queryKey: [name, args],
    queryFn: () => ask(name, args),
    enabled,
    placeholderData: (before) => before,
  });
}

/** Follows the ledger from now on. */
export function followLedger(): void {
  window.designer.onChanged(() => void queryClient.invalidateQueries());
}
