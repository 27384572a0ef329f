import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { packPage } from '../../resources/launch/packPage.mjs';

// Run inside the Electron runtime by resources/launch/unit.mjs: its crypto is not that of plain Node.
const project = resolve(import.meta.dirname, '../..');

export default defineConfig({
  root: project,
  plugins: [packPage()],
  cacheDir: process.env.PROCESS_DESIGNER_VITE_CACHE ?? join(tmpdir(), 'process-designer-vite'),
  test: {
    include: ['test/**/*.{unit,db,property,fault}.{ts,tsx}'],
    environment: 'node',
    setupFiles: [resolve(import.meta.dirname, 'cheapSecrets.ts')],
    // Its folder would be in node_modules, where the tests' user may not write.
    fsModuleCache: false,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    allowOnly: false,
  },
});
