// `npm run demo -- --out DIR`: one complete work order driven through the real app with no hands (test/demo/demo.ts).
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { run } from './command.mjs';
import { launchEnvironment, onVirtualDisplay } from './e2e.mjs';
import { folderFor, ordinaryUser, readableApp } from './people.mjs';
import { fromCaller, project, projectNode, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, Stop, say } from './say.mjs';

/**
 * Runs the demo and leaves its results in `out` (absolute path; made if missing; refused if it holds something else).
 * @param {string} out @param {string[]} [args] passed on to the script
 * @returns {Promise<number>} 0 only if the result verifies
 */
export async function runDemo(out, args = []) {
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, 'demo.json'))) {
    throw new Stop(
      `${out} is not empty and holds no earlier demo. Nothing was changed. Name a new or empty folder: npm run demo -- --out DIR`,
    );
  }
  const runtime = await prepare({ need: 'tests' });
  const person = ordinaryUser();
  const app = await readableApp(person);
  // The app may run as another user than the caller, so it works in a folder of its own and the results are handed over.
  const work = folderFor(person, 'demo');
  const scratch = folderFor(person, 'demo-run');
  try {
    const script = await bundle('test/demo/demo.ts', 'demo');
    const { program, args: words } = onVirtualDisplay(projectNode(), [
      '--enable-source-maps',
      script,
      '--out',
      work,
      ...args,
    ]);
    const result = await run(program, words, {
      cwd: project,
      env: { ...process.env, ...launchEnvironment(person, runtime, app.folder, scratch) },
    });
    handOver(work, out);
    say(
      result.code === 0
        ? `The demo's results are in ${out}`
        : `The demo failed (exit code ${result.code}); what it left is in ${out}`,
    );
    return result.code;
  } finally {
    app.remove();
    rmSync(work, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Moves the results to `out`, where they belong to the caller. */
function handOver(work, out) {
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(out)) rmSync(join(out, name), { recursive: true, force: true });
  for (const name of readdirSync(work))
    cpSync(join(work, name), join(out, name), { recursive: true, preserveTimestamps: true });
  const uid = Number(process.env.SUDO_UID ?? process.getuid?.());
  const gid = Number(process.env.SUDO_GID ?? process.getgid?.());
  if (ordinaryUser()) giveAll(out, uid, gid);
}

function giveAll(path, uid, gid) {
  chownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveAll(join(path, name), uid, gid);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    const args = process.argv.slice(2);
    const out = takeOption(args, '--out');
    if (!out) throw new Stop('Say where the results should go: npm run demo -- --out DIR');
    return runDemo(fromCaller(out), args);
  });
}
