import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openReader } from '../../main/ledger/database';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase } from './case';
import { stateHash } from './tamperDump';
import { type Found, foundIn, isSoundToSqlite } from './tamperFind';
import { layDown, siteIn, tamperSite } from './tamperSite';

/** One flipped bit of a database file, and what became of it. */
type Fate = Found['by'] | 'same' | 'silent';

/** SHA-256 of all that can be asked of the database as the app reads it; undefined where it cannot be read. */
function hashIn(folder: string): string | undefined {
  try {
    const reader = openReader(folder);
    if (!reader.ok) return undefined;
    try {
      return stateHash(reader.db);
    } finally {
      reader.db.close();
    }
  } catch {
    return undefined;
  }
}

async function fateOf(root: string, good: string): Promise<Fate> {
  if (hashIn(siteIn(root)) === good) return 'same';
  return (await foundIn(root))?.by ?? 'silent';
}

export const faultCase: FaultCase = {
  promise: 16,
  title: 'A flipped bit of the database is found, or changes nothing that is recorded or shown',
  trials: { quick: 90, full: 10_000 },
  async run({ trials, seed, folder: root, say }) {
    const site = await tamperSite();
    layDown(site.closed, root);
    const folder = siteIn(root);
    const file = join(folder, 'ledger.db');
    const bytes = readFileSync(file);
    const good = hashIn(folder);
    if (good === undefined) throw new Error('the unchanged site cannot be read');
    const clean = await foundIn(root);
    if (clean !== undefined) throw new Error(`the unchanged site is called changed: ${clean.words}`);
    const random = randomFrom(seed);
    const pages = bytes.length / 4096;
    const fates: Record<Fate, number> = { same: 0, verify: 0, start: 0, silent: 0 };
    let missedBySqlite = 0;
    let firstFailure: string | undefined;
    for (let trial = 0; trial < trials; trial++) {
      // Every page in turn, from a random one on.
      const place = ((trial + seed) % pages) * 4096 + Math.floor(random() * 4096);
      const bit = Math.floor(random() * 8);
      const handle = openSync(file, 'r+');
      writeSync(handle, Buffer.from([(bytes[place] as number) ^ (1 << bit)]), 0, 1, place);
      closeSync(handle);
      const fate = await fateOf(root, good);
      fates[fate] += 1;
      if (fate !== 'same' && isSoundToSqlite(file)) missedBySqlite += 1;
      if (fate === 'silent')
        firstFailure ??= `bit ${bit} of byte ${place} (page ${Math.floor(place / 4096) + 1}) changed what is held and nothing said so, seed ${seed}`;
      for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
      if (fate === 'silent' || fate === 'start') layDown(site.closed, root);
      else writeFileSync(file, bytes);
      if (trial % 1000 === 999) say(`${counted(trial + 1)} flips, ${fates.silent} silent`);
    }
    const changed = trials - fates.same;
    return {
      trials,
      silent: fates.silent,
      figure: `${counted(changed)} of ${counted(trials)} flips changed something: ${counted(fates.verify)} found by verifying, ${counted(fates.start)} more by the start, ${fates.silent} silent, over ${pages} pages and ${site.entries} entries`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `integrity_check alone misses ${counted(missedBySqlite)} of these ${counted(changed)}`,
        failed: missedBySqlite > 0,
      },
    };
  },
};
