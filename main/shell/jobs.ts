import { join } from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';
import { type JobName, JobStopped, type Jobs, type JobTable } from '../commands/jobs';
import { tellProgress } from './bridge';

type Message =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly words?: string }
  | { readonly kind: 'piece'; readonly piece: never }
  | { readonly kind: 'result'; readonly result: never }
  | { readonly kind: 'failed'; readonly message: string };

const cancelled = 'It was cancelled. Nothing was changed; what was there before stands.';

/** Runs jobs in processes of their own: the window never waits, and each can be cancelled or killed. */
export function openJobs(): Jobs {
  const running = new Map<JobName, UtilityProcess>();
  const run = <N extends JobName>(
    name: N,
    given: JobTable[N]['given'],
    take?: (piece: JobTable[N]['piece']) => Promise<void>,
  ): Promise<JobTable[N]['result']> => {
    if (running.has(name))
      return Promise.reject(new JobStopped('This is running already. Wait until it ends.'));
    return new Promise((resolve, reject) => {
      const child = utilityProcess.fork(join(__dirname, 'worker.js'), [], {
        serviceName: `Process Designer ${name}`,
      });
      running.set(name, child);
      let result: { readonly value: JobTable[N]['result'] } | undefined;
      let failed: Error = new JobStopped(cancelled, true);
      const end = (error?: Error): void => {
        if (error) failed = error;
        child.kill();
      };
      child.on('spawn', () => child.postMessage({ kind: 'run', name, given }));
      child.on('message', (message: Message) => {
        if (message.kind === 'progress')
          tellProgress({
            job: name,
            done: message.done,
            total: message.total,
            words:
              message.words ??
              `${message.done.toLocaleString('en')} of ${message.total.toLocaleString('en')} entries`,
          });
        else if (message.kind === 'piece')
          (take ? take(message.piece) : Promise.resolve()).then(
            () => child.postMessage({ kind: 'taken' }),
            (error: unknown) => end(error instanceof Error ? error : new Error(String(error))),
          );
        else if (message.kind === 'result') {
          result = { value: message.result };
          end();
        } else end(new JobStopped(message.message));
      });
      child.on('exit', () => {
        running.delete(name);
        if (result) resolve(result.value);
        else reject(failed);
      });
    });
  };
  return {
    run,
    cancel: (name) => {
      const children =
        name === undefined ? [...running.values()] : [running.get(name)].filter((c) => c !== undefined);
      for (const child of children) child.kill();
      return children.length > 0;
    },
  };
}
