import { join } from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { VerifyReport } from '../contract/answers';

type Message =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'report'; readonly report: VerifyReport }
  | { readonly kind: 'failed'; readonly message: string };

/** Verify runs in a process of its own, on a read-only connection: the window never waits, and it can be cancelled or killed. */
export class VerifyJob {
  #running: UtilityProcess | undefined;
  readonly #progress: (done: number, total: number) => void;

  constructor(progress: (done: number, total: number) => void) {
    this.#progress = progress;
  }

  run(folder: string): Promise<VerifyReport> {
    if (this.#running) return Promise.reject(new Error('Verify is running already.'));
    return new Promise((resolve, reject) => {
      const child = utilityProcess.fork(join(__dirname, 'worker.js'), ['verify', folder], {
        serviceName: 'Process Designer verify',
      });
      this.#running = child;
      let report: VerifyReport | undefined;
      let failed = 'Verify was cancelled. Nothing was changed. The last result stands.';
      child.on('message', (message: Message) => {
        if (message.kind === 'progress') this.#progress(message.done, message.total);
        if (message.kind === 'report') report = message.report;
        if (message.kind === 'failed') failed = message.message;
        if (message.kind !== 'progress') child.kill();
      });
      child.on('exit', () => {
        this.#running = undefined;
        if (report) resolve(report);
        else reject(new VerifyStopped(failed));
      });
    });
  }

  cancel(): boolean {
    return this.#running?.kill() ?? false;
  }
}

/** Verify ended without a result, because a person cancelled it or it could not read. */
export class VerifyStopped extends Error {}
