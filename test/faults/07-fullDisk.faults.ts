import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import type { FaultCase } from './case';
import { diskKind, lackingDisk, onSmallDisk } from './disks';

/** Trials of one round of the child: append, photo, two signatures, close, import, backup. */
const ACTS = 7;

type Came = { readonly code: string; readonly message: string };
/** What the child says of one act on a full disk. */
type Trial = {
  readonly act: string;
  readonly what: 'bytes' | 'inodes';
  readonly full: Came;
  /** The same once the ballast's space was gone as well. */
  readonly again?: Came;
  readonly after?: Came;
  readonly grown: number;
  readonly readable: boolean;
  readonly ballast: 'kept' | 'given up' | 'none';
};

const isFullWords = ({ code, message }: Came): boolean =>
  ['disk-full', 'evidence-refused', 'not-ready', 'folder'].includes(code) && /full/.test(message);

/** What is wrong with how an act ended; empty: nothing. */
function wrongIn(trial: Trial): string {
  const { act, full, again, after, readable } = trial;
  if (act === 'start' && full.code !== 'ok') return `it did not open: ${full.message}`;
  if (!readable) return 'the ledger could not be read while the disk was full';
  for (const came of [full, again])
    if (came !== undefined && came.code !== 'ok' && !isFullWords(came))
      return `${came.code}: ${came.message}`;
  // Refused, it leaves at most the entry that tells of the full disk; an import is written as it goes, and says so.
  if (full.code !== 'ok' && act !== 'import' && trial.grown > 1)
    return `${trial.grown} entries of a refused ${act}`;
  if (after !== undefined && after.code !== 'ok')
    return `after space was freed: ${after.code}: ${after.message}`;
  return '';
}

export const faultCase: FaultCase = {
  promise: 7,
  title: 'A full disk is said, leaves nothing half-written, and work goes on once space is freed',
  trials: { quick: ACTS, full: 105 },
  lacking: lackingDisk,
  async run({ trials, seed, folder, say }) {
    const program = await childProgram('test/faults/fullDiskChild.ts', join(folder, 'program'));
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    const rounds = Math.ceil(trials / ACTS);
    const disk = join(folder, 'disk');
    const ended = await onSmallDisk(
      folder,
      { megabytes: 200 + 10 * rounds, inodes: 4000 + 300 * rounds },
      process.execPath,
      [program, disk, outside, String(rounds)],
      120_000 + rounds * 60_000,
      { ...childEnvironment, TMPDIR: disk },
    );
    const lines = ended.out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const end = lines.find((line) => 'findings' in line);
    if (end === undefined)
      throw new Error(
        `the child ended with ${ended.code} ${ended.signal}: ${ended.out.slice(-3000)}${ended.errors.slice(-600)}`,
      );
    const made = lines.filter((line) => 'act' in line) as unknown as Trial[];
    const halfWritten = lines.filter((line) => 'halfWritten' in line);
    const wrong = made.flatMap((trial) => {
      const words = wrongIn(trial);
      return words === '' ? [] : [`${trial.act}, ${trial.what}: ${words}`];
    });
    if ((end.findings as unknown[]).length > 0)
      wrong.push(`Verify: ${JSON.stringify(end.findings).slice(0, 400)}`);
    if (halfWritten.length > 0) wrong.push(JSON.stringify(halfWritten[0]));
    for (const words of wrong) say(words);
    const refused = made.filter(({ full, again }) => (again ?? full).code !== 'ok').length;
    const given = made.filter(({ ballast }) => ballast === 'given up').length;
    return {
      trials: made.length,
      silent: 0,
      figure: `${wrong.length} wrong; ${refused} refused on a full ${diskKind()}, all readable then and done after space was freed without a restart; ballast given up ${given} times`,
      ...(wrong[0] === undefined ? {} : { firstFailure: `seed ${seed}: ${wrong[0]}` }),
      control: {
        words: `${refused} of ${made.length} acts could not be done while the disk was full`,
        failed: refused > made.length / 3 && given > 0,
      },
    };
  },
};
