import type { AtWork } from '../commands/atWork';
import { bigSite } from './bigSite';

/** `SCALE_ENTRIES` gives the large one another size, for a look while developing. */
const LARGE = Number(process.env.SCALE_ENTRIES ?? 1_000_000);
const SMALL = 10_000;

export type TwoSites = { readonly small: AtWork; readonly large: AtWork };
export const sizes = `${LARGE.toLocaleString('en')} entries`;
export const against = `the same with ${SMALL.toLocaleString('en')} entries`;

let made: Promise<TwoSites> | undefined;

/** A small and a large site, open; made once for all cases that ask, since the large one takes minutes. */
export function twoSites(): Promise<TwoSites> {
  made ??= (async () => {
    const sites = { small: await bigSite(SMALL), large: await bigSite(LARGE) };
    // As after a pause of the work: what was written in a hurry is in the files, and not in the write-ahead logs.
    for (const { station } of Object.values(sites)) station.site.ledger.settle();
    process.on('exit', () => {
      for (const site of Object.values(sites)) site.discard();
    });
    return sites;
  })();
  return made;
}
