import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtWork } from '../commands/atWork';
import { admin, mappingOf, read } from '../history/importing';
import { plainRows } from '../history/rows';
import type { BenchCase } from './case';

const rowsInRound = 50_000;
const rounds = 5;

/** Rows a second while all of them are worked through. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return (rowsInRound * 1e9) / Number(process.hrtime.bigint() - begun);
}

export const benchCase: BenchCase = {
  name: 'Import history, 50,000 rows of one row a case, from file to counting',
  against: '5,000 rows/s',
  unit: 'rows/s',
  pass: { atLeast: 1 },
  rounds,
  setUp: async (folder) => {
    const work = await AtWork.sample();
    mkdirSync(join(folder, 'files'), { recursive: true });
    let round = 0;
    const write = (): string => {
      round += 1;
      const path = join(folder, 'files', `round-${round}.csv`);
      writeFileSync(path, plainRows(rowsInRound, round * 1_000_000));
      return path;
    };
    return {
      limit: async () => 5000,
      product: async () => {
        const path = write();
        return rate(async () => {
          const file = await read(work, path);
          const done = await work.done(admin, 'importHistory', { file: file.file, mapping: mappingOf(file) });
          if (done.cases !== rowsInRound) throw new Error(`${done.cases} cases were imported`);
        });
      },
      tearDown: () => work.close(),
    };
  },
};
