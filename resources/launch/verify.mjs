// `npm run verify -- PATH [--site DIR] [--full] [--json]`: verifies a site, an audit pack or a bundle; the exit code is the verdict.
import { join } from 'node:path';
import { run } from './command.mjs';
import { fromCaller, project, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain } from './say.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const site = takeOption(args, '--site');
  const [path] = args.filter((one) => !one.startsWith('--'));
  const runtime = await prepare().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    return undefined;
  });
  // Verdict 1 says that something was changed; what could not be started says nothing.
  if (runtime === undefined) return 4;
  const { code } = await run(
    runtime.program,
    [
      join(project, 'out', 'main', 'verify.js'),
      ...(path === undefined ? [] : ['--verify', fromCaller(path)]),
      ...(site === undefined ? [] : ['--site', fromCaller(site)]),
      ...['--full', '--json'].filter((flag) => args.includes(flag)),
    ],
    { cwd: project, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  );
  // A process that was killed verified nothing.
  return code > 4 ? 4 : code;
});
