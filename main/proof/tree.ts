/**
 * Merkle tree of RFC 9162 section 2.1: node = SHA-256(0x01 ‖ left ‖ right), leaf = SHA-256(0x00 ‖ header bytes).
 * Sizes and indexes are ordinary integers below 2^53; no bit operations, so nothing wraps at 2^32.
 */
import { sameBytes } from './encoding';
import type { HashTo, Sha256 } from './primitives';

const NODE_TAG = new Uint8Array([1]);

export function nodeHash<T>(sha256: HashTo<T>, left: Uint8Array, right: Uint8Array): T {
  return sha256(NODE_TAG, left, right);
}

/** Root of the empty tree: SHA-256 of nothing. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256();
}

/**
 * The complete subtrees of a tree of `size` leaves, largest first: all that is needed to append and to tell the root.
 * `levels[i]` is the height of `peaks[i]` (a peak at level k holds 2^k leaves).
 */
export interface CompactRange {
  size: number;
  readonly peaks: Uint8Array[];
  readonly levels: number[];
}

export function emptyRange(): CompactRange {
  return { size: 0, peaks: [], levels: [] };
}

/**
 * Appends a leaf in place.
 * @returns the leaf and the nodes it completes, by rising level: what an entry stores beside its header.
 */
export function appendLeaf(sha256: Sha256, range: CompactRange, leaf: Uint8Array): Uint8Array[] {
  const completed = [leaf];
  let hash = leaf;
  let level = 0;
  while (range.levels.length > 0 && range.levels[range.levels.length - 1] === level) {
    range.levels.pop();
    hash = nodeHash(sha256, range.peaks.pop() as Uint8Array, hash);
    completed.push(hash);
    level += 1;
  }
  range.peaks.push(hash);
  range.levels.push(level);
  range.size += 1;
  return completed;
}

export function rootOf(sha256: Sha256, range: CompactRange): Uint8Array {
  let root = range.peaks[range.peaks.length - 1];
  if (root === undefined) return emptyRoot(sha256);
  for (let index = range.peaks.length - 2; index >= 0; index -= 1) {
    root = nodeHash(sha256, range.peaks[index] as Uint8Array, root);
  }
  return root;
}

/** Hash of the complete subtree of 2^level leaves whose number at that level is `index`. */
export type ReadNode = (level: number, index: number) => Uint8Array;

/** The leaf that completes a node, i.e. the entry beside which the node is stored. */
export function completingLeaf(level: number, index: number): number {
  return (index + 1) * 2 ** level - 1;
}

/** How many hashes (the leaf's included) the leaf at `seq` completes: 1 + trailing ones of `seq`. */
export function completedBy(seq: number): number {
  let count = 1;
  for (let rest = seq; rest % 2 === 1; rest = (rest - 1) / 2) count += 1;
  return count;
}

/** The compact range of the first `size` leaves, from stored nodes: at most log2(size) reads. */
export function rangeOf(size: number, read: ReadNode): CompactRange {
  const range = emptyRange();
  let start = 0;
  let rest = size;
  while (rest > 0) {
    const level = Math.floor(Math.log2(rest));
    const width = 2 ** level;
    range.peaks.push(read(level, start / width));
    range.levels.push(level);
    start += width;
    rest -= width;
  }
  range.size = size;
  return range;
}

/** Largest power of two smaller than `size` (size ≥ 2). */
function split(size: number): number {
  const width = 2 ** Math.floor(Math.log2(size));
  return width === size ? width / 2 : width;
}

/** Hash of the leaves [start, start + size), where the range is one that a tree is split into. */
function subtree(sha256: Sha256, start: number, size: number, read: ReadNode): Uint8Array {
  const level = Math.floor(Math.log2(size));
  if (2 ** level === size && start % size === 0) return read(level, start / size);
  const left = split(size);
  return nodeHash(
    sha256,
    subtree(sha256, start, left, read),
    subtree(sha256, start + left, size - left, read),
  );
}

