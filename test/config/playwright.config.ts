import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '..',
  testMatch: '**/*.e2e.ts',
  outputDir: process.env.PROCESS_DESIGNER_E2E_OUT ?? join(tmpdir(), 'process-designer-e2e'),
  // Two files side by side: a window waits more than it computes, and each test has a site and a window of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  // A machine that others use too may stand still for many seconds; only a test that fails waits this long.
  expect: { timeout: 30_000 },
  reporter: process.env.PROCESS_DESIGNER_E2E_JSON
    ? [['line'], ['json', { outputFile: process.env.PROCESS_DESIGNER_E2E_JSON }]]
    : [['line']],
});
