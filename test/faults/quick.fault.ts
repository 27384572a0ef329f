import { describe, expect, it } from 'vitest';
import { brokenBy, type FaultCase, runCase } from './case';

const seed = Number(process.env.PROCESS_DESIGNER_SEED ?? Date.now() % 1_000_000);
const files = import.meta.glob<{ faultCase: FaultCase }>('./*.faults.ts', { eager: true });
const cases = Object.entries(files)
  .map(([file, { faultCase }]) => ({ file, faultCase }))
  .sort((left, right) => left.faultCase.promise - right.faultCase.promise);

describe('the promises of the reliability page', () => {
  it('have one case each, in a file of their number', () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const { file, faultCase } of cases)
      expect(Number(/^\.\/(\d+)-/.exec(file)?.[1]), file).toBe(faultCase.promise);
    expect(new Set(cases.map(({ faultCase }) => faultCase.promise)).size).toBe(cases.length);
  });

  for (const { faultCase } of cases) {
    it(`${faultCase.promise}: ${faultCase.title}, in ${faultCase.trials.quick} trials (seed ${seed})`, async (context) => {
      const lacking = faultCase.lacking?.();
      if (lacking !== undefined) context.skip(lacking);
      const result = await runCase(faultCase, {
        trials: faultCase.trials.quick,
        seed,
        say: () => undefined,
      });
      expect(brokenBy(result), `${result.figure} (seed ${seed})`).toBeUndefined();
    }, 600_000);
  }
});
