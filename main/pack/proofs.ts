import { base64 } from '../proof/encoding';
import type { Sha256 } from '../proof/primitives';
import { nodeHash, type ReadNode } from '../proof/tree';

/** Largest power of two smaller than `size` (size ≥ 2). */
function split(size: number): number {
  const width = 2 ** Math.floor(Math.log2(size));
  return width === size ? width / 2 : width;
}

/**
 * Inclusion proofs of many leaves of one tree, asked for by rising index: those of `inclusionProof`, in base64 from the leaf up.
 * Neighbours share all but the lowest hashes, so one node of each level is remembered, and every one of the ragged right edge.
 */
export function prover(sha256: Sha256, size: number, read: ReadNode): (index: number) => string[] {
  const ofLevel: { index: number; text: string }[] = [];
  const edge = new Map<number, Uint8Array>();
  const edgeText = new Map<number, string>();

  const whole = (level: number, index: number): string => {
    const known = ofLevel[level];
    if (known?.index === index) return known.text;
    const text = base64(read(level, index));
    ofLevel[level] = { index, text };
    return text;
  };
  /** Only subtrees that end where the tree ends are not whole, and each of them begins elsewhere. */
  const ragged = (start: number, width: number): Uint8Array => {
    const level = Math.floor(Math.log2(width));
    if (2 ** level === width) return read(level, start / width);
    const known = edge.get(start);
    if (known !== undefined) return known;
    const left = split(width);
    const hash = nodeHash(sha256, read(Math.log2(left), start / left), ragged(start + left, width - left));
    edge.set(start, hash);
    return hash;
  };
  const subtree = (start: number, width: number): string => {
    const level = Math.floor(Math.log2(width));
    if (2 ** level === width) return whole(level, start / width);
    const known = edgeText.get(start);
    if (known !== undefined) return known;
    const text = base64(ragged(start, width));
    edgeText.set(start, text);
    return text;
  };

  return (index) => {
    if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
    const proof: string[] = [];
    let [start, width] = [0, size];
    while (width > 1) {
      const left = split(width);
      if (index < start + left) {
        proof.push(subtree(start + left, width - left));
        width = left;
      } else {
        proof.push(subtree(start, left));
        start += left;
        width -= left;
      }
    }
    return proof.reverse();
  };
}
