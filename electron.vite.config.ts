import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { packPage } from './resources/launch/packPage.mjs';

const here = (path: string) => resolve(__dirname, path);
const serving = process.argv.includes('dev');
// The launcher builds beside `out` and renames, so that a build broken off leaves the last good one.
const out = process.env.PROCESS_DESIGNER_OUT ?? 'out';

/** While developing, the nonce that the page names is the one that the development server's policy allows. */
function developmentNonce(): Plugin {
  return {
    name: 'development-nonce',
    apply: 'serve',
    transformIndexHtml: { order: 'pre', handler: (html) => html.replaceAll('__NONCE__', 'dev') },
  };
}

type Modules = { readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null };

/**
 * Names the one file of all that the main page begins with, its own first lines apart: the signing page takes what both use
 * out of it, and what only that page uses is in no file of the first screen.
 */
function firstScreen(): (id: string, modules: Modules) => string | null {
  const page = here('renderer/main.tsx');
  let first: Set<string> | undefined;
  return (id, modules) => {
    if (first === undefined) {
      first = new Set([page]);
      for (const one of first)
        for (const next of modules.getModuleInfo(one)?.importedIds ?? []) first.add(next);
      first.delete(page);
    }
    return first.has(id) ? 'first' : null;
  };
}

const worker = here('main/jobs/worker.ts');

// Targets are given, not taken from the electron package: the code must also run on Electron 33. Everything but the native
// module is bundled, because that runtime cannot require() packages that are ES modules only.
export default defineConfig({
  main: {
    plugins: [packPage()],
    build: {
      target: 'node20.18',
      outDir: `${out}/main`,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: here('main/main.ts'),
          ...(existsSync(worker) ? { worker } : {}),
          verify: here('main/jobs/verifyCommand.ts'),
        },
        external: ['better-sqlite3'],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: `${out}/preload`,
      externalizeDeps: false,
      rolldownOptions: {
        // Each is one file, as a sandboxed preload must be: they share no code.
        input: { preload: here('preload/preload.ts'), signing: here('preload/signing.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react(), developmentNonce()],
    build: {
      target: 'chrome130',
      outDir: `${out}/renderer`,
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: {
        input: { index: here('renderer/index.html'), sign: here('renderer/sign.html') },
        // What the first screen begins with is one file and not eleven: each is a request to the main process.
        output: { codeSplitting: { groups: [{ name: firstScreen() }] } },
      },
    },
    html: serving ? { cspNonce: 'dev' } : {},
    server: {
      host: '127.0.0.1',
      port: 5199,
      strictPort: true,
      headers: {
        'content-security-policy':
          "default-src 'none'; script-src 'self' 'nonce-dev'; style-src 'self' 'nonce-dev'; img-src 'self' data: blob:; " +
          "font-src 'self'; connect-src 'self' ws://127.0.0.1:5199; base-uri 'none'",
      },
    },
  },
});
