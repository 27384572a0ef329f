// Building the app with electron-vite, and only when something it is built from has changed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { bytesBelow, hashOf, machinePath, project, projectNode } from './place.mjs';
import { megabytes, Stop, say, showProgress } from './say.mjs';

const out = join(project, 'out');
const stamp = join(out, 'built-from');
const inputs = [
  'main',
  'preload',
  'renderer',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Builds `out/` if needed. Throws a `Stop` with the compiler's words if that fails; the last good build then stays. */
export async function ensureBuild() {
  if (isFresh()) return;
  await oneAtATime(async () => {
    if (isFresh()) return;
    await build();
  });
}

/** Forgets the stamp: `dev` writes into `out/` itself. */
export function forgetBuild() {
  rmSync(stamp, { force: true });
}

function isFresh() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputHash();
}

function inputHash() {
  const launch = join(project, 'resources', 'launch');
  return hashOf(
    inputs.map((name) => join(project, name)),
    (path) => path.startsWith(launch),
  );
}

async function build() {
  say('Building the app ...');
  const hash = inputHash();
  const draft = `out.${process.pid}`;
  const stop = showProgress('Build', () => `${megabytes(bytesBelow(join(project, draft)))} written`);
  try {
    const result = await run(
      projectNode(),
      [
        join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
        'build',
        '--logLevel',
        'warn',
      ],
      {
        cwd: project,
        quiet: true,
        env: { ...process.env, PATH: machinePath(), PROCESS_DESIGNER_OUT: draft, NODE_ENV: 'production' },
      },
    );
    if (result.code !== 0)
      throw new Stop(`${result.output}\nThe app could not be built: see the lines above.`);
    writeFileSync(join(project, draft, 'built-from'), hash);
    const old = `${out}.${process.pid}.old`;
    if (existsSync(out)) renameSync(out, old);
    renameSync(join(project, draft), out);
    rmSync(old, { recursive: true, force: true });
  } finally {
    stop();
    rmSync(join(project, draft), { recursive: true, force: true });
  }
  say('The app is built.');
}

/** Two launchers in one folder wait for each other; a lock whose holder is gone, or older than five minutes, is taken over. */
async function oneAtATime(work) {
  const lock = join(project, 'node_modules', '.process-designer-build');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
      else await new Promise((done) => setTimeout(done, 300));
    }
  }
  try {
    writeFileSync(join(lock, 'holder'), String(process.pid));
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isStale(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    if (age > 300_000) return true;
    const holder = existsSync(join(lock, 'holder')) ? Number(readFileSync(join(lock, 'holder'), 'utf8')) : 0;
    return holder > 0 ? !existsSync(`/proc/${holder}`) && process.platform === 'linux' : age > 10_000;
  } catch {
    return false;
  }
}
