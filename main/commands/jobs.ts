import type { VerifyReport } from '../contract/answers';

/**
 * Long work that runs in the utility process, on a read-only connection: what it is given, what it may send while it
 * runs (each piece is taken before the next is made), and what it ends with. All of it is plain data.
 */
export type JobTable = {
  readonly verify: {
    readonly given: { readonly folder: string };
    readonly piece: never;
    readonly result: VerifyReport;
  };
};
export type JobName = keyof JobTable;

export type Jobs = {
  /**
   * Runs a job to its end; progress goes to every window. One job of a name at a time.
   * @throws JobStopped when it was cancelled, or could not do its work (its message says why, in words).
   */
  run<N extends JobName>(
    name: N,
    given: JobTable[N]['given'],
    take?: (piece: JobTable[N]['piece']) => Promise<void>,
  ): Promise<JobTable[N]['result']>;
  /** Stops a running job of this name, or every running one; false where none runs. */
  cancel(name?: JobName): boolean;
};

/** A job ended without a result, because a person cancelled it or it could not do its work. Its message is for people. */
export class JobStopped extends Error {}

/** What a job's code is given to speak with. */
export type JobVoice<N extends JobName> = {
  readonly progress: (done: number, total: number, words?: string) => void;
  /** Resolves when the main process has taken the piece. */
  readonly send: (piece: JobTable[N]['piece']) => Promise<void>;
};
