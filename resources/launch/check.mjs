// `npm run check`: types, lint and the rules of who may import whom. Each tool counts as one test.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './command.mjs';
import { ensurePackages } from './packages.mjs';
import { project, projectNode } from './place.mjs';
import { runMain } from './say.mjs';

const tool = (...parts) => join(project, 'node_modules', ...parts);
const config = (name) => join(project, 'test', 'config', name);

/** `accept` looks at the output as well: a tool that read nothing finds nothing wrong. */
const tools = [
  {
    name: 'types',
    args: [tool('ts7', 'bin', 'tsc'), '-p', join(project, 'tsconfig.json'), '--pretty', 'false'],
  },
  {
    name: 'types of the pure parts',
    args: [tool('ts7', 'bin', 'tsc'), '-p', config('tsconfig.pure.json'), '--pretty', 'false'],
  },
  {
    name: 'biome (format, lint)',
    args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '--max-diagnostics=50', '.'],
  },
  {
    name: 'eslint (typed rules)',
    args: [
      tool('eslint', 'bin', 'eslint.js'),
      '--config',
      config('eslint.config.mjs'),
      '--no-warn-ignored',
      'main',
      'preload',
      'renderer',
      'test',
    ],
  },
  {
    name: 'import rules',
    args: [
      tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'main',
      'preload',
      'renderer',
    ],
    accept: (output) => Number(/\((\d+) modules/.exec(output)?.[1] ?? 0) > 0,
  },
  {
    name: 'knip (unused files and packages)',
    args: [
      tool('knip', 'bin', 'knip.js'),
      '--no-progress',
      '--include',
      'files,dependencies,unlisted,unresolved',
    ],
  },
];

/** Runs all tools, one after the other. @returns {Promise<{ passed: number, failed: number, skipped: number }>} */
export async function runChecks() {
  let passed = 0;
  for (const { name, args, accept } of tools) {
    const begun = Date.now();
    const { code, output } = await run(projectNode(), args, { cwd: project, capture: true });
    const good = code === 0 && (accept?.(output) ?? true);
    if (good) passed += 1;
    else process.stdout.write(`${output.trimEnd()}\n`);
    process.stdout.write(
      `${good ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`,
    );
  }
  return { passed, failed: tools.length - passed, skipped: 0 };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    await ensurePackages();
    const { passed, failed } = await runChecks();
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  });
}
