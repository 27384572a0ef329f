import { atLeast, bundleBench } from './bundles';
import type { BenchCase } from './case';

export const benchCase: BenchCase = {
  name: 'Bundle of 20,000 entries, taken in by a new station',
  against: '5,000 entries/s',
  unit: 'entries/s',
  pass: { atLeast: 1 },
  setUp: async () => {
    const bench = await bundleBench();
    return { limit: () => atLeast, product: bench.receive, tearDown: bench.tearDown };
  },
};
