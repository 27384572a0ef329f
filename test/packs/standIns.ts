import type { AnswerOf } from '../../main/contract/call';
import type { CommandName, commands } from '../../main/contract/commands';
import type { QueryName, queries } from '../../main/contract/queries';
import type { Refusal } from '../../main/domain/refusal';
import type { LaunchedApp } from '../e2e/launch';

type Instead<T> = { readonly answer: T } | { readonly refusal: Refusal } | 'never';
export type StandIns = {
  readonly query?: { readonly [N in QueryName]?: Instead<AnswerOf<(typeof queries)[N]>> };
  readonly command?: { readonly [N in CommandName]?: Instead<AnswerOf<(typeof commands)[N]>> };
};

/**
 * From now on the main process answers these calls with what is given, so that a screen can be seen in a state that takes
 * hours, a full disk or five hundred work orders to come about. All other calls are answered as ever. Each call replaces the one before.
 */
export async function answerInstead({ app }: LaunchedApp, standIns: StandIns): Promise<void> {
  await app.evaluate(
    ({ ipcMain, BrowserWindow }, given) => {
      type Handler = (event: unknown, name: string, ...rest: unknown[]) => unknown;
      const main = ipcMain as unknown as {
        _invokeHandlers: Map<string, Handler>;
        ownHandlers?: Record<string, Handler>;
      };
      main.ownHandlers ??= Object.fromEntries(main._invokeHandlers);
      for (const channel of ['command', 'query'] as const) {
        const own = main.ownHandlers[channel];
        const instead = (given[channel] ?? {}) as Record<string, unknown>;
        ipcMain.removeHandler(channel);
        ipcMain.handle(channel, (event, name: string, ...rest) => {
          const known = instead[name] as { answer: unknown } | { refusal: unknown } | 'never' | undefined;
          if (known === undefined) return own?.(event, name, ...rest);
          if (known === 'never') return new Promise(() => {});
          return 'answer' in known ? { ok: true, answer: known.answer } : known.refusal;
        });
      }
      // What was answered before is asked again.
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send('views-changed');
    },
    standIns as Record<string, unknown>,
  );
}

/** Says to every window how far a job is, as the utility process would. */
export async function sayProgress(
  { app }: LaunchedApp,
  progress: { job: string; done: number; total: number; words: string },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, said) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('job-progress', said);
  }, progress);
}
