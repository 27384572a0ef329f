import { verifySite } from './verifySite';

/** The utility process: long work on a read-only connection. It is told what to do by its arguments, and reports to its parent. */
const [, , job, folder] = process.argv;
const tell = (message: unknown): void => process.parentPort.postMessage(message);

if (job === 'verify' && folder !== undefined) {
  verifySite(folder, (done, total) => tell({ kind: 'progress', done, total })).then(
    (report) => tell({ kind: 'report', report }),
    (error: unknown) =>
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
} else {
  tell({ kind: 'failed', message: `No job ${job}` });
}
