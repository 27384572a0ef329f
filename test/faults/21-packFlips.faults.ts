import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packCrypto } from '../../main/jobs/verifyPack';
import type { PackMember } from '../../main/proof/pack/source';
import { verifyPack } from '../../main/proof/pack/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders } from '../commands/busyHistory';
import { judge } from '../pack/forging';
import { carryOut, membersOf, pack } from '../pack/packing';
import type { FaultCase } from './case';

/** What counts as a place: a byte, an entry, a line, a record of the ZIP, or a member that is named. */
const place =
  /[Bb]yte [\d,]+|[Ee]ntry [\d,]+ of K\d|in line [\d,]+|manifest\.(?:json|note)|keys\.json|member \S+|directory of the ZIP|end record/;

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function makePack(folder: string): Promise<Buffer> {
  const work = await AtWork.sample();
  try {
    const { seal } = await sampleOrders(work);
    await carryOut(work, seal);
    const path = join(folder, 'pack.zip');
    const scope = { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' } as const;
    await pack(work, path, { scope, disclose: [seal], complete: true });
    return readFileSync(path);
  } finally {
    await work.close();
  }
}

const flipped = (zip: Buffer, at: number, bit: number): Buffer => {
  const changed = Buffer.from(zip);
  changed[at] = (changed[at] as number) ^ (1 << bit);
  return changed;
};

/** Reads the ZIP as ordinary programs do, by its directory alone, and then judges what came out of it. */
async function judgeLeniently(zip: Buffer): Promise<number> {
  const members = new Map<string, PackMember>();
  try {
    for (const [name, bytes] of membersOf(zip))
      members.set(name, {
        size: bytes.length,
        read: async (from, to) => new Uint8Array(bytes.subarray(from, to)),
      });
  } catch {
    return 1;
  }
  return (await verifyPack({ kind: 'folder', members, problems: [] }, packCrypto)).verdict;
}

export const faultCase: FaultCase = {
  promise: 21,
  title: 'Any bit of an audit pack that is flipped is found, and its place is named',
  trials: { quick: 150, full: 10_000 },
  async run({ trials, seed, folder, say }) {
    const next = random(seed);
    const zip = await makePack(folder);
    const whole = await judge(zip);
    if (whole.verdict !== 2) throw new Error(`the pack itself is not valid: ${whole.words}`);
    // Pictures are most of the file; every other flip is somewhere else: a header of the ZIP, the manifest, a line.
    const small: number[] = [];
    const headers: number[] = [];
    let end = 0;
    for (const [name, bytes] of membersOf(zip)) {
      const from = bytes.byteOffset - zip.byteOffset;
      for (let at = end; at < from; at += 1) headers.push(at);
      end = from + bytes.length;
      if (!/^(?:evidence|closures)\//.test(name)) for (let at = from; at < end; at += 1) small.push(at);
    }
    for (let at = end; at < zip.length; at += 1) headers.push(at);
    let silent = 0;
    let placeless = 0;
    let bytes = 0;
    let firstFailure: string | undefined;
    const fail = (words: string): void => {
      firstFailure ??= `${words} (seed ${seed})`;
    };
    for (let trial = 0; trial < trials; trial += 1) {
      if (trial % 500 === 0) say(`${trial} of ${trials} flips`);
      const from = trial % 4 === 0 ? headers : trial % 4 === 2 ? small : undefined;
      const at =
        from === undefined
          ? Math.floor(next() * zip.length)
          : (from[Math.floor(next() * from.length)] as number);
      const bit = Math.floor(next() * 8);
      const found = await judge(flipped(zip, at, bit));
      const words = found.findings.join('\n');
      if (found.verdict !== 1) {
        silent += 1;
        fail(`bit ${bit} of byte ${at} was flipped, and the verdict was ${found.verdict}`);
      } else if (!place.test(words)) {
        placeless += 1;
        fail(`bit ${bit} of byte ${at} was flipped, and no place was named: ${words}`);
      }
      if (/[Bb]yte [\d,]+/.test(words)) bytes += 1;
    }
    let unseen = 0;
    const tries = 100;
    for (let trial = 0; trial < tries; trial += 1) {
      const at = headers[Math.floor(next() * headers.length)] as number;
      if ((await judgeLeniently(flipped(zip, at, Math.floor(next() * 8)))) !== 1) unseen += 1;
    }
    return {
      trials,
      silent,
      figure: `${(trials - silent - placeless).toLocaleString('en-US')} of ${trials.toLocaleString('en-US')} flips found with their place, the byte itself named in ${bytes.toLocaleString('en-US')}`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `read by its directory alone, ${unseen} of ${tries} flips in headers of the ZIP pass unseen`,
        failed: unseen > 0,
      },
    };
  },
};
