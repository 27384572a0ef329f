import type { JobName, JobTable, JobVoice } from '../commands/jobs';

type Job<N extends JobName> = (
  given: JobTable[N]['given'],
  voice: JobVoice<N>,
) => Promise<JobTable[N]['result']>;

/** Every job, loaded when it is asked for. A job throws with words for people when it cannot do its work. */
const jobs: { readonly [N in JobName]: () => Promise<Job<N>> } = {
  verify: async () => {
    const { verifySite } = await import('./verifySite');
    return ({ folder }, voice) => verifySite(folder, (done, total) => voice.progress(done, total));
  },
};

/** Runs one job here, in this process: what the utility process does, and what tests do without one. */
export async function runJob<N extends JobName>(
  name: N,
  given: JobTable[N]['given'],
  voice: JobVoice<N>,
): Promise<JobTable[N]['result']> {
  const job = await jobs[name]();
  return job(given, voice);
}
