import type { JobName, JobTable, JobVoice } from '../commands/jobs';

type Job<N extends JobName> = (
  given: JobTable[N]['given'],
  voice: JobVoice<N>,
) => Promise<JobTable[N]['result']>;

/** Every job, loaded when it is asked for. A job throws with words for people when it cannot do its work. */
const jobs: { readonly [N in JobName]: () => Promise<Job<N>> } = {
  planVerify: async () => {
    const { planVerify } = await import('./verifyPlan');
    return async ({ folder, full }) => planVerify(folder, full);
  },
  verifyChain: async () => {
    const { verifyChain } = await import('./verifySite');
    return ({ plan }, voice) => verifyChain(plan, seldom(voice.progress));
  },
  verifyContent: async () => {
    const { verifyContent } = await import('./verifySite');
    return ({ plan }, voice) => verifyContent(plan, seldom(voice.progress));
  },
  concludeVerify: async () => {
    const { concludeVerify, rememberVerified } = await import('./verifySite');
    return async ({ plan, chain, content }) => {
      const { report } = concludeVerify(plan, chain, content);
      rememberVerified(plan, report, chain);
      return report;
    };
  },
  readHistory: async () => (await import('./history/jobs')).readHistory,
  previewHistory: async () => (await import('./history/jobs')).previewHistory,
  importHistory: async () => (await import('./history/jobs')).importHistory,
  backUp: async () => {
    const { backUp } = await import('./backUp');
    return (given, voice) => backUp(given, seldom(voice.progress));
  },
  checkBackup: async () => {
    const { checkBackup } = await import('./checkBackup');
    return (given, voice) => checkBackup(given, seldom(voice.progress));
  },
  collectBundle: async () => {
    const { collectBundle } = await import('../sync/collect');
    return (given, voice) =>
      collectBundle(given, (done, total) => voice.progress(done, total, 'Gathering entries'));
  },
  sealBundle: async () => {
    const { sealBundle } = await import('../sync/seal');
    return (given, voice) =>
      sealBundle(given, (done, total) => voice.progress(done, total, 'Writing the bundle'));
  },
  readBundle: async () => {
    const { readBundle } = await import('./readBundle');
    return (given, voice) => readBundle(given, seldom(voice.progress));
  },
  writePack: async () => {
    const [{ writePack }, { verifyPackFile }] = await Promise.all([
      import('../pack/write'),
      import('./verifyPack'),
    ]);
    return (given, voice) =>
      writePack(given, {
        progress: seldom(voice.progress),
        send: voice.send,
        verify: (path, progress) => verifyPackFile(path, progress),
      });
  },
  rewriteLedger: async () => {
    const { rewriteDatabase } = await import('../ledger/database');
    return async ({ folder }, voice) => {
      voice.progress(0, 1, 'Writing the ledger’s file anew, so that nothing erased is left in it');
      rewriteDatabase(folder);
      return { ok: true };
    };
  },
  verifyPack: async () => {
    const { verifyPackFile } = await import('./verifyPack');
    return ({ path, site }, voice) => verifyPackFile(path, seldom(voice.progress), site);
  },
  stageBackup: async () => {
    const { stageBackup } = await import('./checkBackup');
    return (given, voice) => stageBackup(given, seldom(voice.progress));
  },
};

type Told = (done: number, total: number, words: string) => void;

/** Tells at most twenty times a second, and always when the words change: a backup may hold a hundred thousand files. */
function seldom(tell: (done: number, total: number, words?: string) => void): Told {
  let last = 0;
  let kind = '';
  return (done, total, words) => {
    const now = performance.now();
    const changed = words.replace(/\d.*/, '') !== kind;
    if (!changed && done < total && now - last < 50) return;
    last = now;
    kind = words.replace(/\d.*/, '');
    tell(done, total, words);
  };
}

/** Runs one job here, in this process: what the utility process does, and what tests do without one. */
export async function runJob<N extends JobName>(
  name: N,
  given: JobTable[N]['given'],
  voice: JobVoice<N>,
): Promise<JobTable[N]['result']> {
  const job = await jobs[name]();
  return job(given, voice);
}
