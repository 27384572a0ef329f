import { join } from 'node:path';
import { closeSite } from '../../main/site/site';
import type { AtWork } from '../commands/atWork';
import { sampleProject } from '../fixtures/closureRecord';
import type { BenchCase } from './case';
import { against, sizes, twoSites } from './twoSites';
import { untilUsable } from './untilUsable';

export const benchCase: BenchCase = {
  name: `Start to a usable window with ${sizes}`,
  against,
  unit: 'ms',
  pass: { atMost: 1.1 },
  rounds: 9,
  setUp: async (folder) => {
    const sites = await twoSites();
    const start = (name: string, { folder: site }: AtWork, stayMs = 0): Promise<number> =>
      untilUsable([sampleProject, `--user-data-dir=${join(folder, name)}`, '--site', site], stayMs);
    for (const [name, work] of Object.entries(sites) as [string, AtWork][]) {
      await closeSite(work.station.site);
      // As on a workstation that was used before.
      await start(name, work, 5000);
    }
    return { limit: () => start('small', sites.small), product: () => start('large', sites.large) };
  },
};
