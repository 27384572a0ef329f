import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const CHUNK = 1024 * 1024;
const ALIGNED = 4096;

/** What a file turned out to be while it was copied or read. */
export type Read = { readonly size: number; readonly sha256: string };

const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));

/**
 * Copies one file, hashing what is read, and syncs the copy; the folder's name of it is synced by `syncFolders`. Refuses
 * to replace a file that is there.
 */
export async function copyDurably(from: string, to: string): Promise<Read> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const source = openSync(from, 'r');
  try {
    const target = openSync(to, 'wx', 0o600);
    try {
      const buffer = Buffer.alloc(CHUNK);
      let size = 0;
      for (;;) {
        const read = readSync(source, buffer, 0, CHUNK, null);
        if (read === 0) break;
        hash.update(buffer.subarray(0, read));
        for (let written = 0; written < read; )
          written += writeSync(target, buffer, written, read - written, null);
        size += read;
        await breathe();
      }
      fsyncSync(target);
      return { size, sha256: hash.digest('hex') };
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** Size and hash of a file, read as usual: through the system's cache. */
export async function readFileOnce(path: string): Promise<Read> {
  const hash = createHash('sha256');
  const size = await readThrough(
    openSync(path, 'r'),
    Buffer.alloc(CHUNK),
    (bytes) => void hash.update(bytes),
  );
  return { size, sha256: hash.digest('hex') };
}

/** Writes a small file and syncs it. */
export function putDurably(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'w', 0o600);
  try {
    for (let written = 0; written < bytes.length; )
      written += writeSync(file, bytes, written, bytes.length - written, null);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a folder and in every folder below it durable. */
export function syncFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) syncFolders(join(folder, entry.name));
  syncOne(folder);
}

/** Makes the names in one folder durable. Windows has no such call. */
export function syncOne(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Some sticks' file systems cannot sync a folder; their files are synced one by one.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error))) throw error;
  } finally {
    closeSync(handle);
  }
}

/** Every file below a folder, as paths with `/`, in order; links and other things are left out. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/**
 * Size and hash of a file as it lies on the medium: on Linux past the system's cache (O_DIRECT), which would answer with
 * what was written even where the stick lost it; where a file system does not offer that, through the cache.
 */
export async function readBack(path: string): Promise<Read> {
  const hash = createHash('sha256');
  const size = await readPastCache(path, (bytes) => void hash.update(bytes));
  return { size, sha256: hash.digest('hex') };
}

/** Reads a file like `readBack`, handing on piece after piece; tells its size. */
export async function readPastCache(path: string, take: (bytes: Uint8Array) => void): Promise<number> {
  const direct = openDirect(path);
  return direct === undefined
    ? readThrough(openSync(path, 'r'), Buffer.alloc(CHUNK), take)
    : readThrough(direct.handle, direct.buffer, take);
}

async function readThrough(
  handle: number,
  buffer: Buffer,
  take: (bytes: Uint8Array) => void,
): Promise<number> {
  try {
    let size = 0;
    for (;;) {
      const read = readSync(handle, buffer, 0, CHUNK, size);
      if (read === 0) break;
      take(buffer.subarray(0, read));
      size += read;
      // An unaligned end is the end of the file: reading on from there is refused.
      if (read % ALIGNED !== 0) break;
      await breathe();
    }
    return size;
  } finally {
    closeSync(handle);
  }
}

/** Where memory that O_DIRECT takes begins in a large buffer; found by trying, and the same for every buffer of that size. */
let offset: number | undefined;

function openDirect(path: string): { readonly handle: number; readonly buffer: Buffer } | undefined {
  if (process.platform !== 'linux') return undefined;
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_DIRECT);
  } catch {
    return undefined;
  }
  const memory = Buffer.allocUnsafeSlow(CHUNK + ALIGNED);
  for (const start of offset === undefined ? offsets() : [offset, ...offsets()]) {
    const buffer = memory.subarray(start, start + CHUNK);
    try {
      readSync(handle, buffer, 0, ALIGNED, 0);
      offset = start;
      return { handle, buffer };
    } catch {
      // Not aligned there.
    }
  }
  closeSync(handle);
  return undefined;
}

function offsets(): number[] {
  return Array.from({ length: ALIGNED / 16 }, (_, index) => ALIGNED - (index + 1) * 16);
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** SQLite calls a full disk an error of the disk where the system tells it late; the space that is left tells which. */
function kindOf(error: unknown, folder: string | undefined): string {
  const code = codeOf(error);
  if (!code.startsWith('SQLITE_IOERR')) return code;
  try {
    const { bavail, bsize } = statfsSync(folder ?? '');
    return bavail * bsize < ALIGNED * 256 ? 'ENOSPC' : 'EIO';
  } catch {
    return 'EIO';
  }
}

/** A failing disk in words, for a copy onto `place`, which is the folder `folder`; anything else as it says itself. */
export function diskWords(error: unknown, place: string, folder?: string): string {
  switch (kindOf(error, folder)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return `${place} is full. What was written there now was removed; everything before is kept. Free some space there, or choose another place.`;
    case 'EFBIG':
      return `${place} cannot hold a file this large: its format ends at 4 GB. Choose a disk formatted with exFAT, NTFS or ext4.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `${place} cannot be written to. Nothing was changed. Take off the write protection, or choose another place.`;
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return `${place} went away while it was being written to. Everything before is kept. Put it back, or choose another place.`;
    case 'EIO':
      return `${place} reported an error while it was being written to or read. Do not rely on that disk any more; choose another place.`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
