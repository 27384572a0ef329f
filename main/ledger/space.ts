import { statfsSync } from 'node:fs';

/** What is left of a disk. */
export interface Space {
  readonly bytes: number;
  /** Of the whole disk, 0 to 1. */
  readonly share: number;
  /** How many more files it can hold; a file system that does not count them holds any number. */
  readonly files: number;
}

/** What is left of the disk a folder is on, or undefined where the system does not say. */
export function spaceIn(folder: string): Space | undefined {
  try {
    const { bavail, bsize, blocks, files, ffree } = statfsSync(folder);
    if (blocks === 0) return undefined;
    return {
      bytes: bavail * bsize,
      share: bavail / blocks,
      files: files === 0 ? Number.POSITIVE_INFINITY : ffree,
    };
  } catch {
    return undefined;
  }
}

/** Whether so little is left that a start cannot make the files it works with: the log, its index, and those of the drafts. */
export function isFull(folder: string): boolean {
  const space = spaceIn(folder);
  return space !== undefined && (space.bytes < 8 * 1024 * 1024 || space.files < 16);
}

const MIB = 1024 * 1024;

/** `low`: worth a warning; `stopped`: too little is left to take on new records. The thresholds of NIST AU-5(1) and IEC SR 2.9 as decided. */
export type Room = 'enough' | 'low' | 'stopped';

export function roomIn(space: Space | undefined): Room {
  if (space === undefined) return 'enough';
  if (space.bytes < 256 * MIB) return 'stopped';
  return space.share < 0.1 || space.bytes < 2048 * MIB ? 'low' : 'enough';
}
