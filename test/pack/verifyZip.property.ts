import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { packCrypto } from '../../main/jobs/verifyPack';
import { primitives } from '../../main/ledger/primitives';
import { sameBytes } from '../../main/proof/encoding';
import { ProvedTree } from '../../main/proof/pack/lines';
import { changedBytes, crc32, isStreamed, readZip, type ZipReading } from '../../main/proof/pack/zip';
import { appendLeaf, completingLeaf, emptyRange, inclusionProof, rootOf } from '../../main/proof/tree';

const plain = {
  mtime: new Date(2000, 0, 1),
  forceDosTimestamp: true,
  mode: 0o100644,
  compress: false,
} as const;

/** A ZIP by another program's code; streamed members have a descriptor behind. */
async function zipOf(
  members: readonly (readonly [string, Uint8Array])[],
  { large = false, asTheFormatSays = true } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of members) {
    if (isStreamed(name) === asTheFormatSays) {
      const { Readable } = await import('node:stream');
      zip.addReadStream(Readable.from([Buffer.from(bytes)]), name, { ...plain, size: bytes.length });
    } else zip.addBuffer(Buffer.from(bytes), name, plain);
  }
  zip.end({ forceZip64Format: large, comment: '' });
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const read = (bytes: Uint8Array): Promise<ZipReading> =>
  readZip({ size: bytes.length, read: async (from, to) => bytes.subarray(from, to) });

const members: readonly (readonly [string, Uint8Array])[] = [
  ['index.html', Buffer.from('<!doctype html>')],
  ['ledger/a/entries.jsonl', Buffer.from('{}\n{}\n')],
  ['evidence/nothing', new Uint8Array(0)],
  ['FORMAT.md', Buffer.from('# Ledger format')],
];

describe('the strict reader of ZIPs', () => {
  it('reads what another program writes in this form, with and without descriptors', async () => {
    const zip = await zipOf(members);
    const { members: found, problems } = await read(zip);
    expect(problems).toEqual([]);
    expect(found.map(({ name, size }) => [name, size])).toEqual(members.map(([name, b]) => [name, b.length]));
    found.forEach(({ at, size, crc }, index) => {
      const bytes = zip.subarray(at, at + size);
      expect(sameBytes(bytes, (members[index] as readonly [string, Uint8Array])[1])).toBe(true);
      expect(crc).toBe(nodeCrc32(bytes));
    });
  });

  it('finds a member that has a descriptor where the format has none, or the other way round', async () => {
    expect((await read(await zipOf(members, { asTheFormatSays: false }))).problems.length).toBeGreaterThan(0);
  });

  it('finds every bit of every header that is flipped, and names a byte, a member or a record', async () => {
    const zip = await zipOf(members);
    const { members: found } = await read(zip);
    const content = new Set(found.flatMap(({ at, size }) => Array.from({ length: size }, (_, i) => at + i)));
    let flips = 0;
    for (let at = 0; at < zip.length; at += 1) {
      if (content.has(at)) continue;
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(zip);
        changed[at] = (changed[at] as number) ^ (1 << bit);
        const { problems } = await read(changed);
        flips += 1;
        expect([at, bit, problems.length > 0]).toEqual([at, bit, true]);
        expect(problems[0]).toMatch(
          /byte [\d,]+ of the file|names \d+ members|the file holds|stands in it twice|does not fit/,
        );
      }
    }
    expect(flips).toBeGreaterThan(3000);
  });

  it('finds bytes before, between, behind, and a file that was cut anywhere', async () => {
    const zip = await zipOf(members);
    const { members: found } = await read(zip);
    const last = found[3] as (typeof found)[number];
    for (const at of [0, last.at + last.size, zip.length]) {
      const more = Buffer.concat([zip.subarray(0, at), Buffer.from('x'), zip.subarray(at)]);
      expect((await read(more)).problems.length).toBeGreaterThan(0);
    }
    for (let length = 0; length < zip.length; length += 1)
      expect((await read(zip.subarray(0, length))).problems.length).toBeGreaterThan(0);
  });

  it('refuses what an ordinary program writes: compressed, with times, with the form for large files where none is', async () => {
    const of = async (options: object, comment = ''): Promise<ZipReading> => {
      const zip = new ZipFile();
      zip.addBuffer(Buffer.from('a a a a a a a'), 'a', { ...plain, ...options });
      zip.end({ comment, forceZip64Format: false });
      const parts: Buffer[] = [];
      for await (const part of zip.outputStream) parts.push(part as Buffer);
      return read(Buffer.concat(parts));
    };
    expect((await of({})).problems).toEqual([]);
    for (const options of [
      { compress: true },
      { mtime: new Date(2001, 0, 1) },
      { forceDosTimestamp: false },
      { mode: 0o100755 },
      { fileComment: 'x' },
      { forceZip64Format: true },
    ])
      expect((await of(options)).problems.length).toBeGreaterThan(0);
    expect((await of({}, 'x')).problems.length).toBeGreaterThan(0);
    expect((await read(await zipOf(members, { large: true }))).problems.length).toBeGreaterThan(0);
    expect(
      (
        await read(
          await zipOf([
            ['a', Buffer.from('1')],
            ['a', Buffer.from('2')],
          ]),
        )
      ).problems.join(),
    ).toMatch(/twice/);
    expect((await read(await zipOf([['a b', Buffer.from('1')]]))).problems.join()).toMatch(
      /no member of a pack has/,
    );
  });

  it('never throws for what it reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await read(bytes)).problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the CRC of a member', () => {
  it('is that of other programs, in one piece or several', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
        expect(crc32(bytes)).toBe(nodeCrc32(bytes));
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(nodeCrc32(bytes));
      }),
    );
  });

  it('tells which one byte was changed, and by what', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 5000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, where, by) => {
          const at = where % bytes.length;
          const changed = Uint8Array.from(bytes);
          changed[at] = (changed[at] as number) ^ by;
          expect([...changedBytes(bytes.length, crc32(changed), crc32(bytes))]).toContainEqual({ at, by });
        },
      ),
    );
  });
});

