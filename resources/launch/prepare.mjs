// Everything a command needs before it can do its own work, in the order in which one thing needs the other.
import { ensureBinding } from './binding.mjs';
import { ensureBuild } from './build.mjs';
import { ensureLibraries } from './libraries.mjs';
import { ensurePackages } from './packages.mjs';
import { ensureRuntime } from './runtime.mjs';

/**
 * Installs what is missing and builds if asked. Needs no network when all is there.
 * @param {{ need?: 'app' | 'display' | 'tests', build?: boolean }} [options]
 * @returns {Promise<import('./runtime.mjs').Runtime>}
 */
export async function prepare({ need = 'app', build = true } = {}) {
  await ensurePackages();
  const runtime = await ensureRuntime();
  await ensureLibraries(runtime, need);
  await ensureBinding(runtime);
  if (build) await ensureBuild();
  return runtime;
}
