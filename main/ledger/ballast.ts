import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './folder';
import type { Notice } from './heads';
import { spaceIn } from './space';

const BALLAST = 'ballast';
const CHUNK = 1024 * 1024;

/**
 * Keeps `bytes` of the disk in hand, to be given up when it is full: then the ledger can still be read, and the fault be
 * recorded. Real bytes are written, because a file with holes holds no space. Where less than as much again would stay free
 * it is not made: filling it would itself be what fills the disk.
 * @returns a notice when there was no room for it.
 */
export function fillBallast(folder: string, bytes: number): Notice | undefined {
  const path = join(folder, BALLAST);
  if (bytes === 0 || (statSync(path, { throwIfNoEntry: false })?.size ?? -1) >= bytes) return undefined;
  const making = `${path}.new`;
  if ((spaceIn(folder)?.bytes ?? Number.POSITIVE_INFINITY) < 2 * bytes) return missing(bytes);
  try {
    const handle = openSync(making, 'w');
    try {
      const chunk = Buffer.alloc(Math.min(CHUNK, bytes), 0x5a);
      for (let left = bytes; left > 0; left -= chunk.length)
        writeSync(handle, chunk, 0, Math.min(left, chunk.length));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(making, path);
    syncFolder(folder);
    return undefined;
  } catch {
    rmSync(making, { force: true });
    return missing(bytes);
  }
}

function missing(bytes: number): Notice {
  return {
    code: 'ballast-missing',
    message: `The disk has no room for the ${Math.ceil(bytes / CHUNK)} MB that are kept in hand for a full disk. Recording works. Free some space soon.`,
  };
}

/** Gives the space back. @returns whether there was any. */
export function dropBallast(folder: string): boolean {
  const path = join(folder, BALLAST);
  const there = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
  rmSync(path, { force: true });
  if (there) syncFolder(folder);
  return there;
}
