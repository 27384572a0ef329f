import type { VerifyReport } from '../contract/answers';
import type { Deed } from './deeds';
import type { Jobs } from './jobs';

/** The jobs of one verification: two of them read beside each other, because one processor is not enough. */
export const verifyJobs = ['planVerify', 'verifyChain', 'verifyContent', 'concludeVerify'] as const;

/** Verifies the site of this station in two processes; the report says whether it went on from an earlier time. */
export const verifyLedger: Deed<'verifyLedger'> = async (station, _window, { full }) => {
  const report = await verifyBeside(station.shell.jobs, station.site.folder, full === true);
  station.site.drafts.setNote(
    'last-check',
    JSON.stringify({
      at: report.at,
      ok: report.verdict === 0 || report.verdict === 2,
      words: report.words,
      report,
    }),
  );
  station.changed();
  return { ok: true, answer: report };
};

/**
 * Verifies the site in a folder, in two processes beside each other. Reads only, but for the note of how far was verified.
 * @throws JobStopped where it is cancelled, or in words where the folder cannot be read.
 */
export async function verifyBeside(jobs: Jobs, folder: string, full: boolean): Promise<VerifyReport> {
  const plan = await jobs.run('planVerify', { folder, full });
  const parts = [jobs.run('verifyChain', { plan }), jobs.run('verifyContent', { plan })] as const;
  try {
    const [chain, content] = await Promise.all(parts);
    return await jobs.run('concludeVerify', { plan, chain, content });
  } catch (fault) {
    // One half alone says nothing: where one stops, the other need not go on.
    for (const name of verifyJobs) jobs.cancel(name);
    await Promise.allSettled(parts);
    throw fault;
  }
}
