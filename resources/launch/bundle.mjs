// Turns a TypeScript script of test/ into one file that the runtime can run, with the same rules as the app's own build.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { project } from './place.mjs';

/**
 * Bundles `entry` (relative to the project) and returns the path of the result. The launcher's own modules and what must not be
 * bundled stay where they are.
 * @param {string} entry @param {string} name
 */
export async function bundle(entry, name) {
  const { build } = await import(
    pathToFileURL(join(project, 'node_modules', 'vite', 'dist', 'node', 'index.js')).href
  );
  // It needs vite, which is not there yet when a launcher is loaded for the first time.
  const { packPage } = await import('./packPage.mjs');
  const outDir = join(project, 'out', 'scripts', name);
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const launch = resolve(project, 'resources', 'launch');
  await build({
    configFile: false,
    root: project,
    logLevel: 'warn',
    plugins: [
      packPage(),
      {
        name: 'leave-the-launcher-alone',
        enforce: 'pre',
        resolveId(id, importer) {
          if (!importer || !id.startsWith('.')) return null;
          const path = resolve(importer, '..', id);
          return path.startsWith(launch) ? { id: pathToFileURL(path).href, external: true } : null;
        },
      },
    ],
    ssr: {
      noExternal: true,
      external: ['better-sqlite3', 'vite', 'electron', '@playwright/test', 'playwright-core', 'playwright'],
    },
    build: {
      ssr: join(project, entry),
      outDir,
      target: 'node20.18',
      minify: false,
      sourcemap: true,
      emptyOutDir: true,
      rolldownOptions: {
        output: { format: 'esm', entryFileNames: `${name}.mjs`, chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return join(outDir, `${name}.mjs`);
}
