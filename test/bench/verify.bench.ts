import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { openReader } from '../../main/ledger/database';
import { primitives } from '../../main/ledger/primitives';
import { logsToVerify } from '../../main/ledger/verify';
import { verifyAll } from '../../main/proof/verify';
import { ledgerAppends } from '../ledger/meter';
import { newRig, SITE } from '../ledger/rig';
import type { BenchCase } from './case';

const ENTRIES = 100_000;
const MEMORY = '/dev/shm';

/** One entry a commit, so one checkpoint an entry: the most that there can be to verify. Made in memory where that is to be had. */
async function makeLedger(folder: string): Promise<string> {
  const rig = newRig(existsSync(MEMORY) ? MEMORY : folder);
  const made = join(folder, 'verified');
  const appends = ledgerAppends({
    ...rig,
    remove: () => {
      cpSync(rig.folder, made, { recursive: true });
      rig.remove();
    },
  });
  await appends.run(ENTRIES);
  await appends.close();
  return made;
}

const timed = (work: () => void): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};

export const benchCase: BenchCase = {
  name: 'Verify 100,000 entries, one checkpoint each',
  against: 'sha256sum of the database file',
  unit: 'ms',
  pass: { atMost: 4 },
  rounds: 7,
  setUp: async (folder) => {
    const site = await makeLedger(folder);
    return {
      limit: () => timed(() => execFileSync('sha256sum', [join(site, 'ledger.db')])),
      product: () =>
        timed(() => {
          const reader = openReader(site);
          if (!reader.ok) throw new Error(reader.message);
          const steps = verifyAll(primitives, logsToVerify(reader.db, { site: SITE, isSigner: () => false }));
          let step = steps.next();
          while (!step.done) step = steps.next();
          reader.db.close();
          if (step.value.verdict !== 0 || step.value.entries !== ENTRIES) throw new Error(step.value.summary);
        }),
    };
  },
};
