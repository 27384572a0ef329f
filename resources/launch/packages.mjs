// The npm packages: installed with `npm ci` when what lies in node_modules is not what the lockfile asks for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { machinePath, project } from './place.mjs';
import { Stop, say, showProgress } from './say.mjs';

/** Installs the packages if needed. Throws a `Stop` when npm cannot. */
export async function ensurePackages() {
  if (packagesMatch()) return;
  say('Installing the packages of package-lock.json (about 700 MB on disk, a minute or so) ...');
  const stop = showProgress(
    'Packages',
    () => `${countFolders(join(project, 'node_modules'))} folders in place`,
  );
  const result = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    quiet: true,
    env: { ...process.env, PATH: machinePath(), NODE_ENV: '' },
  });
  stop();
  if (result.code !== 0) {
    throw new Stop(
      `${result.output}\nThe packages could not be installed: npm ci failed with the lines above. ` +
        'Nothing else was changed. Check that this machine reaches its package registry, then start again.',
    );
  }
  say('Packages are in place.');
}

/**
 * Whether node_modules holds exactly what package-lock.json asks for. npm writes node_modules/.package-lock.json as the
 * last act of an install and removes it first, so an install broken off half-way does not match.
 */
export function packagesMatch(folder = project) {
  const installedFile = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function countFolders(folder) {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}
