import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planVerify } from '../../main/jobs/verifyPlan';
import { closeSite } from '../../main/site/site';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { bigSite } from './bigSite';
import { type BenchCase, median, milliseconds } from './case';

/** Another size by VERIFY_ENTRIES; a site made before (`--make-site`) by VERIFY_SITE. */
const ENTRIES = Number(process.env.VERIFY_ENTRIES ?? 1_000_000);
const MOST_MEGABYTES = 200;
const MOST_CANCEL_MS = 200;

type Said = {
  readonly entries: number;
  readonly findings: number;
  readonly first?: string;
  readonly kilobytes: number;
};

async function answerOf(child: ChildProcess): Promise<Said> {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`a half of the verification ended with ${code}`);
  return JSON.parse(said) as Said;
}

async function siteFolder(): Promise<{ readonly folder: string; readonly discard: () => void }> {
  if (process.env.VERIFY_SITE) return { folder: process.env.VERIFY_SITE, discard: () => undefined };
  const work = await bigSite(ENTRIES);
  await closeSite(work.station.site);
  return { folder: work.folder, discard: () => work.discard() };
}

export const benchCase: BenchCase = {
  name: `Verify ${ENTRIES.toLocaleString('en')} entries: bytes, chain, tree, checkpoints, signatures, rules`,
  against: 'sha256sum of the database file',
  unit: 'ms',
  pass: { atMost: 2.5 },
  rounds: 5,
  setUp: async (folder) => {
    const program = await childProgram('test/bench/verifyChild.ts', join(folder, 'program'));
    const site = await siteFolder();
    const plan = planVerify(site.folder, true);
    const planFile = join(folder, 'plan.json');
    writeFileSync(planFile, JSON.stringify(plan));
    const half = (part: 'chain' | 'content'): ChildProcess =>
      spawn(process.execPath, [program, planFile, part], {
        env: childEnvironment,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const megabytes: number[] = [];
    const cancels: number[] = [];
    return {
      limit: () => milliseconds(() => execFileSync('sha256sum', [join(site.folder, 'ledger.db')])),
      product: async () => {
        let said: Said[] = [];
        const took = await milliseconds(async () => {
          said = await Promise.all([answerOf(half('chain')), answerOf(half('content'))]);
        });
        for (const one of said)
          if (one.findings > 0 || one.entries !== plan.entries)
            throw new Error(one.first ?? `${one.findings} findings in ${one.entries} entries`);
        megabytes.push(Math.max(...said.map(({ kilobytes }) => kilobytes / 1000)));
        cancels.push(await cancelled([half('chain'), half('content')]));
        return took;
      },
      tearDown: () => {
        const [memory, cancel] = [Math.max(...megabytes), median(cancels)];
        console.log(
          `  at most ${memory.toFixed(0)} MB a process (pass: ${MOST_MEGABYTES}), cancelled after ${cancel.toFixed(0)} ms (pass: ${MOST_CANCEL_MS})`,
        );
        site.discard();
        if (memory > MOST_MEGABYTES || cancel > MOST_CANCEL_MS)
          throw new Error('more memory, or a slower cancel, than the mark');
      },
    };
  },
};

/** Milliseconds from the cancel to the end of both, a second into their work. */
async function cancelled(children: readonly ChildProcess[]): Promise<number> {
  await new Promise((done) => setTimeout(done, 1000));
  return milliseconds(async () => {
    const ended = children.map((child) => (child.exitCode === null ? once(child, 'exit') : undefined));
    for (const child of children) child.kill();
    await Promise.all(ended);
  });
}
