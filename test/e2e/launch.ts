import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron } from '@playwright/test';

// Told by the launcher (resources/launch/e2e.mjs): the program to start, which drops root's rights, and the app's folder.
const runtime = told('PROCESS_DESIGNER_RUNTIME');
const appFolder = told('PROCESS_DESIGNER_APP');
const owner = process.env.PROCESS_DESIGNER_OWNER?.split(':').map(Number);

export interface Folders {
  /** The site folder given with `--site`. Undefined when the app was launched without one. */
  site: string | undefined;
  /** Chromium's own folder: nothing of the app's record is in it. */
  userData: string;
  home: string;
  /** Holds those of the three that were not given by the caller; removed by `close` and `kill`. */
  temporary: string;
}

export interface LaunchedApp {
  app: ElectronApplication;
  /** The first window, once its page has loaded. */
  page: Page;
  folders: Folders;
  /** What the program wrote to its standard outputs so far. */
  output: () => string;
  /** Ends the app in the ordinary way. Folders given by the caller stay. */
  close: () => Promise<void>;
  /** Ends the app as a power cut would: SIGKILL, no chance to write anything. Folders given by the caller stay. */
  kill: () => Promise<void>;
}

export interface LaunchOptions {
  /** A folder to open or create a site in; `null` launches without `--site`; left out: a fresh temporary one. */
  site?: string | null;
  /** Chromium's folder; give the same again to launch as the same installation. */
  userData?: string;
  args?: string[];
  env?: Record<string, string>;
}

/** A temporary folder that the app may write into, for what must outlive one launch. The caller removes it. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `process-designer-${purpose}-`));
  giveToApp(folder);
  return folder;
}

/** Hands a file or folder that the test made to the user the app runs as. Nothing to do unless the tests run as root. */
export function giveToApp(path: string): void {
  const [uid, gid] = owner ?? [];
  if (uid && gid !== undefined) chownSync(path, uid, gid);
}

/** Writes a file that the app may read, such as a photo to attach. Returns its path. */
export function fileForApp(folder: string, name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  giveToApp(path);
  return path;
}

/**
 * Launches the built app in the real runtime, sandbox on, as an ordinary user even when the tests run as root.
 * Needs a display (`npm run test:e2e` gives one). Throws when there is no runtime or the first window does not come up.
 */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const temporary = temporaryFolder('app');
  const site = options.site === null ? undefined : (options.site ?? join(temporary, 'site'));
  const folders: Folders = {
    site,
    userData: options.userData ?? folderIn(temporary, 'chromium'),
    home: folderIn(temporary, 'home'),
    temporary,
  };
  const app = await started({
    executablePath: runtime,
    args: [
      appFolder,
      `--user-data-dir=${folders.userData}`,
      '--force-device-scale-factor=1',
      ...(site === undefined ? [] : ['--site', site]),
      ...(options.args ?? []),
    ],
    env: { ...appEnvironment(folders.home), ...options.env },
    // Playwright turns the sandbox off unless told not to.
    chromiumSandbox: true,
    timeout: 30_000,
  });
  const written: string[] = [];
  const child = app.process();
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString('utf8')));
  const remove = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await ended;
    }
    remove();
  };
  try {
    const page = await app.firstWindow({ timeout: 60_000 });
    await page.waitForLoadState('domcontentloaded');
    const close = async () => {
      await app.close();
      remove();
    };
    return { app, page, folders, output: () => written.join(''), close, kill };
  } catch (error) {
    await kill();
    throw new Error(`The app opened no window. It wrote:\n${written.join('')}`, { cause: error });
  }
}

/**
 * Starts the program and shakes hands with it. About once in a hundred starts the handshake between Playwright and this
 * runtime never comes, before a line of the app's own has run; then the start, and only the start, is tried again.
 */
async function started(
  options: Parameters<typeof _electron.launch>[0],
  tries = 3,
): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (tries <= 1 || !(error instanceof Error) || !error.message.includes('Timeout')) throw error;
    console.log('The program was started, but did not shake hands; it is started again.');
    return started(options, tries - 1);
  }
}

/**
 * Takes screenshots of the window's content at 1280 x 800 in light and dark: `<name>.png`, `<name>.dark.png` in `folder`.
 * The theme the page had before is put back. Returns the two paths.
 */
export async function takeScreenshots(
  launched: Pick<LaunchedApp, 'app' | 'page'>,
  folder: string,
  name: string,
): Promise<string[]> {
  const before = await launched.page.evaluate(() => document.documentElement.dataset.theme);
  const paths: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    paths.push(
      await takeScreenshot(
        launched,
        join(folder, theme === 'light' ? `${name}.png` : `${name}.dark.png`),
        theme,
      ),
    );
  }
  await setTheme(launched.page, before);
  return paths;
}

/** Takes one screenshot at 1280 x 800, in the given theme if one is given. Returns its path. */
export async function takeScreenshot(
  { app, page }: Pick<LaunchedApp, 'app' | 'page'>,
  path: string,
  theme?: 'light' | 'dark',
): Promise<string> {
  await setWindowSize(app, 1280, 800);
  if (theme) await setTheme(page, theme);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', scale: 'css' });
  return path;
}

/** Sets the content size of the main window in CSS pixels. */
export async function setWindowSize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() === null);
      window?.unmaximize();
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
}

async function setTheme(page: Page, theme: string | undefined): Promise<void> {
  await page.evaluate((value) => {
    if (value === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  }, theme);
}

function folderIn(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  giveToApp(folder);
  return folder;
}

function told(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run the end-to-end tests with: npm run test:e2e`);
  return value;
}

/** Only what a desktop session would give, so that nothing of the test run's own settings reaches the app. */
function appEnvironment(home: string): Record<string, string> {
  const env: Record<string, string> = { HOME: home };
  for (const name of ['PATH', 'DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'LANG', 'LC_ALL', 'TZ']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
