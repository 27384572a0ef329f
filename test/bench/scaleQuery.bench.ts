import { pageOfEntries } from '../../main/ledger/read';
import { findByNumber } from '../../main/views/lists';
import type { AtWork } from '../commands/atWork';
import type { BenchCase } from './case';
import { against, sizes, twoSites } from './twoSites';

const count = 300;

/** Asks for work orders by their numbers, and for the newest entries of each: all over the site, always as many of them. */
async function pointQueries({ station }: AtWork, round: number): Promise<number> {
  const { site, world } = station;
  const numbers = site.ledger.db
    .prepare("SELECT number FROM work_orders WHERE number LIKE 'IMP-%' ORDER BY number")
    .pluck()
    .all() as string[];
  const asked = Array.from(
    { length: count },
    (_, n) => numbers[(n * 7919 + round * 104_729) % numbers.length],
  );
  const begun = process.hrtime.bigint();
  for (const number of asked) {
    const found = findByNumber(world.views, number ?? '');
    if (found === undefined || pageOfEntries(site.ledger.db, { subject: found }, 20).entries.length === 0)
      throw new Error(`${number ?? 'a number'} was not found`);
  }
  return (count * 1e9) / Number(process.hrtime.bigint() - begun);
}

export const benchCase: BenchCase = {
  name: `Find a work order by its number, and its newest 20 entries, in a site of ${sizes}`,
  against,
  unit: 'a second',
  pass: { atLeast: 0.9 },
  rounds: 9,
  setUp: async () => {
    const { small, large } = await twoSites();
    let round = 0;
    return {
      limit: () => pointQueries(small, ++round),
      product: () => pointQueries(large, round),
    };
  },
};
