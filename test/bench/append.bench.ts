import { ledgerAppends, rawRows } from '../ledger/meter';
import { newRig } from '../ledger/rig';
import type { BenchCase } from './case';

const COUNT = 400;

/** Commits a second. */
async function rate(run: (count: number) => Promise<void>): Promise<number> {
  const begun = process.hrtime.bigint();
  await run(COUNT);
  return (COUNT * 1e9) / Number(process.hrtime.bigint() - begun);
}

export const benchCase: BenchCase = {
  name: 'Append one entry to the ledger, both heads outside included',
  against: 'one raw row, WAL, synchronous=FULL',
  unit: 'entries/s',
  // Three writes with a flush each (commit, head, head) stand against one, and a device flushes one at a time: with nothing
  // computed at all the ratio would be 0.37 to 0.44 on the disk this was written on.
  pass: { atLeast: 0.3 },
  rounds: 9,
  setUp: (folder) => {
    const raw = rawRows(folder);
    const ledger = ledgerAppends(newRig(folder));
    return {
      limit: () => rate((count) => raw.run(count)),
      product: () => rate((count) => ledger.run(count)),
      tearDown: async () => {
        await raw.close();
        await ledger.close();
      },
    };
  },
};
