/** The members of a pack, from a ZIP or from a folder, and what hashes and checks them. */
import { sameBytes } from '../encoding';
import type { Ask, Walk } from '../primitives';
import { type ByteSource, changedBytes, crc32, readZip } from './zip';

type Soon<T> = T | Promise<T>;

/** A hash and a signature check that may answer later: those of a browser do. */
export type PackCrypto = {
  sha256(...parts: readonly Uint8Array[]): Soon<Uint8Array>;
  /** Ed25519, as in `Primitives`. */
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Soon<boolean>;
  /** SHA-256 piece by piece, where the runtime has it; without it a member is read whole to be hashed. */
  readonly hasher?: () => { update(bytes: Uint8Array): void; digest(): Uint8Array };
  /** A faster CRC-32 than ours, where the runtime has one. */
  readonly crc32?: (bytes: Uint8Array, before: number) => number;
};

/** Drives a walk with primitives that may answer later. */
export async function walkLater<R>(crypto: PackCrypto, walk: Walk<R>): Promise<R> {
  for (let step = walk.next(); ; ) {
    if (step.done === true) return step.value;
    const ask: Ask = step.value;
    step = walk.next(
      await (ask.kind === 'hash'
        ? crypto.sha256(...ask.parts)
        : crypto.verify(ask.key, ask.message, ask.signature)),
    );
  }
}

export type PackMember = {
  readonly size: number;
  /** As the headers of a ZIP say it; a folder has none. */
  readonly crc?: number | undefined;
  /** Exactly these bytes of it. */
  read(from: number, to: number): Promise<Uint8Array>;
};

export type PackSource = {
  /** `ZIP` or `folder`, in words of the report. */
  readonly kind: 'zip' | 'folder';
  /** By name; of a ZIP in its order. */
  readonly members: ReadonlyMap<string, PackMember>;
  /** What is not as the format says about the container itself, with the place. */
  readonly problems: readonly string[];
};

/** Opens the ZIP of a pack. What is wrong with it is said in `problems`. */
export async function openZip(source: ByteSource): Promise<PackSource> {
  const { members, problems } = await readZip(source);
  return {
    kind: 'zip',
    members: new Map(
      members.map(({ name, size, crc, at }) => [
        name,
        { size, crc, read: (from, to) => source.read(at + from, at + to) },
      ]),
    ),
    problems,
  };
}

const PAGE = 4 * 1024 * 1024;

export type MemberHash = { readonly sha256: Uint8Array; readonly crc: number };

/** Hashes a member in pages; `change` puts one byte back as it may have been. */
export async function hashMember(
  crypto: PackCrypto,
  member: PackMember,
  told: (bytes: number) => Soon<void> = () => undefined,
  change?: { readonly at: number; readonly by: number },
): Promise<MemberHash> {
  const hasher = crypto.hasher?.();
  const page = hasher === undefined ? Math.max(member.size, 1) : PAGE;
  let crc = 0;
  let whole: Uint8Array | undefined;
  for (let from = 0; from < member.size; from += page) {
    let bytes = await member.read(from, Math.min(from + page, member.size));
    if (change !== undefined && change.at >= from && change.at < from + bytes.length) {
      // A copy: what was read may be the source's own.
      bytes = Uint8Array.from(bytes);
      bytes[change.at - from] = (bytes[change.at - from] as number) ^ change.by;
    }
    crc = (crypto.crc32 ?? crc32)(bytes, crc);
    if (hasher === undefined) whole = bytes;
    else hasher.update(bytes);
    await told(bytes.length);
  }
  return { crc, sha256: hasher?.digest() ?? (await crypto.sha256(whole ?? new Uint8Array(0))) };
}

const MOST_SEARCHED = 256 * 1024 * 1024;
const MOST_TRIED = 8;

/**
 * Where a member was changed, if one byte alone explains it: the CRC tells which byte that may be, and the hash that it is so.
 * Undefined where more was changed, where a folder has no CRC, or where the member is too large to look for it.
 */
export async function changedByte(
  crypto: PackCrypto,
  member: PackMember,
  found: number,
  isRight: ((sha256: Uint8Array) => boolean) | undefined,
): Promise<number | undefined> {
  if (member.crc === undefined || member.crc === found || member.size > MOST_SEARCHED) return undefined;
  let tried = 0;
  for (const change of changedBytes(member.size, found, member.crc)) {
    if (isRight === undefined) return change.at;
    const { sha256 } = await hashMember(crypto, member, undefined, change);
    if (isRight(sha256)) return change.at;
    tried += 1;
    if (tried === MOST_TRIED) return undefined;
  }
  return undefined;
}

export const sameHash = (wanted: Uint8Array) => (found: Uint8Array) => sameBytes(found, wanted);
