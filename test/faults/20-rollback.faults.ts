import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AtWork } from '../commands/atWork';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase } from './case';
import { bundleFor, type Pair, readAt, tamperPair } from './tamperPair';
import { type Files, layDown, ledgerOnly, openLaid, recordOrders } from './tamperSite';

type Trial = {
  readonly pair: Pair;
  readonly folder: string;
  readonly back: number;
  readonly random: () => number;
};

const of = (files: Files, part: RegExp): [string, Buffer][] => [...files].filter(([name]) => part.test(name));
const newest = (pair: Pair): Files => pair.history[pair.history.length - 1]?.files ?? new Map();

/** The data directory of then, the head elsewhere of now. */
const directoryOnly = (pair: Pair, old: Files): Files =>
  new Map([...of(old, /^site\//), ...of(newest(pair), /^heads\//)]);

/** Whether a start of it is refused, and names what is missing. */
function refusedAtStart(root: string, files: Files, from: number, to: number): boolean {
  layDown(ledgerOnly(files), root);
  const opening = openLaid(root);
  if (opening.ok) {
    void opening.ledger.close();
    return false;
  }
  return opening.message.includes(`entries ${from} to ${to - 1} are missing`);
}

/** The first station reads a bundle of the second, which saw more of its log than it has. */
async function foundByImport({ pair, folder, back }: Trial): Promise<boolean> {
  const root = join(folder, 'first');
  layDown(ledgerOnly(pair.history[back]?.files ?? new Map()), root);
  const file = join(folder, 'to-first.pdbundle');
  writeFileSync(file, pair.toFirst);
  const reading = await readAt(root, file);
  return reading.ok && reading.forks.some(({ kind, theirs }) => kind === 'lost' && theirs !== '');
}

/** The first station goes on with another history, and its next bundle comes to the second. */
async function foundByExport({ pair, folder, back, random }: Trial): Promise<boolean> {
  const work = AtWork.empty();
  try {
    const root = dirname(work.folder);
    layDown(pair.history[back]?.files ?? new Map(), root);
    work.open();
    // Whoever goes on begins with one entry at least: that they signed in.
    const order = 20 + Math.floor(random() * 80);
    await recordOrders(work, order, order + 1 + Math.floor(random() * 2));
    const stick = join(folder, 'stick');
    mkdirSync(stick, { recursive: true });
    const second = work.station.world.site.devices.find((d) => d.station === 'K2')?.device ?? '';
    const bundle = await bundleFor(work, second, stick);
    const there = join(folder, 'second');
    layDown(ledgerOnly(pair.second), there);
    const file = join(folder, 'to-second.pdbundle');
    writeFileSync(file, bundle);
    const reading = await readAt(there, file);
    return (
      reading.ok && reading.forks.some(({ ours, theirs }) => ours !== '' && theirs !== '' && ours !== theirs)
    );
  } finally {
    await work.close();
  }
}

export const faultCase: FaultCase = {
  promise: 20,
  title: 'A site put back to an older state is found at the start, or by the next station it meets',
  trials: { quick: 9, full: 300 },
  async run({ trials, seed, folder, say }) {
    const pair = await tamperPair();
    const random = randomFrom(seed);
    const each = Math.floor(trials / 3);
    const failures: string[] = [];
    let silent = 0;
    for (let trial = 0; trial < each; trial++) {
      const back = Math.floor(random() * (pair.history.length - 1));
      const old = pair.history[back];
      if (!old) throw new Error('the site has no history');
      const root = join(folder, 'first');
      const words = `put back to ${old.size} of ${pair.held} entries`;
      if (!refusedAtStart(root, directoryOnly(pair, old.files), old.size, pair.held))
        failures.push(`${words}, data directory only: not found at the start`);
      // The control: with both heads put back too, no start can tell.
      layDown(ledgerOnly(old.files), root);
      const opening = openLaid(root);
      if (opening.ok) {
        silent += 1;
        await opening.ledger.close();
      }
      const given = { pair, folder, back, random };
      if (!(await foundByImport(given))) failures.push(`${words}, everything: not found at the next import`);
      if (!(await foundByExport(given))) failures.push(`${words}, everything: not found at the next export`);
      if (trial % 10 === 9) say(`${trial + 1} of ${each} states, ${failures.length} not found`);
    }
    return {
      trials: 3 * each,
      silent: failures.length,
      figure: `${each} of ${each} each, less ${failures.length}: the data directory at the start, the whole image at the next import and at the next export (${counted(pair.history.length - 1)} older states, ${pair.history[0]?.size} to ${pair.held} entries)`,
      ...(failures[0] === undefined ? {} : { firstFailure: `${failures[0]}, seed ${seed}` }),
      control: {
        words: `with both heads put back too, ${silent} of ${each} starts alone say nothing`,
        failed: silent === each,
      },
    };
  },
};
