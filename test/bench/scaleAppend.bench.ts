import type { BenchCase } from './case';
import { PlainRun } from './plainRun';
import { against, sizes, twoSites } from './twoSites';

const count = 200;
const rounds = 15;

export const benchCase: BenchCase = {
  name: `Record one step in a site of ${sizes}`,
  against,
  unit: 'records/s',
  pass: { atLeast: 0.9 },
  rounds,
  setUp: async () => {
    const { small, large } = await twoSites();
    const steps = (rounds + 1) * count;
    const [few, many] = [await PlainRun.prepare(small, steps), await PlainRun.prepare(large, steps)];
    const rate = async (run: PlainRun): Promise<number> => {
      const begun = process.hrtime.bigint();
      await run.record(count);
      return (count * 1e9) / Number(process.hrtime.bigint() - begun);
    };
    return { limit: () => rate(few), product: () => rate(many) };
  },
};
