// `npm run bench -- [--json FILE] [FILTER]`: the cases of test/bench, measured inside the Electron runtime.
// `npm run bench -- --make-site DIR --entries N`: a site of any size, made by the same code that records.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundle } from './bundle.mjs';
import { run } from './command.mjs';
import { onVirtualDisplay } from './e2e.mjs';
import { ensurePeers } from './peers.mjs';
import { asPerson, environmentOf, folderFor, giveTo, ordinaryUser, readableProject } from './people.mjs';
import { fromCaller, project, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, Stop, say } from './say.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const json = takeOption(args, '--json');
  const site = takeOption(args, '--make-site');
  const entries = takeOption(args, '--entries') ?? '100000';
  const runtime = await prepare({ need: 'tests' });
  const script = await bundle('test/bench/run.ts', 'bench');
  const peers = !site && (args.length === 0 || args.includes('peers')) ? await ensurePeers() : undefined;
  const person = ordinaryUser();
  const work = folderFor(person, 'bench');
  const place = await readableProject(person);
  try {
    const report = join(work, 'report.json');
    if (site) args.splice(0, args.length, '--make-site', join(work, 'site'), '--entries', entries);
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
        ...(peers ? { PROCESS_DESIGNER_PEERS: peers } : {}),
      }),
    });
    if (json && existsSync(report)) {
      mkdirSync(dirname(fromCaller(json)), { recursive: true });
      copyFileSync(report, fromCaller(json));
      say(`Figures are in ${fromCaller(json)}`);
    }
    if (site && result.code === 0) {
      // Made by an ordinary user in a folder of theirs; it goes where the caller said, and stays that user's.
      putSite(join(work, 'site'), fromCaller(site), person);
      say(`The site is in ${fromCaller(site)}`);
    }
    return result.code;
  } finally {
    place.remove();
    rmSync(work, { recursive: true, force: true });
  }
});

function putSite(from, to, person) {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new Stop(`${to} is not empty, so the site was not put there. Name a folder that is not there yet.`);
  cpSync(from, to, { recursive: true });
  for (const name of ['.', ...readdirSync(to, { recursive: true })]) giveTo(person, join(to, String(name)));
}
