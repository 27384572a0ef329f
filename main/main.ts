import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, powerMonitor, session } from 'electron';
import { ELECTRON_FLOOR, isBefore, runtimeProblem } from './ledger/floor';
import { hardenDefaultSession, hardenProcess, hardenSession } from './shell/harden';
import { galleryUrl, setMenu } from './shell/menu';
import { appOrigin, declareScheme, serveApp } from './shell/protocol';
import { readSettings } from './shell/settings';
import { startApp } from './shell/startApp';
import { isVerifyOnly, verifyOnly } from './shell/verifyOnly';
import { openWindow } from './shell/window';

const dev = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const userData = app.getPath('userData');
hardenProcess(dev, readSettings(join(userData, 'settings.json')).updateServer);
const about = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')) as {
  readonly version: string;
  /** Said by a build that is made on a runtime for trying only. */
  readonly evaluation?: boolean;
};
const unfit = runtimeProblem(process.versions.electron, {
  packaged: app.isPackaged,
  evaluation: about.evaluation === true,
});
if (unfit !== undefined) {
  dialog.showErrorBox('Process Designer did not start', unfit);
  app.exit(78);
}
declareScheme();
const verifying = isVerifyOnly(process.argv);
if (verifying) verifyOnly(process.argv);
else if (!app.requestSingleInstanceLock()) app.exit(0);

const resources = app.isPackaged ? join(app.getAppPath(), 'resources') : join(__dirname, '../../resources');

app.whenReady().then(
  () => {
    if (verifying) return;
    const own = session.fromPartition('main');
    hardenSession(own, dev);
    hardenDefaultSession();
    serveApp(own, join(__dirname, '../renderer'));
    // The window first: its process starts while the site is opened here.
    setMenu(openWindow(own, dev), dev, () => dev !== undefined && openWindow(own, galleryUrl(dev)));
    // The runtime loads its web classes at their first use, 30 ms; now, while the page's process starts, nobody waits for it.
    void new Response(null);
    mkdirSync(userData, { recursive: true });
    const started = startApp({
      userData,
      site: siteArgument(process.argv),
      resources,
      origin: dev === undefined ? appOrigin : new URL(dev).origin,
      version: about.version,
      release: app.isPackaged && !isBefore(process.versions.electron, ELECTRON_FLOOR),
      log: (line) => appendFileSync(join(userData, 'incidents.log'), `${line}\n`),
      setTheme: (theme) => {
        nativeTheme.themeSource = theme;
      },
      askWhere: async (name) => {
        const chosen = await dialog.showSaveDialog({ defaultPath: join(app.getPath('documents'), name) });
        return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
      },
      askFolder: async (title) => {
        const chosen = await dialog.showOpenDialog({
          title,
          properties: ['openDirectory', 'createDirectory'],
        });
        return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
      },
      askFile: async (title, extensions) => {
        const filters = [{ name: title, extensions: [...extensions] }];
        const chosen = await dialog.showOpenDialog({ title, properties: ['openFile'], filters });
        return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
      },
    });
    powerMonitor.on('suspend', () => started.lockAll());
    powerMonitor.on('lock-screen', () => started.lockAll());
    app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
    app.on('window-all-closed', () => app.quit());
    let closing = false;
    app.on('before-quit', (event) => {
      if (closing) return;
      event.preventDefault();
      closing = true;
      void started.close().finally(() => app.quit());
    });
  },
  (error: unknown) => {
    dialog.showErrorBox(
      'Process Designer could not start',
      error instanceof Error ? error.message : String(error),
    );
    app.exit(1);
  },
);

/** `--site DIR` or `--site=DIR`: the folder to open or create a site in. */
function siteArgument(argv: readonly string[]): string | undefined {
  const place = argv.findIndex((a) => a === '--site' || a.startsWith('--site='));
  const given =
    place < 0
      ? undefined
      : argv[place]?.startsWith('--site=')
        ? argv[place]?.slice('--site='.length)
        : argv[place + 1];
  return given === undefined || given === '' ? undefined : resolve(given);
}
