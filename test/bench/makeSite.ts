import { cpSync, existsSync, readdirSync } from 'node:fs';
import { closeSite } from '../../main/site/site';
import { bigSite } from './bigSite';

/**
 * `npm run bench -- --make-site DIR --entries N`: a site of at least N entries in DIR, made by the real append path. Its
 * people are the sample's. DIR must be missing or empty; a machine that opens it says that its second head was not there.
 */
export async function makeSite(folder: string, entries: number): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty. Nothing was made. Name a folder that is not there yet.`);
  if (!Number.isSafeInteger(entries) || entries < 100 || entries > 5_000_000)
    throw new Error('--entries takes a whole number from 100 to 5,000,000.');
  const begun = Date.now();
  const work = await bigSite(entries);
  const size = work.station.site.ledger.head()?.size ?? 0;
  await closeSite(work.station.site);
  cpSync(work.folder, folder, { recursive: true });
  work.discard();
  console.log(
    `${folder}: ${size.toLocaleString('en-US')} entries in ${((Date.now() - begun) / 1000).toFixed(0)} s`,
  );
}
