// End-to-end tests: Playwright drives the built app in the real runtime on a virtual display. The app itself runs as an
// ordinary user with its sandbox on (test/e2e/launch.ts); Playwright runs as whoever called.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { run } from './command.mjs';
import { folderFor, ordinaryUser, readableApp, writeRunner } from './people.mjs';
import { project, projectNode } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain } from './say.mjs';

/** Program and arguments that run a program on its own virtual display, big enough for a window of 1280 x 800. */
export function onVirtualDisplay(program, args) {
  // -ac: the app runs as another user than the one who owns the display's key; the display listens on no network.
  return {
    program: 'xvfb-run',
    args: ['-a', '-s', '-screen 0 1600x1000x24 -ac -nolisten tcp', program, ...args],
  };
}

/** What test/e2e/launch.ts needs to know: the program to start, the app's folder, and whom files for the app belong to. */
export function launchEnvironment(person, runtime, appFolder, scratch) {
  return {
    PROCESS_DESIGNER_RUNTIME: writeRunner(person, runtime.program, scratch),
    PROCESS_DESIGNER_APP: appFolder,
    PROCESS_DESIGNER_OWNER: person ? `${person.uid}:${person.gid}` : '',
  };
}

/**
 * Runs Playwright with the given filters and returns its exit code and counts.
 * @param {import('./runtime.mjs').Runtime} runtime @param {string[]} filters
 */
export async function runEndToEndTests(runtime, filters = []) {
  const person = ordinaryUser();
  const scratch = folderFor(person, 'e2e');
  const app = await readableApp(person);
  try {
    const report = join(scratch, 'report.json');
    const { program, args } = onVirtualDisplay(projectNode(), [
      join(project, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      join(project, 'test', 'config', 'playwright.config.ts'),
      ...filters,
    ]);
    const result = await run(program, args, {
      cwd: project,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
        ...launchEnvironment(person, runtime, app.folder, scratch),
        PROCESS_DESIGNER_E2E_JSON: report,
        ...(process.env.PROCESS_DESIGNER_E2E_OUT
          ? {}
          : { PROCESS_DESIGNER_E2E_OUT: join(project, 'test-results') }),
      },
    });
    return { code: result.code, ...countPlaywright(report) };
  } finally {
    app.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Errors outside any test (a file that does not load) count as failed. */
function countPlaywright(report) {
  try {
    const { stats, errors = [], suites = [] } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
      reasons: [...errors.flatMap(firstLines), ...suites.flatMap(reasonsIn)],
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Title and first lines of the error of each test that failed, so that they stand together at the end of a long output. */
function reasonsIn({ specs = [], suites = [] }) {
  const of = ({ title, file, line, tests }) => [
    `${file}:${line} ${title}`,
    ...tests
      .flatMap(({ results }) => results)
      .flatMap(({ errors = [] }) => errors.slice(0, 2).flatMap(firstLines)),
  ];
  return [...specs.filter(({ ok }) => !ok).flatMap(of), ...suites.flatMap(reasonsIn)];
}

function firstLines({ message = '' }) {
  return stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 12)
    .map((text) => `    ${text}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(
    async () => (await runEndToEndTests(await prepare({ need: 'tests' }), process.argv.slice(2))).code,
  );
}
