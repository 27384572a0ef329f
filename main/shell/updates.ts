import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { extname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Updater } from '../commands/updater';
import {
  readRelease,
  readUpdateKeys,
  releaseFile,
  type SignedRelease,
  signatureFile,
} from '../site/updatePackage';

export type UpdatesGiven = {
  readonly version: string;
  readonly released: boolean;
  readonly resources: string;
  readonly userData: string;
  readonly server: () => string | undefined;
  readonly setServer: (url: string | undefined) => void;
  readonly log: (line: string) => void;
};

/** Development only: other vendor's keys, so that tests can sign releases. A packaged app has its own keys alone. */
const otherKeys = app.isPackaged ? undefined : process.env.PROCESS_DESIGNER_UPDATE_KEYS;

/**
 * Updates (product.md S7): electron-updater for a server, our own copying for a folder. Nothing is looked for, loaded or
 * installed by itself, at quit least of all; every package is checked against a release that the vendor's key signed.
 */
export function openUpdates(given: UpdatesGiven): Updater {
  let known: ReturnType<typeof readUpdateKeys> | undefined;
  // Read when they are first needed: no start waits for them.
  const keys = (): ReturnType<typeof readUpdateKeys> => {
    known ??= readUpdateKeys(otherKeys ?? join(given.resources, 'updates', 'keys.json'));
    return known;
  };
  const platform = `${process.platform}-${process.arch}`;
  const atStart = given.server();
  const store = join(given.userData, 'updates');
  let loaded: AppUpdater | undefined;

  /** The library is loaded when it is needed, never at start, and each of its automatic ways is off. */
  const library = async (url: string): Promise<AppUpdater> => {
    if (!loaded) {
      const { autoUpdater } = await import('electron-updater');
      mkdirSync(store, { recursive: true });
      const config = join(store, 'updater.yml');
      writeFileSync(
        config,
        `provider: generic\nurl: ${JSON.stringify(url)}\nupdaterCacheDirName: process-designer-updater\n`,
      );
      autoUpdater.updateConfigPath = config;
      autoUpdater.autoDownload = false;
      autoUpdater.autoInstallOnAppQuit = false;
      autoUpdater.autoRunAppAfterInstall = true;
      autoUpdater.allowDowngrade = false;
      autoUpdater.forceDevUpdateConfig = !app.isPackaged;
      autoUpdater.logger = {
        info: () => undefined,
        warn: (line: unknown) => given.log(`updates: ${String(line)}`),
        error: (line: unknown) => given.log(`updates: ${String(line)}`),
      };
      autoUpdater.on('error', (error) => given.log(`updates: ${error.message}`));
      loaded = autoUpdater;
    }
    loaded.setFeedURL({ provider: 'generic', url });
    return loaded;
  };

  const text = async (updater: AppUpdater, url: string): Promise<Uint8Array | undefined> => {
    const answer = await updater.netSession.fetch(url, { redirect: 'error', cache: 'no-store' });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  };

  return {
    version: given.version,
    released: given.released,
    platform,
    get keys() {
      return keys();
    },
    store,
    server: () => {
      const url = given.server() ?? null;
      return { url, active: url !== null && url === atStart };
    },
    setServer: (url) => given.setServer(url ?? undefined),
    async lookOnServer() {
      const url = given.server();
      if (url === undefined) return { ok: false, message: 'No update server is set on this device.' };
      const updater = await library(url);
      const base = url.endsWith('/') ? url : `${url}/`;
      const [bytes, signature] = await Promise.all([
        text(updater, new URL(releaseFile, base).href),
        text(updater, new URL(signatureFile, base).href),
      ]);
      if (!bytes || !signature)
        return {
          ok: false,
          message: `The server holds no signed release: ${bytes ? signatureFile : releaseFile} is not there. Unsigned releases are never taken.`,
        };
      const reading = readRelease(bytes, Buffer.from(signature).toString('utf8'), { keys: keys(), platform });
      if (!reading.ok) return reading;
      const offered = await updater.checkForUpdates();
      if (!offered)
        return {
          ok: false,
          message:
            'This build of the app cannot take a package from a server. Bring the release on a stick instead.',
        };
      if (!agrees(offered.updateInfo, reading.release))
        return {
          ok: false,
          version: reading.release.version,
          message: `The server offers another package than the one that was signed as release ${reading.release.version}. Nothing was taken from it.`,
        };
      return reading;
    },
    async loadFromServer(release) {
      const url = given.server();
      if (url === undefined) throw new Error('No update server is set on this device.');
      const updater = await library(url);
      await updater.checkForUpdates();
      const [path] = await updater.downloadUpdate();
      if (path === undefined)
        throw new Error(`The server did not give the package of release ${release.version}.`);
      return path;
    },
    commandFor: (path) => commandFor(path),
    install: (path) => install(path),
  };
}

/** The signed release and the server's own list name the same package. */
function agrees(
  info: { readonly version: string; readonly files: readonly { readonly sha512: string }[] },
  release: SignedRelease,
): boolean {
  return info.version === release.version && info.files.some((f) => f.sha512 === release.package.sha512);
}

function commandFor(path: string): string | null {
  const kind = extname(path).toLowerCase();
  if (kind === '.deb') return `sudo apt install ${JSON.stringify(path)}`;
  return kind === '.appimage' && running() !== undefined ? null : JSON.stringify(path);
}

/** The AppImage that runs, if one does. */
function running(): string | undefined {
  const file = process.env.APPIMAGE;
  return app.isPackaged && file !== undefined && isAbsolute(file) ? file : undefined;
}

/** Puts the package where the running AppImage is, whole or not at all, and starts it when this one has ended. */
function install(path: string): { ok: boolean; words: string } {
  const place = running();
  if (place === undefined)
    return {
      ok: false,
      words: app.isPackaged
        ? `The package is checked and lies ready. Close the app, then type: ${commandFor(path) ?? path}`
        : 'This is a development build, which is not replaced. The package is checked and lies ready for a released one.',
    };
  const next = `${place}.new`;
  copyFileSync(path, next);
  chmodSync(next, 0o755);
  const handle = openSync(next, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(next, place);
  app.relaunch({ execPath: place });
  setTimeout(() => app.quit(), 500);
  return { ok: true, words: 'The app ends now and starts as the new version.' };
}
