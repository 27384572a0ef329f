import { BrowserWindow, type IpcMainInvokeEvent, type Session, session } from 'electron';
import type { SigningAsk } from '../commands/signingAsk';
import { signedSchema } from '../contract/signing';
import { refuse } from '../domain/refusal';
import { hardenSession, signingPage } from './harden';
import { serveApp, signingOrigin } from './protocol';
import { heldPage } from './window';

type Where = {
  readonly dev: string | undefined;
  /** The folder of the built pages. */
  readonly root: string;
  readonly log: (line: string) => void;
};

/** How often it is looked whether the sitting goes on, in ms: a lock closes the window by then. */
const lookMs = 250;

let held: Session | undefined;

/** The session of signing windows alone: nothing of it is kept, and only the signing page is served in it. */
function signingSession({ dev, root }: Where): Session {
  if (held !== undefined) return held;
  held = session.fromPartition('sign');
  hardenSession(held, dev, signingPage);
  void serveApp(held, root, 'sign', '/sign.html');
  return held;
}

/**
 * Shows one signing over the window whose page asked for it, with a page, an origin, a session and a preload of its own.
 * Three calls are taken, from this window's main frame alone. Resolves when the window is gone: signed, cancelled, the
 * sitting ended, or the page that asked went away.
 */
export function showSigning(ask: SigningAsk, where: Where): Promise<void> {
  const parent = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.id === ask.window);
  if (parent === undefined || parent.isDestroyed()) return Promise.resolve();
  const zoom = parent.webContents.getZoomFactor();
  const window = new BrowserWindow({
    ...placeOver(parent, zoom),
    parent,
    modal: true,
    show: false,
    title: 'Sign',
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    minWidth: 320,
    minHeight: 240,
    backgroundColor: '#FFFFFF',
    webPreferences: heldPage(signingSession(where), 'signing.js'),
  });
  window.removeMenu();
  const origin = where.dev === undefined ? signingOrigin : new URL(where.dev).origin;
  answer(window, ask, origin, where.log);
  window.once('ready-to-show', () => {
    window.webContents.setZoomFactor(zoom);
    window.show();
  });

  const end = (): void => {
    if (!window.isDestroyed()) window.destroy();
  };
  const looking = setInterval(() => {
    if (!ask.stands()) end();
  }, lookMs);
  parent.once('closed', end);
  parent.webContents.once('did-navigate', end);
  parent.webContents.once('render-process-gone', end);
  window.webContents.once('render-process-gone', end);
  window.webContents.on('did-navigate', (_event, at) => {
    if (!at.startsWith(`${origin}/`)) end();
  });
  const closed = new Promise<void>((done) => {
    window.once('closed', () => {
      clearInterval(looking);
      if (!parent.isDestroyed()) {
        parent.removeListener('closed', end);
        parent.webContents.removeListener('did-navigate', end);
        parent.webContents.removeListener('render-process-gone', end);
        parent.focus();
      }
      done();
    });
  });
  window.loadURL(`${where.dev ?? signingOrigin}/sign.html`).catch((error: unknown) => {
    where.log(`${new Date().toISOString()} the signing window: ${String(error)}`);
    end();
  });
  return closed;
}

/** The calls of the one window; whoever else speaks on its channels is not heard. */
function answer(window: BrowserWindow, ask: SigningAsk, origin: string, log: Where['log']): void {
  const { ipc } = window.webContents;
  const isOurs = ({ senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean =>
    senderFrame !== null && senderFrame.parent === null && senderFrame.origin === origin;
  const notOurs = refuse('not-allowed', 'This call is not one of the app’s own.');
  ipc.handle('sign-read', (event) => {
    if (!isOurs(event)) return notOurs;
    try {
      return ask.read();
    } catch (error) {
      log(`${new Date().toISOString()} reading what is signed: ${String(error)}`);
      return refuse(
        'not-found',
        'What you would sign cannot be read. Nothing was signed. Cancel, and try again.',
      );
    }
  });
  ipc.handle('sign-sign', async (event, given: unknown) => {
    const parsed = signedSchema.safeParse(given);
    if (!isOurs(event)) return notOurs;
    if (!parsed.success)
      return refuse('missing', 'Type your secret to sign.', { secret: 'Enter your secret' });
    const refused = await ask.sign(parsed.data);
    if (refused === null && !window.isDestroyed()) window.destroy();
    return refused;
  });
  ipc.on('sign-cancel', (event) => {
    if (isOurs(event)) window.destroy();
  });
}

/** At the right of the window that asked, as high as what is signed needs and the window allows. */
function placeOver(parent: BrowserWindow, zoom: number): Electron.Rectangle {
  const over = parent.getContentBounds();
  const width = Math.round(Math.min(960 * zoom, Math.max(320, over.width - 32)));
  const height = Math.round(Math.min(680 * zoom, Math.max(240, over.height - 32)));
  return {
    x: over.x + Math.max(0, over.width - width - 24),
    y: over.y + Math.max(0, Math.round((over.height - height) / 2)),
    width,
    height,
  };
}
