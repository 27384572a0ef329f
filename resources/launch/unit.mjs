// Unit, database, property and fault tests: vitest inside the Electron runtime, as an ordinary user.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './command.mjs';
import { asPerson, environmentOf, folderFor, ordinaryUser, readableProject } from './people.mjs';
import { prepare } from './prepare.mjs';
import { runMain } from './say.mjs';

/**
 * Runs vitest with the given filters and returns its exit code and counts.
 * @param {import('./runtime.mjs').Runtime} runtime @param {string[]} filters
 */
export async function runUnitTests(runtime, filters = []) {
  const person = ordinaryUser();
  const home = folderFor(person, 'unit');
  const place = await readableProject(person);
  try {
    const report = join(home, 'report.json');
    const { program, args } = asPerson(person, runtime.program, [
      join(place.folder, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      join(place.folder, 'test', 'config', 'vitest.config.mts'),
      '--configLoader',
      'runner',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ]);
    const result = await run(program, args, {
      cwd: place.folder,
      env: environmentOf(person, home, {
        ELECTRON_RUN_AS_NODE: '1',
        PROCESS_DESIGNER_VITE_CACHE: join(home, 'vite'),
        CI: '1',
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      }),
    });
    return { code: result.code, ...countVitest(report) };
  } finally {
    place.remove();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A test file that could not even be loaded counts as one failed test: vitest lists it with no test inside. */
function countVitest(report) {
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    const unloaded = json.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
    ).length;
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests + unloaded,
      skipped: json.numPendingTests + json.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(
    async () => (await runUnitTests(await prepare({ build: false }), process.argv.slice(2))).code,
  );
}
