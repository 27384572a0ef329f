import type { JobName } from '../commands/jobs';
import { closeWaysOut } from './noWayOut';
import { runJob } from './table';

/**
 * The utility process: long work on a read-only connection. Its one message says what to do; it answers with progress,
 * pieces (each acknowledged by the parent before the next), and a result or a failure in words.
 */
type Order =
  | { readonly kind: 'run'; readonly name: JobName; readonly given: never }
  | { readonly kind: 'taken' };

closeWaysOut();
const { parentPort } = process;
let taken: (() => void) | undefined;

parentPort.on('message', ({ data }: { data: Order }) => {
  if (data.kind === 'taken') {
    taken?.();
    return;
  }
  runJob(data.name, data.given, {
    progress: (done, total, words) => parentPort.postMessage({ kind: 'progress', done, total, words }),
    send: (piece) =>
      new Promise<void>((resolve) => {
        taken = resolve;
        parentPort.postMessage({ kind: 'piece', piece });
      }),
  }).then(
    (result) => parentPort.postMessage({ kind: 'result', result }),
    (error: unknown) =>
      parentPort.postMessage({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
      }),
  );
});