export function rootFromNodes(sha256: Sha256, size: number, read: ReadNode): Uint8Array {
  return rootOf(sha256, rangeOf(size, read));
}

/** Inclusion proof of leaf `index` in the tree of `size` leaves (2.1.3.1), from the leaf up. @throws RangeError */
export function inclusionProof(sha256: Sha256, index: number, size: number, read: ReadNode): Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  const proof: Uint8Array[] = [];
  const walk = (start: number, width: number): void => {
    if (width === 1) return;
    const left = split(width);
    if (index < start + left) {
      walk(start, left);
      proof.push(subtree(sha256, start + left, width - left, read));
    } else {
      walk(start + left, width - left);
      proof.push(subtree(sha256, start, left, read));
    }
  };
  walk(0, size);
  return proof;
}

/** One step of an inclusion proof: the subtree reached so far, the one beside it, and on which side that stands. */
export interface PathStep {
  readonly start: number;
  readonly width: number;
  readonly beside: { readonly start: number; readonly width: number };
  readonly side: 'left' | 'right';
}

/** The steps from leaf `index` up to the root of the tree of `size` leaves, one for each hash of its proof; undefined where it is not in it. */
export function inclusionPath(index: number, size: number): PathStep[] | undefined {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return undefined;
  const steps: PathStep[] = [];
  let start = 0;
  for (let width = size; width > 1; ) {
    const left = split(width);
    const right = { start: start + left, width: width - left };
    if (index < right.start) {
      steps.push({ start, width: left, beside: right, side: 'right' });
      width = left;
    } else {
      steps.push({ ...right, beside: { start, width: left }, side: 'left' });
      start = right.start;
      width = right.width;
    }
  }
  return steps.reverse();
}

/** Whether `proof` shows that `leaf` is leaf `index` of the tree of `size` leaves with this root (2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  const path = inclusionPath(index, size);
  if (path === undefined || path.length !== proof.length) return false;
  let hash = leaf;
  path.forEach(({ side }, step) => {
    const part = proof[step] as Uint8Array;
    hash = side === 'left' ? nodeHash(sha256, part, hash) : nodeHash(sha256, hash, part);
  });
  return sameBytes(hash, root);
}

/** Consistency proof from the tree of `older` to the tree of `newer` leaves (2.1.4.1); empty when they are equal. @throws RangeError */
export function consistencyProof(sha256: Sha256, older: number, newer: number, read: ReadNode): Uint8Array[] {
  if (!(older > 0 && older <= newer)) throw new RangeError(`no proof from ${older} to ${newer} leaves`);
  const proof: Uint8Array[] = [];
  const walk = (start: number, width: number, whole: boolean): void => {
    const known = older - start;
    if (known === width) {
      if (!whole) proof.push(subtree(sha256, start, width, read));
      return;
    }
    const left = split(width);
    if (known <= left) {
      walk(start, left, whole);
      proof.push(subtree(sha256, start + left, width - left, read));
    } else {
      walk(start + left, width - left, false);
      proof.push(subtree(sha256, start, left, read));
    }
  };
  walk(0, newer, true);
  return proof;
}

/** Whether `proof` shows that the newer tree only appended to the older one (2.1.4.2). */
export function verifyConsistency(
  sha256: Sha256,
  older: number,
  newer: number,
  proof: readonly Uint8Array[],
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
): boolean {
  if (!(Number.isSafeInteger(older) && Number.isSafeInteger(newer) && older > 0 && older <= newer))
    return false;
  if (older === newer) return proof.length === 0 && sameBytes(olderRoot, newerRoot);
  const power = 2 ** Math.floor(Math.log2(older)) === older;
  const path = power ? [olderRoot, ...proof] : proof;
  const first = path[0];
  if (first === undefined) return false;
  let node = older - 1;
  let last = newer - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let left = first;
  let right = first;
  for (const part of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      left = nodeHash(sha256, part, left);
      right = nodeHash(sha256, part, right);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      right = nodeHash(sha256, right, part);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(left, olderRoot) && sameBytes(right, newerRoot);
}
