import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { concat, fromHex, hex, sameBytes } from '../../main/proof/encoding';
import { leafHash } from '../../main/proof/header';
import {
  appendLeaf,
  completedBy,
  completingLeaf,
  consistencyProof,
  emptyRange,
  emptyRoot,
  inclusionProof,
  type ReadNode,
  rangeOf,
  rootFromNodes,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../main/proof/tree';

const { sha256 } = primitives;

/** The definition of RFC 9162 2.1.1, word for word. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Uint8Array.of(1), merkleTreeHash(leaves.slice(0, k)), merkleTreeHash(leaves.slice(k)));
}

/** A log as it is stored: beside each leaf the nodes it completes. */
function build(count: number): { leaves: Uint8Array[]; roots: Uint8Array[]; read: ReadNode } {
  const range = emptyRange();
  const stored: Uint8Array[][] = [];
  const leaves: Uint8Array[] = [];
  const roots = [rootOf(sha256, range)];
  for (let index = 0; index < count; index += 1) {
    const leaf = leafHash(sha256, Buffer.from(`entry ${index}`));
    leaves.push(leaf);
    stored.push(appendLeaf(sha256, range, leaf));
    roots.push(rootOf(sha256, range));
  }
  const read: ReadNode = (level, index) => stored[completingLeaf(level, index)]?.[level] as Uint8Array;
  return { leaves, roots, read };
}

const SIZE = 64;
const log = build(SIZE);

describe('the tree', () => {
  it('has the root that RFC 9162 defines, for every size, appended or read back from stored nodes', () => {
    for (let size = 0; size <= SIZE; size += 1) {
      const expected = hex(merkleTreeHash(log.leaves.slice(0, size)));
      expect(hex(log.roots[size] as Uint8Array)).toBe(expected);
      expect(hex(rootFromNodes(sha256, size, log.read))).toBe(expected);
      expect(rangeOf(size, log.read).size).toBe(size);
    }
    expect(hex(emptyRoot(sha256))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('has the roots of the vectors published with Certificate Transparency', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const range = emptyRange();
    inputs.forEach((input, index) => {
      appendLeaf(sha256, range, leafHash(sha256, fromHex(input) as Uint8Array));
      expect(hex(rootOf(sha256, range))).toBe(roots[index]);
    });
  });

  it('stores beside each leaf exactly the nodes it completes', () => {
    const range = emptyRange();
    for (let seq = 0; seq < SIZE; seq += 1) {
      expect(appendLeaf(sha256, range, log.leaves[seq] as Uint8Array)).toHaveLength(completedBy(seq));
    }
  });
});

describe('proofs', () => {
  it('of inclusion hold for every entry in every size, and for no other entry, place, size or root', () => {
    for (let size = 1; size <= SIZE; size += 1) {
      const root = log.roots[size] as Uint8Array;
      for (let index = 0; index < size; index += 1) {
        const leaf = log.leaves[index] as Uint8Array;
        const proof = inclusionProof(sha256, index, size, log.read);
        expect(verifyInclusion(sha256, leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(sha256, leaf, index, size, [...proof, leaf], root)).toBe(false);
        if (proof.length > 0)
          expect(verifyInclusion(sha256, leaf, index, size, proof.slice(1), root)).toBe(false);
        if (size > 1) {
          const other = (index + 1) % size;
          expect(verifyInclusion(sha256, log.leaves[other] as Uint8Array, index, size, proof, root)).toBe(
            false,
          );
          expect(verifyInclusion(sha256, leaf, other, size, proof, root)).toBe(false);
        }
        expect(verifyInclusion(sha256, leaf, index, size, proof, log.roots[size - 1] as Uint8Array)).toBe(
          false,
        );
      }
    }
    expect(verifyInclusion(sha256, log.leaves[0] as Uint8Array, 0, 0, [], log.roots[0] as Uint8Array)).toBe(
      false,
    );
    expect(() => inclusionProof(sha256, 3, 3, log.read)).toThrow(RangeError);
  });

  it('of consistency hold between every two sizes, and for no other root', () => {
    for (let newer = 1; newer <= SIZE; newer += 1) {
      for (let older = 1; older <= newer; older += 1) {
        const proof = consistencyProof(sha256, older, newer, log.read);
        const [from, to] = [log.roots[older] as Uint8Array, log.roots[newer] as Uint8Array];
        expect(verifyConsistency(sha256, older, newer, proof, from, to)).toBe(true);
        expect(verifyConsistency(sha256, older, newer, proof, log.roots[older - 1] as Uint8Array, to)).toBe(
          false,
        );
        expect(verifyConsistency(sha256, older, newer, proof, from, log.roots[newer - 1] as Uint8Array)).toBe(
          false,
        );
        expect(verifyConsistency(sha256, older, newer, [...proof, from], from, to)).toBe(false);
        if (proof.length > 0)
          expect(verifyConsistency(sha256, older, newer, proof.slice(1), from, to)).toBe(false);
      }
    }
    expect(() => consistencyProof(sha256, 0, 3, log.read)).toThrow(RangeError);
    expect(() => consistencyProof(sha256, 4, 3, log.read)).toThrow(RangeError);
  });

  it('fail when any one bit of them is changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: SIZE }), fc.nat(), fc.nat(), (size, at, bit) => {
        const index = at % size;
        const proof = inclusionProof(sha256, index, size, log.read);
        const whole = concat(...proof);
        const place = bit % (whole.length * 8);
        whole[place >> 3] = (whole[place >> 3] as number) ^ (1 << (place & 7));
        const damaged = proof.map((_, part) => whole.subarray(part * 32, part * 32 + 32));
        expect(
          verifyInclusion(
            sha256,
            log.leaves[index] as Uint8Array,
            index,
            size,
            damaged,
            log.roots[size] as Uint8Array,
          ),
        ).toBe(false);
      }),
    );
  });

  it('work at places beyond 2^32', () => {
    const far = 2 ** 40 + 5;
    expect(completingLeaf(40, 0)).toBe(2 ** 40 - 1);
    expect(completedBy(2 ** 40 - 1)).toBe(41);
    const range = rangeOf(far, (level, index) => sha256(Buffer.from(`${level}/${index}`)));
    expect(range.levels).toEqual([40, 2, 0]);
    expect(sameBytes(range.peaks[0] as Uint8Array, sha256(Buffer.from('40/0')))).toBe(true);
  });
});
