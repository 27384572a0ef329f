import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../ledger/random';
import { buildChild, type ChildProgram, newChildSite, runTraced } from '../ledger/spawnChild';
import { counted, type FaultCase, lackingPrograms } from './case';
import { inLanes } from './lanes';
import { acknowledged, findAt, untruth } from './ledgerTrial';

/** The syncs of the main thread in 110 steps and the start before them; strace counts those of each thread. */
const SYNCS = 200;

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
    // The full set fails each one, once and for good; the quick set some of them.
    const moments = Array.from({ length: trials }, (_, trial) =>
      trials >= 2 * SYNCS ? 1 + (trial >> 1) : 1 + Math.floor(random() * SYNCS),
    );
    let [silent, met, refused, caught, acks] = [0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    mkdirSync(join(folder, 'sites'));
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
      figure: `${silent} false answers in ${counted(acks)} acknowledgements; ${met} runs met a failing sync, ${refused} said that the outcome is unknown`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `${caught} of ${refused} runs are caught when they answer all the same`,
        failed: caught > 0 && caught === refused && met > trials / 2,
      },
    };
  },
};
