// `npm run faults [-- --full] [-- --json FILE] [-- FILTER]`: the promises of test/faults, tried inside the Electron runtime. Root
// stays root here, because a full or read-only disk has to be mounted; what runs as somebody else gets folders of its own.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.mjs';
import { run } from './command.mjs';
import { ensureLibraries } from './libraries.mjs';
import { fromCaller, isRoot, project, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, say } from './say.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const json = takeOption(args, '--json');
  const runtime = await prepare({ build: false });
  if (isRoot) {
    // A case whose programs are absent says so and counts as not run; the others do not wait for them.
    await ensureLibraries(runtime, 'faults').catch((error) => say(error.message));
  }
  // A name of its own: a full run takes long, and another may begin meanwhile.
  const script = await bundle('test/faults/run.ts', `faults-${process.pid}`);
  const work = mkdtempSync(join(tmpdir(), 'process-designer-faults-'));
  try {
    const report = join(work, 'report.json');
    const result = await run(
      runtime.program,
      ['--enable-source-maps', script, '--work', work, '--report', report, ...args],
      {
        cwd: project,
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', PROCESS_DESIGNER_APP: project },
      },
    );
    if (json && existsSync(report)) {
      mkdirSync(dirname(fromCaller(json)), { recursive: true });
      copyFileSync(report, fromCaller(json));
      say(`Figures are in ${fromCaller(json)}`);
    }
    return result.code;
  } finally {
    for (const folder of [work, dirname(script)]) rmSync(folder, { recursive: true, force: true });
  }
});
