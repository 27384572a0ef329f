import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { prover } from '../../main/pack/proofs';
import { base64 } from '../../main/proof/encoding';
import { appendLeaf, emptyRange, inclusionProof, type ReadNode } from '../../main/proof/tree';

/** The nodes of a tree of `size` leaves, as a ledger keeps them; `reads` counts. */
function treeOf(size: number): { readonly read: ReadNode; reads: number } {
  const range = emptyRange();
  const nodes = new Map<string, Uint8Array>();
  for (let leaf = 0; leaf < size; leaf += 1)
    appendLeaf(primitives.sha256, range, primitives.sha256(Buffer.from(`leaf ${leaf}`))).forEach(
      (hash, level) => {
        nodes.set(`${level}/${Math.floor(leaf / 2 ** level)}`, hash);
      },
    );
  const tree = {
    reads: 0,
    read: (level: number, index: number) => {
      tree.reads += 1;
      const node = nodes.get(`${level}/${index}`);
      if (node === undefined) throw new Error(`node ${level}/${index} is not whole`);
      return node;
    },
  };
  return tree;
}

describe('proofs of many leaves', () => {
  it('are those of each leaf by itself, whichever leaves are asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.nat(299), { maxLength: 40 }),
        (size, some) => {
          const tree = treeOf(size);
          const proofOf = prover(primitives.sha256, size, tree.read);
          const indexes = [...new Set(some.map((n) => n % size))].sort((a, b) => a - b);
          for (const index of indexes)
            expect(proofOf(index)).toEqual(
              inclusionProof(primitives.sha256, index, size, tree.read).map((hash) => base64(hash)),
            );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('read about two nodes a leaf when all are asked for', () => {
    const tree = treeOf(5000);
    const proofOf = prover(primitives.sha256, 5000, tree.read);
    for (let index = 0; index < 5000; index += 1) proofOf(index);
    expect(tree.reads).toBeLessThan(2.1 * 5000);
  });

  it('are not given of a leaf that is not in the tree', () => {
    expect(() => prover(primitives.sha256, 3, treeOf(3).read)(3)).toThrow(RangeError);
  });
});
