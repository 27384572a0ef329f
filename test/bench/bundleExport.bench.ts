import { atLeast, bundleBench } from './bundles';
import type { BenchCase } from './case';

export const benchCase: BenchCase = {
  name: 'Bundle of 20,000 entries, written',
  against: '5,000 entries/s',
  unit: 'entries/s',
  pass: { atLeast: 1 },
  setUp: async () => {
    const bench = await bundleBench();
    return { limit: () => atLeast, product: bench.send, tearDown: bench.tearDown };
  },
};
