import { AtWork } from '../commands/atWork';
import { rawRows } from '../ledger/meter';
import type { BenchCase } from './case';
import { PlainRun } from './plainRun';

const count = 200;
const rounds = 9;

/** Commits a second while `count` are made. */
async function rate(work: () => Promise<void>): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return (count * 1e9) / Number(process.hrtime.bigint() - begun);
}

export const benchCase: BenchCase = {
  name: 'Record one step, from command to acknowledgement',
  against: 'one raw row, WAL, synchronous=FULL',
  unit: 'records/s',
  // Missed where the device takes one flush at a time: the raw row has one, this has three (the commit, two heads), so with
  // nothing computed the ratio would be 0.35 to 0.42. Signing is a tenth of what is left.
  pass: { atLeast: 0.3 },
  rounds,
  setUp: async (folder) => {
    const work = await AtWork.sample();
    const run = await PlainRun.prepare(work, (rounds + 1) * count);
    const raw = rawRows(folder);
    return {
      limit: () => rate(() => raw.run(count)),
      product: () => rate(() => run.record(count)),
      tearDown: async () => {
        await raw.close();
        await work.close();
      },
    };
  },
};
