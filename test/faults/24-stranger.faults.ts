import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders } from '../commands/busyHistory';
import { sampleProject } from '../fixtures/closureRecord';
import { randomFrom } from '../ledger/random';
import { carryOut, pack, readPack } from '../pack/packing';
import { withFlip, withheld, withoutFile, withoutLine, withoutRun } from '../pack/tampering';
import type { FaultCase } from './case';

/**
 * A verifier in another language, written from the format's page and two packs by somebody who had seen nothing else of this
 * project. It is not changed to agree: where the two differ, one of them or the page is wrong.
 */
const stranger = join(sampleProject, 'test', 'pack', 'stranger.py');

function strangersVerdict(path: string): Promise<{ readonly verdict: number; readonly words: string }> {
  return new Promise((resolve) => {
    execFile('python3', [stranger, path], { maxBuffer: 16 * 1024 * 1024 }, (error, out, err) => {
      const verdict = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ verdict, words: `${out.split('\n').slice(0, 3).join(' | ')}${err}` });
    });
  });
}

const has = (program: string): boolean =>
  spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

export const faultCase: FaultCase = {
  promise: 24,
  title: 'A stranger with the page alone comes to the same verdict',
  // One good pack in eleven.
  trials: { quick: 22, full: 11_000 },
  lacking: () =>
    has('python3') && has('openssl')
      ? undefined
      : 'needs python3 and openssl: not run. Type:  apt-get install python3 openssl',
  async run({ trials, seed, folder, say }) {
    const random = randomFrom(seed);
    const below = (n: number): number => Math.floor(random() * n);
    const work = await AtWork.sample();
    let good = 0;
    let mutated = 0;
    let silent = 0;
    let firstFailure: string | undefined;
    const compare = async (path: string, what: string, wanted: readonly number[]): Promise<void> => {
      const [theirs, ours] = await Promise.all([strangersVerdict(path), verifyPackFile(path)]);
      if (theirs.verdict === ours.verdict && wanted.includes(ours.verdict)) return;
      silent += 1;
      firstFailure ??= `${what}: ours ${ours.verdict} (${ours.words}), theirs ${theirs.verdict} (${theirs.words}) (seed ${seed})`;
    };
    try {
      const orders = await sampleOrders(work);
      await carryOut(work, orders.seal);
      const all = Object.values(orders);
      const path = join(folder, 'pack.zip');
      const bad = join(folder, 'changed.zip');
      while (good + mutated < trials) {
        const disclose = all.filter((one) => one === orders.seal || below(2) === 0);
        const complete = below(2) === 0;
        const scope =
          below(2) === 0
            ? { kind: 'work-orders' as const, workOrders: disclose }
            : { kind: 'dates' as const, from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
        await pack(work, path, { scope, disclose, complete });
        await compare(path, `a good pack of ${disclose.length} work orders`, [complete ? 2 : 0]);
        good += 1;
        const zip = readFileSync(path);
        const { lines, members } = readPack(zip);
        const someLine = () => lines[below(lines.length)] ?? { log: '', seq: 0 };
        const changes: (() => [string, Buffer])[] = [
          () => {
            const at = below(zip.length);
            return [`a flip at byte ${at}`, withFlip(zip, at, below(8))];
          },
          () => {
            const length = below(zip.length);
            return [`cut at ${length}`, zip.subarray(0, length)];
          },
          () => ['a byte more', Buffer.concat([zip, Buffer.from([below(256)])])],
          () => {
            const { log, seq } = someLine();
            return [`without line ${seq}`, withoutLine(zip, { log, seq })];
          },
          () => {
            const { log, seq } = someLine();
            return [`line ${seq} without what it says`, withheld(zip, { log, seq })];
          },
          () => ['without a run', withoutRun(zip, orders.seal)],
          () => {
            const names = [...members.keys()];
            const name = names[below(names.length)] ?? '';
            return [`without ${name}`, withoutFile(zip, name)];
          },
        ];
        for (let n = 0; n < 10 && good + mutated < trials; n += 1) {
          const [what, bytes] = (changes[n < 4 ? 0 : below(changes.length)] as (typeof changes)[number])();
          mutated += 1;
          writeFileSync(bad, bytes);
          if (!zip.equals(bytes)) await compare(bad, what, [1]);
        }
        if (good % 10 === 0) say(`${good + mutated} of ${trials} packs`);
      }
    } finally {
      await work.close();
    }
    return {
      trials: good + mutated,
      silent,
      figure: `the same verdict on ${good.toLocaleString('en-US')} good and ${mutated.toLocaleString('en-US')} changed packs, but for ${silent}`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
    };
  },
};
