import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLedger } from '../../main/ledger/open';
import { childEnvironment } from '../fixtures/childProgram';
import { randomFrom } from '../ledger/random';
import { SITE } from '../ledger/rig';
import { buildChild, type ChildProgram, type ChildSite, newChildSite } from '../ledger/spawnChild';
import { counted, type FaultCase } from './case';
import { findAt } from './ledgerTrial';

/** How a start reaches the site: as it lies, by a link, by another mount of it, as another account. */
type Way = 'plain' | 'link' | 'bind' | 'account';

const isRoot = (): boolean => process.geteuid?.() === 0;
/** An account that is nobody's: only its number matters. */
const OTHER = 61_234;

type Start = { readonly child: ChildProcess; readonly said: Promise<string> };

function start(program: ChildProgram, site: ChildSite, way: Way): Start {
  const [folder = '', ...rest] = site.arguments;
  const other = `${folder}-${way}`;
  const reached = way === 'link' || way === 'bind' ? other : folder;
  const run = [process.execPath, program.file, 'hold', reached, ...rest];
  // What one account makes, the other may open: the folder is theirs together.
  const shared = ['sh', '-c', 'umask 0; exec "$@"', 'sh'];
  const words =
    way === 'bind'
      ? [
          'unshare',
          '-m',
          ...shared.slice(0, 2),
          'umask 0; mount --bind "$1" "$2" && shift 2 && exec "$@"',
          'sh',
          folder,
          other,
          ...run,
        ]
      : way === 'account'
        ? ['setpriv', `--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups', ...shared, ...run]
        : [...shared, ...run];
  const child = spawn(words[0] ?? '', words.slice(1), {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const said = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(
      ([code]) => new Promise<string>((done) => setTimeout(() => done(`ended with ${code}`), 200)),
    ),
  ]);
  return { child, said };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export const faultCase: FaultCase = {
  promise: 11,
  title: 'Of several starts on one site one writes, and the others say who',
  trials: { quick: 10, full: 200 },
  async run({ trials, seed, folder, say }) {
    const program = await buildChild(folder);
    const random = randomFrom(seed);
    const ways: readonly Way[] = isRoot() ? ['plain', 'link', 'bind', 'account'] : ['plain', 'link'];
    for (let at = folder; at !== dirname(at); at = dirname(at)) if (isRoot()) openToAll(at);
    const site = newChildSite(folder);
    for (const place of [site.root, site.folder, dirname(program.file)]) chmodSync(place, 0o777);
    mkdirSync(dirname(site.headCopy), { recursive: true, mode: 0o777 });
    chmodSync(dirname(site.headCopy), 0o777);
    chmodSync(site.arguments[2] ?? '', 0o644);
    await makeShared(site);
    symlinkSync(site.folder, `${site.folder}-link`);
    mkdirSync(`${site.folder}-bind`);
    let [races, starts, named, both, none] = [0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    for (let race = 0; race < trials; race += 1) {
      const count = 2 + Math.floor(random() * 3);
      const chosen = Array.from({ length: count }, () => ways[Math.floor(random() * ways.length)] ?? 'plain');
      const begun = chosen.map((way) => start(program, site, way));
      const said = await Promise.all(begun.map((one) => one.said));
      const holders = begun.filter((_, at) => said[at] === 'HELD');
      const refused = said.filter((line) => line.startsWith('REFUSED held-by-another'));
      const names = (words: string): number => refused.filter((line) => line.includes(words)).length;
      const right = names(`process ${holders[0]?.child.pid},`);
      named += right;
      if (right + names('(another process)') < refused.length)
        firstFailure ??= `seed ${seed}, race ${race}: a process that does not hold it is named: ${said.join(' | ')}`;
      races += 1;
      starts += count;
      if (holders.length > 1) both += 1;
      if (holders.length === 0) none += 1;
      if (holders.length !== 1 || refused.length !== count - 1)
        firstFailure ??= `seed ${seed}, race ${race}, ${chosen.join(', ')}: ${said.join(' | ')}`;
      for (const { child } of begun) await end(child);
      if (race % 50 === 49) say(`${race + 1} of ${trials}`);
    }
    const { trouble } = await findAt(site.folder, site.headCopy, site);
    if (trouble !== '') firstFailure ??= `afterwards: ${trouble}`;
    // The control: two sites have two writers.
    const apart = [newChildSite(folder), newChildSite(folder)].map((one) => start(program, one, 'plain'));
    const writers = (await Promise.all(apart.map((one) => one.said))).filter(
      (line) => line === 'HELD',
    ).length;
    for (const { child } of apart) await end(child);
    const refusals = starts - races;
    return {
      trials: races,
      silent: both,
      figure: `${races - both - none} of ${races} races have one writer (${counted(starts)} starts: ${ways.join(', ')}); ${named} of ${refusals} refusals name its process, the others none; ${trouble === '' ? 0 : 1} corrupt`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: { words: `two sites have ${writers} writers`, failed: writers === 2 },
    };
  },
};

/** A folder of this run that other accounts may pass through; one that is not ours is left as it is. */
function openToAll(folder: string): void {
  if (folder.includes('process-designer-fault')) chmodSync(folder, 0o755);
}

/** The ledger is there and every account may write to it, as in a folder that a station's accounts share. */
async function makeShared({ folder, headCopy, device }: ChildSite): Promise<void> {
  const opening = openLedger({ folder, headCopy, site: SITE, device, app: '0.1.0', ballastBytes: 0 });
  if (!opening.ok) throw new Error(opening.message);
  await opening.ledger.close();
  for (const path of [...readdirSync(folder).map((name) => join(folder, name)), headCopy])
    chmodSync(path, 0o666);
}
