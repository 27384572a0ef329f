import { join } from 'node:path';
import { app, BrowserWindow, type Session } from 'electron';
import { appOrigin } from './protocol';

/** What every page is held by, with the preload that is its only way to main. */
export function heldPage(session: Session, preload: 'preload.js' | 'signing.js'): Electron.WebPreferences {
  return {
    preload: join(__dirname, '../preload', preload),
    session,
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
  };
}

/** Opens the one window, on the app's own origin, with every default of reliability.md (c). Shown when it has painted. */
export function openWindow(session: Session, url: string = `${appOrigin}/index.html`): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Process Designer',
    backgroundColor: '#F6F5F1',
    autoHideMenuBar: true,
    webPreferences: heldPage(session, 'preload.js'),
  });
  window.once('ready-to-show', () => window.show());
  // Nobody is asked before a page empties itself (about:blank), so it is brought back afterwards; the sitting stands.
  const home = url.slice(0, url.lastIndexOf('/') + 1);
  window.webContents.on('did-navigate', (_event, at) => {
    if (!at.startsWith(home)) void window.loadURL(url);
  });
  if (!app.isPackaged && process.env.PROCESS_DESIGNER_TELL_USABLE === '1') tellUsable(window);
  void window.loadURL(url);
  return window;
}

/** For the bench of the start (development only): says on standard output when the first screen has painted. */
function tellUsable(window: BrowserWindow): void {
  const painted =
    "new Promise((done) => { const look = () => document.querySelector('#app h1, #app h2') ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(look, 4); look(); })";
  window.webContents.once('did-finish-load', () => {
    void window.webContents.executeJavaScript(painted).then(() => console.log('process-designer usable'));
  });
}
