// Debian packages: the libraries the runtime is linked to, and the programs the tests use.
import { join } from 'node:path';
import { run } from './command.mjs';
import { findCommand, isRoot } from './place.mjs';
import { Stop, say } from './say.mjs';

const runtimePackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libcups2',
];
const virtualDisplay = { Xvfb: 'xvfb', 'xvfb-run': 'xvfb', xauth: 'xauth' };
const testPrograms = {
  ...virtualDisplay,
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  certutil: 'libnss3-tools',
  strace: 'strace',
  // Opens the page of an audit pack, as the browser of whoever gets one does.
  chromium: 'chromium',
};
const faultPrograms = {
  strace: 'strace',
  'mkfs.ext4': 'e2fsprogs',
  'mkfs.vfat': 'dosfstools',
  'mkfs.exfat': 'exfatprogs',
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
};
const programsFor = { app: {}, display: virtualDisplay, tests: testPrograms, faults: faultPrograms };

/**
 * Sees to the libraries of the runtime and, if asked, the programs for a virtual display, for all tests or for the
 * faults. Root installs what is missing; anyone else gets the exact command (a `Stop`).
 * @param {{ program: string, folder: string }} runtime @param {'app' | 'display' | 'tests' | 'faults'} need
 */
export async function ensureLibraries(runtime, need = 'app') {
  if (process.platform !== 'linux') return;
  const wanted = await missing(runtime, need);
  if (wanted.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  if (!isRoot || !findCommand('apt-get')) {
    throw new Stop(
      `Some Debian packages are missing. Type:\n\n  ${isRoot ? '' : 'sudo '}${command}\n\nand start again.`,
    );
  }
  say(`Installing Debian packages: ${wanted.join(' ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  let result = await run('sh', ['-c', `apt-get update -q && ${command} -q`], { env });
  // A mirror that is being renewed answers wrongly for a moment.
  if (result.code !== 0)
    result = await run('sh', ['-c', `sleep 5; apt-get update -q && ${command} -q`], { env });
  const still = await missing(runtime, need);
  if (still.length > 0)
    throw new Stop(
      `These Debian packages could not be installed: ${still.join(' ')}. See the lines of apt-get above.`,
    );
}

async function missing(runtime, need) {
  const packages = Object.entries(programsFor[need])
    .filter(([name]) => !findCommand(name))
    .map(([, name]) => name);
  if (await lacksLibraries(runtime)) packages.unshift(...runtimePackages);
  return [...new Set(packages)];
}

async function lacksLibraries(runtime) {
  const result = await run('ldd', [join(runtime.folder, 'electron')], { capture: true });
  return /not found/.test(result.output);
}
