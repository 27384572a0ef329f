import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../ledger/random';
import { buildChild, type ChildProgram, newChildSite, runTraced } from '../ledger/spawnChild';
import { counted, type FaultCase, lackingPrograms } from './case';
import { inLanes } from './lanes';
import { acknowledged, findAt, untruth } from './ledgerTrial';

/** At least the syncs of the busiest thread in 110 steps and the start before them. */
const SYNCS = 200;

/** How often the busiest thread of an undisturbed run syncs: strace counts the calls of each thread by itself. */
async function countSyncs(program: ChildProgram, parent: string): Promise<number> {
  const site = newChildSite(parent);
  try {
    const trace = join(site.root, 'trace');
    const ended = await runTraced(program, 'stubborn', site, ['-o', trace, '-e', 'trace=fsync,fdatasync']);
    const byThread = new Map<string, number>();
    for (const [, thread] of readFileSync(trace, 'latin1').matchAll(/^(\d+) +f(?:data)?sync\(/gm))
      byThread.set(thread as string, (byThread.get(thread as string) ?? 0) + 1);
    const most = Math.max(0, ...byThread.values());
    if (most === 0) throw new Error(`No sync was traced: ${ended.errors.slice(0, 300)}`);
    return most;
  } finally {
    site.remove();
  }
}

/** What came of one run during which the sync number `from` failed; `sticky`: and every one after it. */
async function fail(program: ChildProgram, parent: string, from: number, sticky: boolean) {
  const site = newChildSite(parent);
  try {
    const trace = join(site.root, 'trace');
    const inject = `inject=fsync,fdatasync:error=EIO:when=${from}${sticky ? '+' : ''}`;
    const options = ['-o', trace, '-e', 'trace=fsync,fdatasync', '-e', inject];
    const ended = await runTraced(program, 'stubborn', site, options, 10_000 + 20_000);
    const found = await findAt(site.folder, site.headCopy, site);
    return {
      wrong: untruth(ended, found),
      // The control: the same run, had it answered all the same and gone on.
      caught:
        untruth(
          { ...ended, out: ended.out.replace(/^FA(ULT|ILED) unknown.*$/gm, 'ACK 1\nTRY cmd_next\nACK 2') },
          found,
        ) !== '',
      met: /\(INJECTED\)/.test(readFileSync(trace, 'latin1')),
      refused: /^FA(?:ULT|ILED) unknown-outcome/m.test(ended.out),
      acks: acknowledged(ended),
      out: ended.out,
    };
  } finally {
    site.remove();
  }
}

export const faultCase: FaultCase = {
  promise: 5,
  title: 'A sync that fails is never answered as recorded',
  trials: { quick: 12, full: 2 * SYNCS },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder, say }) {
    const program = await buildChild(folder);
    const random = randomFrom(seed);
    mkdirSync(join(folder, 'sites'));
    const syncs = await countSyncs(program, join(folder, 'sites'));
    // The full set fails each one, once and for good; the quick set some of them, none so late that the threads of the runtime,
    // which share the work otherwise in each run, might not come to it.
    const moments = Array.from({ length: trials }, (_, trial) =>
      trials >= 2 * SYNCS ? 1 + ((trial >> 1) % syncs) : 1 + Math.floor((random() * syncs) / 2),
    );
    let [silent, met, refused, caught, acks] = [0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    await inLanes(moments, async (from, trial) => {
      const sticky = trial % 2 === 0;
      const done = await fail(program, join(folder, 'sites'), from, sticky);
      acks += done.acks;
      if (done.met) met += 1;
      if (done.refused) refused += 1;
      if (done.refused && done.caught) caught += 1;
      if (done.wrong !== '') {
        silent += 1;
        firstFailure ??= `seed ${seed}, sync ${from}${sticky ? ' and after' : ''}: ${done.wrong}: ${done.out.slice(-300)}`;
      }
      if (trial % 50 === 49) say(`${trial + 1} of ${trials}`);
    });
    return {
      trials,
      silent,
      figure: `${silent} false answers in ${counted(acks)} acknowledgements; ${met} runs met a failing sync (of ${syncs} in a run), ${refused} said that the outcome is unknown`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `${caught} of ${refused} runs are caught when they answer all the same`,
        failed: caught > 0 && caught === refused && met > trials / 2,
      },
    };
  },
};
