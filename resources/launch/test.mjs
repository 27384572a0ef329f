// `npm test`: installs what is missing and runs everything. The last line alone says how it went.
import { runChecks } from './check.mjs';
import { runEndToEndTests } from './e2e.mjs';
import { prepare } from './prepare.mjs';
import { runMain, say } from './say.mjs';
import { runUnitTests } from './unit.mjs';

await runMain(async () => {
  const filters = process.argv.slice(2);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const why = [];
  const add = (name, { passed, failed, skipped, code = 0, reasons = [] }) => {
    why.push(...reasons);
    sum.passed += passed;
    // A runner that failed without a failed test (a crash, a leaked error) still is a failure.
    sum.failed += failed === 0 && code !== 0 ? 1 : failed;
    sum.skipped += skipped;
    say(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  };
  try {
    const runtime = await prepare({ need: 'tests' });
    say(`Runtime: ${runtime.words}.`);
    add('Checks', await runChecks());
    add('Unit, database, property and fault tests', await runUnitTests(runtime, filters));
    add('End-to-end tests', await runEndToEndTests(runtime, filters));
  } catch (error) {
    sum.failed += 1;
    process.stderr.write(`\n${error?.message ?? error}\n`);
  }
  if (why.length > 0) process.stdout.write(`\nFailed:\n${why.join('\n')}\n`);
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed${skipped}\n`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});
