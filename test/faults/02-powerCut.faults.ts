import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../main/ledger/open';
import { type CrashState, readFiles, SURVIVALS, TracedDisk } from '../ledger/powerCut';
import { randomFrom } from '../ledger/random';
import { SITE } from '../ledger/rig';
import {
  buildChild,
  type ChildProgram,
  type ChildSite,
  newChildSite,
  traceChild,
} from '../ledger/spawnChild';
import { counted, type FaultCase, lackingPrograms } from './case';
import { type Found, findAt } from './ledgerTrial';

/** What the app finds in a crash state. */
async function findIn(state: CrashState, site: ChildSite, parent: string): Promise<Found> {
  const folder = mkdtempSync(join(parent, 'cut-'));
  try {
    state.write(folder);
    const below = (path: string): string => join(folder, path.slice(site.root.length));
    return await findAt(below(site.folder), below(site.headCopy), site);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The disk of a child that records, as its system calls changed it. */
async function tracedDisk(
  program: ChildProgram,
  mode: 'count' | 'careless',
  site: ChildSite,
): Promise<TracedDisk> {
  const { folder, headCopy, device } = site;
  const start = openLedger({ folder, headCopy, site: SITE, device, app: '0.1.0', ballastBytes: 0 });
  if (!start.ok) throw new Error(start.message);
  await start.ledger.close();
  const before = readFiles([...readdirSync(folder).map((name) => join(folder, name)), headCopy]);
  return new TracedDisk(await traceChild(program, mode, site), site.root, before);
}

function* cutAtRandom(disk: TracedDisk, count: number, random: () => number): Generator<CrashState> {
  const cuts = Array.from({ length: count }, () => Math.floor(random() * (disk.steps.length + 1)));
  cuts.sort((left, right) => left - right);
  yield* disk.states(cuts, (index) => SURVIVALS[index % SURVIVALS.length] ?? 'none', random);
}

export const faultCase: FaultCase = {
  promise: 2,
  title: 'An acknowledged entry survives a power cut',
  trials: { quick: 120, full: 20_000 },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder, say }) {
    const program = await buildChild(folder);
    const random = randomFrom(seed);
    let [made, lost, unfit, acknowledged] = [0, 0, 0, 0];
    let firstFailure: string | undefined;
    const site = newChildSite(folder);
    for (const state of cutAtRandom(await tracedDisk(program, 'count', site), trials, random)) {
      const { entries, trouble } = await findIn(state, site, folder);
      made += 1;
      if (made % 2000 === 0) say(`${counted(made)} of ${counted(trials)}`);
      acknowledged = Math.max(acknowledged, state.acknowledged + 1);
      if (trouble !== '') unfit += 1;
      else if (entries <= state.acknowledged) lost += 1;
      else continue;
      firstFailure ??= `seed ${seed}, after step ${state.cut}, ${state.how}: ${trouble || `${entries} entries of ${state.acknowledged + 1} acknowledged`}`;
    }
    if (acknowledged < 60) throw new Error(`only ${acknowledged} entries were recorded under strace`);
    const careless = newChildSite(folder);
    const controls = Math.max(60, Math.floor(trials / 20));
    let caught = 0;
    for (const state of cutAtRandom(await tracedDisk(program, 'careless', careless), controls, random))
      if ((await findIn(state, careless, folder)).trouble.startsWith('entries-lost')) caught += 1;
    return {
      trials: made,
      silent: lost,
      figure: `${lost} lost, ${unfit} corrupt or not opened, in ${counted(made)} crash states of ${acknowledged} entries`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `synchronous=NORMAL loses entries in ${caught} of ${controls} states`,
        failed: caught / controls >= 0.3,
      },
    };
  },
};
