// `npm run bench -- [--json FILE] [FILTER]`: the cases of test/bench, measured inside the Electron runtime.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundle } from './bundle.mjs';
import { run } from './command.mjs';
import { onVirtualDisplay } from './e2e.mjs';
import { asPerson, environmentOf, folderFor, ordinaryUser, readableProject } from './people.mjs';
import { fromCaller, project, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, say } from './say.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const json = takeOption(args, '--json');
  const runtime = await prepare({ need: 'tests' });
  const script = await bundle('test/bench/run.ts', 'bench');
  const person = ordinaryUser();
  const work = folderFor(person, 'bench');
  const place = await readableProject(person);
  try {
    const report = join(work, 'report.json');
    const here = join(place.folder, relative(project, script));
    const inner = asPerson(person, runtime.program, [
      '--enable-source-maps',
      here,
      '--work',
      work,
      '--report',
      report,
      ...args,
    ]);
    const { program, args: words } = onVirtualDisplay(inner.program, inner.args);
    const result = await run(program, words, {
      cwd: place.folder,
      env: environmentOf(person, work, {
        ELECTRON_RUN_AS_NODE: '1',
        PROCESS_DESIGNER_RUNTIME: runtime.program,
        PROCESS_DESIGNER_APP: place.folder,
      }),
    });
    if (json && existsSync(report)) {
      mkdirSync(dirname(fromCaller(json)), { recursive: true });
      copyFileSync(report, fromCaller(json));
      say(`Figures are in ${fromCaller(json)}`);
    }
    return result.code;
  } finally {
    place.remove();
    rmSync(work, { recursive: true, force: true });
  }
});
