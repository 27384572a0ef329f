import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, powerMonitor, session } from 'electron';
import { ELECTRON_FLOOR, isBefore, runtimeProblem } from './ledger/versions';
import { openBridge } from './shell/bridge';
import { keepFound, knownToFail } from './shell/graphics';
import { hardenDefaultSession, hardenProcess, hardenSession } from './shell/harden';
import { galleryUrl, setMenu } from './shell/menu';
import { appOrigin, declareScheme, serveApp } from './shell/protocol';
import { updateServerIn } from './shell/updateServer';
import { isVerifyOnly, verifyOnly } from './shell/verifyOnly';
import { openWindow } from './shell/window';

const dev = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const userData = app.getPath('userData');
hardenProcess(dev, updateServerIn(join(userData, 'settings.json')));
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
const graphics = join(userData, 'graphics.json');
const inSoftware = knownToFail(graphics, process.versions.electron, Date.now());
if (inSoftware) app.disableHardwareAcceleration();
const verifying = isVerifyOnly(process.argv);
if (verifying) verifyOnly(process.argv);
else if (!app.requestSingleInstanceLock()) app.exit(0);

/** By when Chromium has tried the graphics hardware and settled. */
const graphicsKnownMs = 4000;
const resources = app.isPackaged ? join(app.getAppPath(), 'resources') : join(__dirname, '../../resources');

app.whenReady().then(
  () => {
    if (verifying) return;
    const own = session.fromPartition('main');
    // Asked of main whenever a page wants the camera; until the site is open, nobody stands at a step.
    let isPhotoStepOpen = (_window: number): boolean => false;
    hardenSession(own, dev, undefined, (window) => isPhotoStepOpen(window));
    hardenDefaultSession();
    const served = serveApp(own, join(__dirname, '../renderer'));
    const log = (line: string): void => appendFileSync(join(userData, 'incidents.log'), `${line}\n`);
    mkdirSync(userData, { recursive: true });
    // The window first. What it asks before the site is open waits at the bridge.
    const started = startWork();
    openBridge(
      started.then(({ answerer }) => answerer),
      dev === undefined ? appOrigin : new URL(dev).origin,
      log,
    );
    setMenu(openWindow(own, dev), dev, () => dev !== undefined && openWindow(own, galleryUrl(dev)));
    started.catch((error: unknown) => couldNotStart(error));
    started.then((work) => (isPhotoStepOpen = work.isPhotoStepOpen)).catch(() => undefined);
    if (!inSoftware)
      setTimeout(() => {
        const { gpu_compositing } = app.getGPUFeatureStatus();
        keepFound(graphics, gpu_compositing, process.versions.electron, Date.now());
      }, graphicsKnownMs);
    const lockAll = (): void => void started.then((work) => work.lockAll()).catch(() => undefined);
    powerMonitor.on('suspend', lockAll);
    powerMonitor.on('lock-screen', lockAll);
    app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
    app.on('window-all-closed', () => app.quit());
    let closing = false;
    app.on('before-quit', (event) => {
      if (closing) return;
      event.preventDefault();
      closing = true;
      void started.then((work) => work.close()).finally(() => app.quit());
    });

    // The runtime loads its web classes at their first use, 30 ms; now, while the page's process starts, nobody waits for it.
    void new Response(null);

    /** The site and everything that works on it, loaded while the page starts in its own process. */
    async function startWork() {
      if (dev === undefined) await served;
      for (const part of parts) {
        await part();
        await new Promise(setImmediate);
      }
      const { startApp } = await import('./shell/startApp');
      return startApp({
        userData,
        site: siteArgument(process.argv),
        resources,
        version: about.version,
        release: app.isPackaged && !isBefore(process.versions.electron, ELECTRON_FLOOR),
        log,
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
        askSignature: async (ask) => {
          const { showSigning } = await import('./shell/signingWindow');
          return showSigning(ask, { dev, root: join(__dirname, '../renderer'), log });
        },
      });
    }
  },
  (error: unknown) => couldNotStart(error),
);

/**
 * What the site's work consists of, in parts of some milliseconds each: this thread also hands the page its files, and
 * comes back to that between two parts.
 */
const parts: readonly (() => Promise<unknown>)[] = [
  () => import('./ledger/open'),
  () => import('./views/fold'),
  () => import('./views/sentences'),
  () => import('./commands/world'),
];

function couldNotStart(error: unknown): void {
  dialog.showErrorBox(
    'Process Designer could not start',
    error instanceof Error ? error.message : String(error),
  );
  app.exit(1);
}

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
