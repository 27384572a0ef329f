import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CrashState, readFiles, SURVIVALS, type Survival, TracedDisk } from '../ledger/powerCut';
import { runToEnd } from '../ledger/spawnChild';

const CALLS = 'openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,link';

/**
 * Runs a program to its end under strace, and gives the disk below `root` as it changed it, from the files that were there. Throws
 * where it does not end with an acknowledgement.
 */
export async function traced(root: string, program: string, args: readonly string[]): Promise<TracedDisk> {
  const before = readFiles(
    readdirSync(root, { recursive: true })
      .map((name) => join(root, String(name)))
      .filter((path) => statSync(path).isFile()),
  );
  const folder = mkdtempSync(`${root}-trace-`);
  try {
    const file = join(folder, 'trace');
    const ended = await runToEnd(
      'strace',
      ['-f', '-xx', '-s', '4000000', '-e', `trace=${CALLS}`, '-o', file, process.execPath, program, ...args],
      300_000,
    );
    if (ended.code !== 0 || !/^ACK \d+$/m.test(ended.out))
      throw new Error(
        `under strace it ended with ${ended.code}: ${ended.out.slice(-500)}${ended.errors.slice(0, 900)}`,
      );
    return new TracedDisk(readFileSync(file, 'latin1'), root, before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** States at `count` random moments; `how` turns through the ways of surviving unless one is given. */
export function* cutAt(
  disk: TracedDisk,
  count: number,
  random: () => number,
  how?: Survival,
): Generator<CrashState> {
  const cuts = Array.from({ length: count }, () => Math.floor(random() * (disk.steps.length + 1)));
  cuts.sort((left, right) => left - right);
  yield* disk.states(cuts, (index) => how ?? SURVIVALS[index % SURVIVALS.length] ?? 'none', random);
}
