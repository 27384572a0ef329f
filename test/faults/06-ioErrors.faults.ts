import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openLedger } from '../../main/ledger/open';
import { randomFrom } from '../ledger/random';
import { SITE } from '../ledger/rig';
import { buildChild, type ChildProgram, type ChildSite, newChildSite, runTraced } from '../ledger/spawnChild';
import { counted, type FaultCase, lackingPrograms } from './case';
import { inLanes } from './lanes';
import { acknowledged, findAt, untruth } from './ledgerTrial';

const CALLS = ['pwrite64', 'pread64', 'ftruncate', 'openat', 'rename', 'unlink'] as const;
const ERRORS = ['EIO', 'ENOSPC', 'EDQUOT', 'EACCES', 'EMFILE'] as const;
const MOMENTS = 100;

/** What every call on one of these meets; other files, such as the runtime's own, are let be. */
function filesOf(site: ChildSite): string[] {
  const database = join(site.folder, 'ledger.db');
  return [
    ...['', '-wal', '-shm', '-journal', '.new', '.new-wal', '.new-shm', '.new-journal', '.wal-kept'].map(
      (end) => `${database}${end}`,
    ),
    ...['ledger.head', 'ledger.head.new', 'writer.lock', 'writer.lock-journal', 'ballast', 'writer.txt'].map(
      (name) => join(site.folder, name),
    ),
    site.folder,
    site.headCopy,
    `${site.headCopy}.new`,
    dirname(site.headCopy),
  ];
}

type Trial = {
  readonly call: (typeof CALLS)[number];
  readonly error: (typeof ERRORS)[number];
  readonly moment: number;
  readonly sticky: boolean;
};

const wordsOf = ({ call, error, moment, sticky }: Trial): string =>
  `${error} at ${call} number ${moment}${sticky ? ' and after' : ''}`;

/** Runs a child in whose site one call fails, and looks at what is left. */
async function fail(program: ChildProgram, parent: string, trial: Trial) {
  const site = newChildSite(parent);
  try {
    const before = trial.moment % 2 === 0 ? 3 : 0;
    if (before > 0) await begin(site, before);
    const trace = join(site.root, 'trace');
    const inject = `inject=${trial.call}:error=${trial.error}:when=${trial.moment}${trial.sticky ? '+' : ''}`;
    const ended = await runTraced(
      program,
      'stubborn',
      site,
      [
        ...['-qq', '-o', trace, '-e', `trace=${trial.call}`, '-e', inject],
        ...filesOf(site).flatMap((path) => ['-P', path]),
      ],
      10_000 + 20_000,
    );
    const found = await findAt(site.folder, site.headCopy, site);
    const wrong = untruth(ended, found, before);
    return {
      wrong,
      // What does not open, hangs or dies says so; the rest would not have been noticed.
      silent: wrong !== '' && found.trouble === '' && !/^it (?:hung|died)/.test(wrong),
      refused: /^FA(?:ULT|ILED) unknown-outcome/m.test(ended.out),
      // The control: the same run, had it answered all the same and gone on.
      caught:
        untruth(
          { ...ended, out: ended.out.replace(/^FA(ULT|ILED) unknown.*$/gm, 'ACK 1\nTRY cmd_next\nACK 2') },
          found,
          before,
        ) !== '',
      met: /\(INJECTED\)/.test(readFileSync(trace, 'latin1')),
      acks: acknowledged(ended),
      out: `${ended.out.slice(-400)}${ended.errors.slice(-300)}`,
    };
  } finally {
    site.remove();
  }
}

/** A site with some entries in it, so that the fault meets an opening and not a making. */
async function begin(site: ChildSite, entries: number): Promise<void> {
  const { folder, headCopy, device } = site;
  const opening = openLedger({ folder, headCopy, site: SITE, device, app: '0.1.0', ballastBytes: 0 });
  if (!opening.ok) throw new Error(opening.message);
  for (let seq = 0; seq < entries; seq += 1)
    await opening.ledger.append({
      idem: `cmd_before_${seq}`,
      entries: [{ type: 'run.step-recorded', stream: 'run_0', actor: { system: 'test' }, body: { seq } }],
      answer: () => seq,
    });
  await opening.ledger.close();
}

export const faultCase: FaultCase = {
  promise: 6,
  title: 'Any error of the disk is survived',
  trials: { quick: 24, full: CALLS.length * ERRORS.length * MOMENTS * 2 },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder, say }) {
    const program = await buildChild(folder);
    const random = randomFrom(seed);
    const families = CALLS.flatMap((call) =>
      ERRORS.flatMap((error) => [false, true].map((sticky) => ({ call, error, sticky }))),
    );
    const full = trials >= families.length * MOMENTS;
    // All moments of a family in turn, until two runs in a row meet no error; few trials keep to moments that most meet.
    const momentsOf = (call: Trial['call'], family: number): number[] =>
      full
        ? Array.from({ length: MOMENTS }, (_, at) => at + 1)
        : family < trials
          ? [1 + Math.floor(random() * (call.startsWith('p') ? MOMENTS : 8))]
          : [];
    // In few trials the writes that fail come first: they alone show that an unknown outcome is said.
    const early = ({ call, error }: { call: string; error: string }): number =>
      call === 'pwrite64' && error === 'EIO' ? 1 : 0;
    const shuffled = full
      ? families
      : families
          .map((one) => ({ one, at: random() - early(one) }))
          .sort((left, right) => left.at - right.at)
          .map(({ one }) => one);
    const parent = join(folder, 'sites');
    mkdirSync(parent);
    let [silent, wrong, met, acks, done, refused, caught] = [0, 0, 0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    const tryOne = async (trial: Trial): Promise<boolean> => {
      const came = await fail(program, parent, trial);
      acks += came.acks;
      done += 1;
      if (came.met) met += 1;
      if (came.refused) refused += 1;
      if (came.refused && came.caught) caught += 1;
      if (came.wrong !== '') {
        wrong += 1;
        if (came.silent) silent += 1;
        firstFailure ??= `seed ${seed}, ${wordsOf(trial)}: ${came.wrong}: ${came.out}`;
        say(`${wordsOf(trial)}: ${came.wrong}`);
      }
      if (done % 200 === 0) say(`${counted(done)} tried, ${counted(met)} met an error`);
      return came.met;
    };
    await inLanes(shuffled, async (family, index) => {
      let unmet = 0;
      for (const moment of momentsOf(family.call, index)) {
        unmet = (await tryOne({ ...family, moment })) ? 0 : unmet + 1;
        if (unmet === 2) return;
      }
    });
    if (met < done / 4) throw new Error(`only ${met} of ${done} runs met an error`);
    return {
      trials: done,
      silent,
      figure: `${silent} false answers in ${counted(acks)} acknowledgements, ${wrong - silent} corrupt, hung or died; ${counted(met)} runs met an error${full ? ', each call up to where none was left to fail' : ''}`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `${caught} of ${refused} runs are caught when they answer all the same`,
        failed: caught > 0 && caught === refused,
      },
    };
  },
};
