import { createHash, type Hash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { chmod, type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { hashFile } from './hashFile';
import { ALLOWED, SNIFF_BYTES, sniff } from './kinds';

/** Evidence that was taken in: on disk and fsynced before this is returned. */
export interface KeptEvidence {
  readonly ok: true;
  /** SHA-256 of the bytes, lower-case hex: its name. */
  readonly sha256: string;
  readonly size: number;
  /** Media type, told from the content. */
  readonly type: string;
  /** The file's own name, without its folder. */
  readonly name: string;
  /** The same bytes were there before. */
  readonly known: boolean;
}

export type EvidenceRefusalCode =
  | 'evidence-missing'
  | 'evidence-empty'
  | 'evidence-too-large'
  | 'evidence-kind'
  | 'evidence-unreadable'
  | 'disk-full';

export interface EvidenceRefusal {
  readonly ok: false;
  readonly code: EvidenceRefusalCode;
  readonly message: string;
}

/** Evidence read back and checked. `altered`: the bytes on disk are not those that were recorded; it is an alarm. */
export type EvidenceReading =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: 'missing' | 'altered'; readonly message: string };

/** A file of this name is there with other bytes: thrown, because a hash cannot be wrong by chance. */
export class EvidenceAltered extends Error {
  constructor(readonly sha256: string) {
    super(
      `Evidence ${sha256} is stored with other content than its name says: it was changed after it was recorded. Nothing was overwritten. Run Verify, and restore the file from a backup.`,
    );
    this.name = 'EvidenceAltered';
  }
}

export interface Vault {
  /** Takes in a file from anywhere on this computer. `name`: the name to judge and record it by, else the path's. */
  keepFile(path: string, name?: string): Promise<KeptEvidence | EvidenceRefusal>;
  keepBytes(bytes: Uint8Array, name: string): Promise<KeptEvidence | EvidenceRefusal>;
  /**
   * Moves in a file of this site that came from another station and whose hash was checked when it was read. It was judged there
   * when it was added. @throws EvidenceAltered
   */
  adopt(path: string, sha256: string): Promise<void>;
  /** Reads evidence and compares its hash with its name. */
  read(sha256: string): Promise<EvidenceReading>;
  /** Compares without keeping the bytes in memory: for Verify. */
  check(sha256: string): Promise<'there' | 'missing' | 'altered'>;
  /** Overwrites a file and removes it for good; one that is not there is gone already. Only an erasure does. */
  destroy(sha256: string): Promise<void>;
  /** Where a file of this hash lies; it may not be there. */
  path(sha256: string): string;
}

export interface VaultOptions {
  /** Largest file taken in; 200 MB unless told. */
  readonly maxBytes?: number;
}

const CHUNK = 1024 * 1024;
const MAX_BYTES = 200 * 1000 * 1000;
const HASH = /^[0-9a-f]{64}$/;

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Copies under way in this process, by path. Any other in `incoming` was broken off by a crash. */
const underWay = new Set<string>();

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function refuse(code: EvidenceRefusalCode, message: string): EvidenceRefusal {
  return { ok: false, code, message };
}

function megabytes(bytes: number): string {
  return bytes < 10_000_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e6)} MB`;
}

/** The name alone, without folders of either platform and without characters that cannot be shown. */
export function plainName(given: string): string {
  const name = basename(given.replaceAll('\\', '/')).replace(/\p{C}/gu, '').trim();
  return name === '' ? 'unnamed' : name.slice(0, 200);
}

/** Where the bytes come from: chunks in order; `first` is enough to tell what they are. */
interface Source {
  readonly name: string;
  readonly size: number;
  readonly first: Uint8Array;
  chunks(): AsyncIterable<Uint8Array>;
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(CHUNK);
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

class FolderVault implements Vault {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #maxBytes: number;
  #swept = false;

  constructor(folder: string, options: VaultOptions) {
    this.#folder = folder;
    this.#incoming = join(folder, 'incoming');
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
  }

  path(sha256: string): string {
    if (!HASH.test(sha256)) throw new TypeError(`${sha256} is not a SHA-256 in hex`);
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  async keepFile(path: string, name?: string): Promise<KeptEvidence | EvidenceRefusal> {
    const shown = plainName(name ?? path);
    let handle: FileHandle;
    try {
      const found = await stat(path);
      if (!found.isFile())
        return refuse(
          'evidence-unreadable',
          `${shown} is not a file. Nothing was added. Choose a single file.`,
        );
      handle = await open(path, 'r');
    } catch (error) {
      return codeOf(error) === 'ENOENT'
        ? refuse(
            'evidence-missing',
            `${shown} is no longer there. Nothing was added. Choose it again where it is now.`,
          )
        : refuse(
            'evidence-unreadable',
            `${shown} cannot be read. Nothing was added. Check that you may open it, or copy it to another folder first.`,
          );
    }
    try {
      const { size } = await handle.stat();
      const unfit = this.#refuseSize(shown, size);
      if (unfit !== undefined) return unfit;
      const first = Buffer.alloc(Math.min(SNIFF_BYTES, size));
      const { bytesRead } = await handle.read(first, 0, first.length, 0);
      return await this.#keep({
        name: shown,
        size,
        first: first.subarray(0, bytesRead),
        chunks: () => chunksOf(handle),
      });
    } finally {
      await handle.close();
    }
  }

  async keepBytes(bytes: Uint8Array, name: string): Promise<KeptEvidence | EvidenceRefusal> {
    const shown = plainName(name);
    const unfit = this.#refuseSize(shown, bytes.length);
    if (unfit !== undefined) return unfit;
    async function* all(): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    return this.#keep({
      name: shown,
      size: bytes.length,
      first: bytes.subarray(0, SNIFF_BYTES),
      chunks: all,
    });
  }

  async adopt(path: string, sha256: string): Promise<void> {
    const handle = await open(path, 'r+');
    try {
      await handle.chmod(0o444);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await mkdir(this.#folder, { recursive: true });
    await this.#place(path, sha256);
    await rm(path, { force: true });
  }

  async read(sha256: string): Promise<EvidenceReading> {
    const parts: Uint8Array[] = [];
    const hash = createHash('sha256');
    let handle: FileHandle;
    try {
      handle = await open(this.path(sha256), 'r');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      return {
        ok: false,
        code: 'missing',
        message: `The file ${sha256.slice(0, 12)}… is recorded, but it is no longer in the site's folder. The record of it is kept. Restore the file from a backup.`,
      };
    }
    try {
      for await (const chunk of chunksOf(handle)) {
        hash.update(chunk);
        parts.push(Uint8Array.from(chunk));
      }
    } finally {
      await handle.close();
    }
    if (hash.digest('hex') === sha256) return { ok: true, bytes: Buffer.concat(parts) };
    return {
      ok: false,
      code: 'altered',
      message: `The file ${sha256.slice(0, 12)}… was changed after it was recorded, so it is not shown. The record of it is kept. Restore the file from a backup.`,
    };
  }

  async check(sha256: string): Promise<'there' | 'missing' | 'altered'> {
    try {
      return (await hashFile(this.path(sha256))) === sha256 ? 'there' : 'altered';
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'missing';
      throw error;
    }
  }

  async destroy(sha256: string): Promise<void> {
    const path = this.path(sha256);
    const folder = join(this.#folder, sha256.slice(0, 2));
    try {
      const { size, nlink } = await stat(path);
      // A copy elsewhere may share the bytes: those are not this vault's to change.
      if (nlink === 1) {
        await chmod(path, 0o600);
        const handle = await open(path, 'r+');
        try {
          const zeros = Buffer.alloc(Math.min(CHUNK, size));
          for (let at = 0; at < size; at += CHUNK)
            await handle.write(zeros, 0, Math.min(CHUNK, size - at), at);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }
      await rm(path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    if (existsSync(folder)) syncFolder(folder);
  }

  #refuseSize(name: string, size: number): EvidenceRefusal | undefined {
    if (size === 0)
      return refuse(
        'evidence-empty',
        `${name} is empty (0 bytes), so it shows nothing. Nothing was added. Take the picture or save the file again.`,
      );
    if (size <= this.#maxBytes) return undefined;
    return refuse(
      'evidence-too-large',
      `${name} has ${megabytes(size)}; the most is ${megabytes(this.#maxBytes)}. Nothing was added. Choose a smaller file, or split it.`,
    );
  }

  async #keep(source: Source): Promise<KeptEvidence | EvidenceRefusal> {
    const sniffed = await sniff(source.name, source.first);
    if (!sniffed.ok) {
      return refuse(
        'evidence-kind',
        `${source.name} is ${sniffed.found}, whatever its name says. Nothing was added. ${ALLOWED} Choose one of these.`,
      );
    }
    const part = join(this.#incoming, `${randomBytes(12).toString('hex')}.part`);
    underWay.add(part);
    try {
      this.#sweep();
      await mkdir(this.#incoming, { recursive: true });
      const copied = await this.#copy(source, part);
      if (!copied.ok) return copied;
      const known = await this.#place(part, copied.sha256);
      return {
        ok: true,
        sha256: copied.sha256,
        size: copied.size,
        type: sniffed.kind.type,
        name: source.name,
        known,
      };
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'EDQUOT') throw error;
      return refuse(
        'disk-full',
        `The disk is full, so ${source.name} was not added. Everything recorded before is kept. Free some space, then add it again.`,
      );
    } finally {
      await rm(part, { force: true });
      underWay.delete(part);
    }
  }

  /** Removes copies that a crash broke off, before the first one of this vault: only the writing process adds evidence. */
  #sweep(): void {
    if (this.#swept || !existsSync(this.#incoming)) return;
    this.#swept = true;
    for (const name of readdirSync(this.#incoming)) {
      const path = join(this.#incoming, name);
      if (name.endsWith('.part') && !underWay.has(path)) rmSync(path, { force: true });
    }
  }

  /** Copies while hashing, so that the bytes kept are the bytes hashed; what grows meanwhile is stopped at the limit. */
  async #copy(
    source: Source,
    part: string,
  ): Promise<{ readonly ok: true; readonly sha256: string; readonly size: number } | EvidenceRefusal> {
    const hash: Hash = createHash('sha256');
    const handle = await open(part, 'wx', 0o444);
    try {
      let size = 0;
      for await (const chunk of source.chunks()) {
        size += chunk.length;
        const unfit = this.#refuseSize(source.name, size);
        if (unfit !== undefined) return unfit;
        hash.update(chunk);
        await handle.writeFile(chunk);
      }
      if (size === 0) return this.#refuseSize(source.name, 0) as EvidenceRefusal;
      await handle.sync();
      return { ok: true, sha256: hash.digest('hex'), size };
    } finally {
      await handle.close();
    }
  }

  /** @returns whether the same bytes were there before. @throws EvidenceAltered when other bytes bear the name. */
  async #place(part: string, sha256: string): Promise<boolean> {
    const final = this.path(sha256);
    const folder = join(this.#folder, sha256.slice(0, 2));
    if ((await mkdir(folder, { recursive: true })) !== undefined) syncFolder(this.#folder);
    let known = false;
    try {
      await link(part, final);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') {
        if ((await this.check(sha256)) !== 'there') throw new EvidenceAltered(sha256);
        known = true;
      } else if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) {
        // No hard links here. Renaming replaces, so look first; one process writes, so nothing comes between.
        const there = await this.check(sha256);
        if (there === 'altered') throw new EvidenceAltered(sha256);
        known = there === 'there';
        if (!known) await rename(part, final);
      } else throw error;
    }
    syncFolder(folder);
    return known;
  }
}

/**
 * Opens the site's evidence files, named by their SHA-256, in `folder`, which is made when the first file is added. Any process
 * may read and check; only the one that holds the ledger for writing adds.
 */
export function openVault(folder: string, options: VaultOptions = {}): Vault {
  return new FolderVault(resolve(folder), options);
}
