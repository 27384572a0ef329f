import { app, BrowserWindow, type protocol, type Session, session, webContents } from 'electron';
import type { ShownFile } from '../commands/station';
import { hardenSession } from './harden';

/** Evidence is shown under an origin of its own, one per file, in a session that shares nothing with the app's page. */
export const viewerScheme = 'att';
export const viewerPartition = 'attachments';
const ours = /^att:\/\/[0-9a-f]{64}\/$/;
/** How often an open window asks whether it may still be open, ms. */
const lookMs = 500;

/** Nothing is loaded, run or reached by what is shown: it has no origin, no script, no form, no window. */
const headers = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-disposition': 'inline',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), clipboard-read=(), display-capture=()',
};

let ready: Session | undefined;
/** What is open now, by hash: nothing else can be asked for. */
const open = new Map<string, ShownFile>();

function viewerSession(): Session {
  if (ready) return ready;
  const own = session.fromPartition(viewerPartition);
  hardenSession(own, undefined, ours);
  own.protocol.handle(viewerScheme, ({ url, method }) => {
    const file = method === 'GET' && ours.test(url) ? open.get(new URL(url).hostname) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    const type = file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type;
    return new Response(new Uint8Array(file.bytes), { headers: { ...headers, 'content-type': type } });
  });
  ready = own;
  return own;
}

/**
 * Shows held evidence in a window without preload, script, bridge or way out. It closes with the window it was opened
 * from, and as soon as that window's sitting is locked, ended or another person's.
 */
export async function showFile(opener: number, file: ShownFile): Promise<void> {
  const from = webContents.fromId(opener);
  const above = from === undefined ? null : BrowserWindow.fromWebContents(from);
  const window = new BrowserWindow({
    width: 960,
    height: 720,
    minWidth: 320,
    minHeight: 240,
    show: false,
    title: file.name,
    backgroundColor: '#F6F5F1',
    autoHideMenuBar: true,
    webPreferences: {
      session: viewerSession(),
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      safeDialogs: true,
      enableWebSQL: false,
      webgl: false,
    },
  });
  window.removeMenu();
  // The title is ours: what is shown cannot give the window another.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.webContents.on('before-input-event', (_event, input) => {
    if (input.type === 'keyDown' && input.key === 'Escape') window.close();
  });
  open.set(file.sha256, file);
  const looking = setInterval(() => {
    if (!file.isStillAllowed()) window.destroy();
  }, lookMs);
  const close = (): void => window.destroy();
  above?.once('closed', close);
  window.once('closed', () => {
    clearInterval(looking);
    above?.removeListener('closed', close);
    if (open.get(file.sha256) === file) open.delete(file.sha256);
  });
  await window.loadURL(`${viewerScheme}://${file.sha256}/`);
  if (!window.isDestroyed()) window.show();
}

/** The scheme's rights, for the one call that declares all schemes before the app is ready. */
export const viewerPrivileges: Parameters<typeof protocol.registerSchemesAsPrivileged>[0][number] = {
  scheme: viewerScheme,
  privileges: { standard: true, secure: true },
};
