import { randomUUID } from 'node:crypto';
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Outcome } from '../contract/call';
import type { CommandName } from '../contract/commands';
import { channels, commandNames, queryNames } from '../contract/names';
import type { QueryName } from '../contract/queries';
import { refuse } from '../domain/refusal';
import { LedgerFault } from '../ledger/refusal';

/** Whoever answers: before a site is open, only what needs none. */
export type Answerer = {
  readonly command: (
    window: number,
    name: CommandName,
    id: string,
    args: unknown,
  ) => Promise<Outcome<unknown>>;
  readonly query: (window: number, name: QueryName, args: unknown) => Promise<Outcome<unknown>>;
};

const mostBytes = 1024 * 1024;
const knownCommands: ReadonlySet<string> = new Set(commandNames);
const knownQueries: ReadonlySet<string> = new Set(queryNames);

/**
 * The one door from the page: main frame of a known window on the app's own origin, a name of the contract, arguments
 * of at most 1 MiB. Everything else is refused without a word more. A fault is caught here once, written to the log
 * without what was typed, and told with an incident number. It is open before whoever answers is there: calls wait.
 */
export function openBridge(
  answering: Answerer | Promise<Answerer>,
  origin: string,
  log: (line: string) => void,
): void {
  const known = (event: IpcMainInvokeEvent): number | undefined => {
    const frame = event.senderFrame;
    const window = BrowserWindow.fromWebContents(event.sender);
    return frame && frame.parent === null && frame.origin === origin && window && !window.isDestroyed()
      ? event.sender.id
      : undefined;
  };
  const carry = async (name: string, work: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> => {
    try {
      return await work();
    } catch (error) {
      const incident = randomUUID().slice(0, 8);
      log(
        `${new Date().toISOString()} incident ${incident} in ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return { ok: false, code: 'fault', incident, message: wordsFor(error) };
    }
  };
  const notOurs = refuse('not-allowed', 'This call is not one of the app’s own.');

  ipcMain.handle(channels.command, (event, name: unknown, id: unknown, args: unknown) => {
    const window = known(event);
    const plain = plainJson(args);
    if (
      window === undefined ||
      plain === undefined ||
      typeof name !== 'string' ||
      !knownCommands.has(name) ||
      typeof id !== 'string' ||
      !/^cmd_[0-9a-f-]{36}$/.test(id)
    )
      return notOurs;
    return carry(name, async () => (await answering).command(window, name as CommandName, id, plain.value));
  });
  ipcMain.handle(channels.query, (event, name: unknown, _id: unknown, args: unknown) => {
    const window = known(event);
    const plain = plainJson(args);
    if (window === undefined || plain === undefined || typeof name !== 'string' || !knownQueries.has(name))
      return notOurs;
    return carry(name, async () => (await answering).query(window, name as QueryName, plain.value));
  });
}

/** The arguments built anew as plain JSON, or undefined where they are too big or have no such form (cycles, big integers, depth). */
function plainJson(args: unknown): { readonly value: unknown } | undefined {
  try {
    const text = JSON.stringify(args ?? null);
    return Buffer.byteLength(text) > mostBytes ? undefined : { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof LedgerFault) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'SQLITE_FULL')
    return 'The disk is full. This was not recorded; what you typed is kept. Free some space, then try again.';
  if (code === 'EROFS' || code === 'EACCES' || code === 'SQLITE_READONLY')
    return 'The site’s folder cannot be written. This was not recorded; what you typed is kept. Ask for write access, then try again.';
  return 'Something broke in the app. This was not recorded; what you typed is kept. Try again; if it comes back, start the app anew and tell the incident number to support.';
}

/** Tells every window that entries were added. */
export function tellChanged(): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.isDestroyed()) window.webContents.send(channels.changed);
}

export function tellProgress(progress: { job: string; done: number; total: number; words: string }): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.isDestroyed()) window.webContents.send(channels.progress, progress);
}