describe('the tree that lines are proved in', () => {
  const leaves = Array.from({ length: 300 }, (_, n) => primitives.sha256(Buffer.from(`leaf ${n}`)));
  const treeOf = (size: number) => {
    const range = emptyRange();
    const nodes = leaves.slice(0, size).map((leaf) => appendLeaf(primitives.sha256, range, leaf));
    const node = (level: number, index: number): Uint8Array =>
      (nodes[completingLeaf(level, index)] as Uint8Array[])[level] as Uint8Array;
    return {
      root: rootOf(primitives.sha256, range),
      proof: (seq: number) => inclusionProof(primitives.sha256, seq, size, node),
    };
  };

  it('takes exactly the right proof of each of any rising leaves, at about two hashes for a neighbour', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.nat(299), { maxLength: 30 }),
        async (size, some) => {
          const tree = treeOf(size);
          const proved = new ProvedTree(packCrypto, size, tree.root);
          for (const seq of [...new Set(some.map((n) => n % size))].sort((a, b) => a - b)) {
            const proof = tree.proof(seq);
            const leaf = leaves[seq] as Uint8Array;
            expect(await proved.holds(leaf, seq, proof)).toBe(true);
            for (let at = 0; at < proof.length; at += 1) {
              const wrong = proof.map((hash, n) => (n === at ? primitives.sha256(hash) : hash));
              expect(await proved.holds(leaf, seq, wrong)).toBe(false);
            }
            expect(await proved.holds(leaf, seq, [...proof, leaf])).toBe(false);
            expect(await proved.holds(primitives.sha256(leaf), seq, proof)).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
    let hashes = 0;
    const counting = {
      ...packCrypto,
      sha256: (...parts: Uint8Array[]) => {
        hashes += 1;
        return primitives.sha256(...parts);
      },
    };
    const tree = treeOf(256);
    const proved = new ProvedTree(counting, 256, tree.root);
    for (let seq = 0; seq < 256; seq += 1)
      expect(await proved.holds(leaves[seq] as Uint8Array, seq, tree.proof(seq))).toBe(true);
    expect(hashes).toBeLessThan(2 * 256);
  });
});
