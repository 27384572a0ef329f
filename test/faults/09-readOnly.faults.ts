import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openLedger } from '../../main/ledger/open';
import { SITE } from '../ledger/rig';
import {
  buildChild,
  type ChildProgram,
  type ChildSite,
  type Ended,
  newChildSite,
  runToEnd,
} from '../ledger/spawnChild';
import { type FaultCase, lackingPrograms, programAt } from './case';
import { acknowledged, findAt, untruth } from './ledgerTrial';

const isRoot = (): boolean => process.geteuid?.() === 0;
/** An account that is nobody's: permissions do not bind root. */
const OTHER = 61_235;

/** Calls that write, but what a program says to its terminal. */
const WRITES = 'pwrite64,ftruncate,unlink,rename,link,mkdir,openat,fchmod,chmod';

/** A site with entries in it, closed. */
async function siteWithEntries(parent: string): Promise<ChildSite> {
  const site = newChildSite(parent);
  const { folder, headCopy, device } = site;
  const opening = openLedger({ folder, headCopy, site: SITE, device, app: '0.1.0', ballastBytes: 0 });
  if (!opening.ok) throw new Error(opening.message);
  for (let seq = 0; seq < 3; seq += 1)
    await opening.ledger.append({
      idem: `cmd_before_${seq}`,
      entries: [{ type: 'run.step-recorded', stream: 'run_0', actor: { system: 'test' }, body: { seq } }],
      answer: () => seq,
    });
  await opening.ledger.close();
  for (const path of [site.root, folder, dirname(headCopy)]) chmodSync(path, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  chmodSync(site.arguments[2] ?? '', 0o644);
  return site;
}

/** Bytes and times of every file of a site. */
const printOf = (site: ChildSite): string =>
  readdirSync(site.folder)
    .map(
      (name) =>
        `${name} ${statSync(join(site.folder, name)).size} ${statSync(join(site.folder, name)).mtimeMs}`,
    )
    .sort()
    .join('\n');

/** Attempts to write below the site, as the trace tells them. */
function attempts(trace: string, site: ChildSite): string[] {
  return trace
    .split('\n')
    .filter((line) => line.includes(site.folder))
    .filter((line) => !/openat\(/.test(line) || /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(line));
}

type Way = {
  readonly words: string;
  /** Takes the right away. */
  readonly take: (site: ChildSite) => void;
  /** Shell words before the program, which run where only it sees them; root only. */
  readonly mount?: string;
};

const WAYS: readonly Way[] = [
  { words: 'a folder without write permission', take: ({ folder }) => chmodSync(folder, 0o555) },
  {
    words: 'a ledger without write permission',
    take: ({ folder }) => {
      // The folder itself may be written to: only the ledger says no.
      chmodSync(folder, 0o777);
      chmodSync(join(folder, 'ledger.db'), 0o444);
    },
  },
  {
    words: 'a read-only mount',
    take: () => undefined,
    mount: 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"',
  },
  {
    words: 'a read-only ext4',
    take: () => undefined,
    mount:
      'truncate -s 24M "$2" && mkfs.ext4 -qF "$2" && mkdir "$2.d" && mount -o loop "$2" "$2.d" && cp -a "$1/." "$2.d" && mount -o remount,ro "$2.d" && mount --bind "$2.d" "$1"',
  },
  {
    words: 'an immutable ledger',
    take: () => undefined,
    mount: 'chattr +i "$1/ledger.db" && trap "chattr -i \'$1/ledger.db\'" EXIT',
  },
];

/** Starts a child without the right to write; tells what it said, and every attempt to write. */
async function start(
  program: ChildProgram,
  site: ChildSite,
  way: Way,
): Promise<{ ended: Ended; tried: string[] }> {
  way.take(site);
  const trace = join(mkdtempSync(`${site.root}-trace-`), 'trace');
  chmodSync(dirname(trace), 0o777);
  const child = [
    'strace',
    '-f',
    '-s',
    '4096',
    '-o',
    trace,
    '-e',
    `trace=${WRITES}`,
    process.execPath,
    program.file,
    'count',
    ...site.arguments,
  ];
  const words =
    way.mount !== undefined
      ? [
          'unshare',
          '-m',
          'sh',
          '-c',
          `${way.mount} || exit 77; shift 2; "$@"`,
          'sh',
          site.folder,
          `${site.root}.img`,
          ...child,
        ]
      : isRoot()
        ? ['setpriv', `--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups', ...child]
        : child;
  const ended = await runToEnd(words[0] ?? '', words.slice(1), 60_000);
  return { ended, tried: ended.code === 77 ? [] : attempts(readFileSync(trace, 'utf8'), site) };
}

export const faultCase: FaultCase = {
  promise: 9,
  title: 'Without the right to write a site is not written to, and it is said why',
  trials: { quick: 6, full: 45 },
  lacking: () => lackingPrograms('strace'),
  async run({ trials, seed, folder }) {
    const program = await buildChild(folder);
    // Another account has to reach what is made here.
    for (let at = dirname(program.file); at.includes('process-designer-fault'); at = dirname(at))
      chmodSync(at, 0o755);
    const ways = WAYS.filter(
      ({ mount }) => mount === undefined || (isRoot() && programAt('mkfs.ext4') !== undefined),
    );
    const wrong: string[] = [];
    let [made, tried, refused, met] = [0, 0, 0, 0];
    const notRun = new Set<string>();
    for (let trial = 0; trial < Math.ceil(trials / 2); trial += 1) {
      const way = ways[trial % ways.length] as Way;
      const site = await siteWithEntries(folder);
      if (isRoot() && way.mount === undefined) chownSync(join(site.folder, 'ledger.db'), 0, 0);
      const before = printOf(site);
      const { ended, tried: writes } = await start(program, site, way);
      chmodSync(site.folder, 0o755);
      if (ended.code === 77) {
        notRun.add(way.words);
        continue;
      }
      made += 1;
      tried += writes.length;
      if (ended.out.startsWith('REFUSED folder-read-only')) refused += 1;
      else wrong.push(`${way.words}: ${ended.out.slice(0, 200)}${ended.errors.slice(0, 200)}`);
      if (writes.length > 0) wrong.push(`${way.words}: ${writes[0]}`);
      if (printOf(site) !== before) wrong.push(`${way.words}: the folder is not as it was`);
    }
    // In the middle of the work every write is refused from one moment on, as when the disk is mounted read-only.
    for (let trial = 0; trial < Math.floor(trials / 2); trial += 1) {
      const site = await siteWithEntries(folder);
      const trace = join(site.root, 'trace');
      const inject = `inject=pwrite64,ftruncate,unlink,rename:error=EROFS:when=${20 + ((seed + trial * 37) % 400)}+`;
      const options = ['-f', '-o', trace, '-e', 'trace=pwrite64,ftruncate,unlink,rename', '-e', inject];
      const ended = await runToEnd(
        'strace',
        [...options, process.execPath, program.file, 'stubborn', ...site.arguments],
        60_000,
      );
      const untrue = untruth(ended, await findAt(site.folder, site.headCopy, site), 3);
      made += 1;
      if (/EROFS.*INJECTED/.test(readFileSync(trace, 'latin1'))) met += 1;
      if (untrue !== '') wrong.push(`read-only after ${acknowledged(ended)} entries: ${untrue}`);
    }
    // The control: with the right to write it writes.
    const site = await siteWithEntries(folder);
    const free = await runToEnd(process.execPath, [program.file, 'count', ...site.arguments], 60_000);
    return {
      trials: made,
      silent: wrong.length,
      figure: `${tried} attempts to write; ${refused} starts refused with the reason (${ways
        .map(({ words }) => words)
        .filter((words) => !notRun.has(words))
        .join(
          ', ',
        )}); ${met} runs became read-only in their midst${notRun.size > 0 ? `; not run: ${[...notRun].join(', ')}` : ''}`,
      ...(wrong[0] === undefined ? {} : { firstFailure: `seed ${seed}: ${wrong[0]}` }),
      control: {
        words: `with the right it records ${acknowledged(free)} entries`,
        failed: acknowledged(free) === 120,
      },
    };
  },
};
