import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PackReport } from '../contract/packs';
import { refuse } from '../domain/refusal';
import { gapWords } from '../sync/merge';
import { inboxOf, stationOf } from './bundles';
import type { Deed } from './deeds';
import { JobStopped } from './jobs';
import { newId, type Station } from './station';

/** Verifies a pack, or a bundle for this station, in the utility process. Nothing is recorded or taken in. */
export const verifyFile: Deed<'verifyFile'> = async (station) => {
  const path = await station.shell.askFile('An audit pack, or a bundle for this station', [
    'zip',
    'pdbundle',
  ]);
  if (path === null) return { ok: true, answer: { report: null } };
  try {
    const report = path.toLowerCase().endsWith('.pdbundle')
      ? await bundleReport(station, path)
      : await station.shell.jobs.run('verifyPack', { path, site: station.site.identity.site });
    return { ok: true, answer: { report } };
  } catch (error) {
    if (!(error instanceof JobStopped)) throw error;
    return refuse('not-ready', error.message);
  }
};

/** Reads a bundle as an import would, in a folder of its own that is taken away again. */
async function bundleReport(station: Station, path: string): Promise<PackReport> {
  const begun = station.now();
  const { site } = station;
  const age = site.keys.loadAgeKey();
  const report = (verdict: 0 | 1, words: string, more: Partial<PackReport> = {}): PackReport => ({
    verdict,
    name: basename(path),
    words,
    findings: verdict === 0 ? [] : [words],
    number: null,
    siteName: null,
    site: null,
    sha256: null,
    ours: null,
    workOrders: 0,
    lines: 0,
    withheld: 0,
    erased: 0,
    files: 0,
    seconds: (station.now() - begun) / 1000,
    ...more,
  });
  if (!age)
    return report(
      1,
      'This station has no key for bundles yet, so the bundle cannot be opened. Start the app again: it makes one and says so.',
    );
  const inbox = join(inboxOf(station), `.check-${newId('bundle')}`);
  try {
    const reading = await station.shell.jobs.run('readBundle', {
      folder: site.folder,
      inbox,
      staging: join(inbox, 'staging'),
      source: path,
      copied: false,
      kind: 'bundle',
      device: site.device.id,
      site: site.identity.site,
      rootKey: site.identity.rootKey,
      identity: age.identity,
    });
    if (!reading.ok) return report(1, reading.words);
    const { manifest } = reading;
    const about: Partial<PackReport> = {
      siteName: station.world.site.site?.name ?? null,
      site: site.identity.site,
      ours: true,
      lines: manifest.logs.reduce((sum, { from, to }) => sum + to - from, 0),
      files: manifest.files.length,
    };
    if (reading.forks.length > 0)
      return report(
        1,
        `It shows another history of station ${reading.forks.map(({ log }) => stationOf(station, log)).join(', ')} than the one held here. Nothing was taken. Importing it keeps both signed heads as evidence.`,
        about,
      );
    const from = `A bundle of station ${manifest.from.station} for this one, every byte of it as it was signed.`;
    const gaps = gapWords(reading.gaps, (log) => stationOf(station, log));
    if (reading.known) return report(0, `${from} It was taken in before. Nothing was changed.`, about);
    return report(
      0,
      gaps === '' ? `${from} Nothing was taken in.` : `${from} ${gaps} Nothing was taken in.`,
      about,
    );
  } finally {
    rmSync(inbox, { recursive: true, force: true });
  }
}
