import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase } from './case';
import { stateHash } from './tamperDump';
import { type Files, layDown, ledgerOnly, openLaid, tamperSite } from './tamperSite';

type Damage = { readonly words: string; readonly put: (wal: string) => void };
type Start =
  | { readonly opened: true; readonly size: number; readonly hash: string }
  | { readonly opened: false; readonly words: string };

const WAL = 'site/ledger.db-wal';

/** Five of six damages flip a bit, one cuts the log short; the first of all takes it away. */
function damageOf(trial: number, bytes: Buffer, random: () => number): Damage {
  if (trial === 0) return { words: 'the log taken away', put: (wal) => rmSync(wal) };
  const place = Math.floor(random() * bytes.length);
  if (trial % 6 === 5)
    return { words: `the log cut to ${place} bytes`, put: (wal) => truncateSync(wal, place) };
  const bit = Math.floor(random() * 8);
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] as number) ^ (1 << bit);
  return { words: `bit ${bit} of byte ${place} flipped`, put: (wal) => writeFileSync(wal, changed) };
}

async function startOf(root: string): Promise<Start> {
  const opening = openLaid(root);
  if (!opening.ok) return { opened: false, words: opening.message };
  const { ledger } = opening;
  const start = { opened: true, size: ledger.head()?.size ?? 0, hash: stateHash(ledger.db) } as const;
  await ledger.close();
  return start;
}

/** The files again, without what a start left beside them. */
function damaged(files: Files, root: string, { put }: Damage): void {
  layDown(files, root);
  put(join(root, WAL));
}

/** Whether the words name exactly the entries from `from` to the last as missing. */
function names(words: string, from: number, entries: number): boolean {
  const last = entries - 1;
  const which = from === last ? `entry ${from} is missing` : `entries ${from} to ${last} are missing`;
  return words.includes(which);
}

export const faultCase: FaultCase = {
  promise: 17,
  title: 'A damaged, cut or missing write-ahead log never loses acknowledged entries unsaid',
  trials: { quick: 24, full: 1201 },
  async run({ trials, seed, folder, say }) {
    const site = await tamperSite();
    const { entries } = site;
    const killed = ledgerOnly(site.killed);
    const wal = killed.get(WAL);
    if (!wal) throw new Error('the killed site has no write-ahead log');
    const withoutHeads: Files = new Map(
      [...killed].filter(([name]) => !name.startsWith('heads/') && name !== 'site/ledger.head'),
    );
    const [root, alone] = [join(folder, 'watched'), join(folder, 'alone')];
    layDown(killed, root);
    const whole = await startOf(root);
    if (!whole.opened || whole.size !== entries) throw new Error('the unchanged site is not whole');
    const random = randomFrom(seed);
    const failures: string[] = [];
    let same = 0;
    let named = 0;
    let stopped = 0;
    let silentAlone = 0;
    let lost = 0;
    for (let trial = 0; trial < trials; trial++) {
      const damage = damageOf(trial, wal, random);
      damaged(withoutHeads, alone, damage);
      const without = await startOf(alone);
      if (without.opened && without.hash !== whole.hash) {
        silentAlone += 1;
        lost += entries - without.size;
      }
      damaged(killed, root, damage);
      const start = await startOf(root);
      if (start.opened && start.hash === whole.hash) same += 1;
      else if (!start.opened && without.opened && names(start.words, without.size, entries)) named += 1;
      // A log whose own beginning is damaged is not opened with at all, and lies there to be looked at.
      else if (!start.opened && !without.opened && start.words.includes('ledger.db-wal')) stopped += 1;
      else failures.push(`${damage.words}: ${start.opened ? 'opened, and other than it was' : start.words}`);
      if (trial % 200 === 199) say(`${counted(trial + 1)} damages, ${failures.length} unsaid`);
    }
    return {
      trials,
      silent: failures.length,
      figure: `${named} of ${counted(trials)} damages lost entries, each start named them; ${stopped} stopped at the log's beginning; ${same} changed nothing (log of ${counted(wal.length)} bytes, ${entries} entries)`,
      ...(failures[0] === undefined ? {} : { firstFailure: `${failures[0]}, seed ${seed}` }),
      control: {
        words: `without the heads outside ${counted(silentAlone)} starts lost ${counted(lost)} entries without a word`,
        failed: silentAlone > 0,
      },
    };
  },
};
