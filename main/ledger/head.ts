import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fromUtf8, utf8 } from '../proof/encoding';
import { syncFolder } from './folder';

/**
 * A copy of the newest checkpoint outside the database: a file of two slots of 4 KiB, written in turn. A write that is
 * broken off spoils one slot only, which shows because the note in it is signed; the other slot still holds the one before.
 */
const SLOT = 4096;

export interface HeadCopy {
  readonly path: string;
  /** The texts found in the slots, unchecked; undefined: the file is not there. */
  readonly notes: readonly string[] | undefined;
}

export interface HeadFile {
  /** Puts the note in the slot that holds the older one; durable only after a sync. */
  put(note: string): void;
  /** Syncs on this thread. On macOS libuv makes it F_FULLFSYNC. */
  syncNow(): void;
  /** Syncs on another thread. */
  sync(): Promise<void>;
  close(): void;
}

function textIn(slot: Uint8Array): string | undefined {
  const end = slot.indexOf(0);
  try {
    const text = fromUtf8(end < 0 ? slot : slot.subarray(0, end));
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

export function readHead(path: string): HeadCopy {
  if (!existsSync(path)) return { path, notes: undefined };
  const bytes = readFileSync(path);
  const notes = [bytes.subarray(0, SLOT), bytes.subarray(SLOT, 2 * SLOT)]
    .map(textIn)
    .filter((note) => note !== undefined);
  return { path, notes };
}

function create(path: string, first: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const making = `${path}.new`;
  const handle = openSync(making, 'w');
  try {
    const bytes = Buffer.alloc(2 * SLOT);
    bytes.set(utf8(first));
    writeSync(handle, bytes, 0, bytes.length, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(making, path);
  syncFolder(dirname(path));
}

/** The slot that may be written next: the one that does not hold `current`. Undefined when the file has to be made anew. */
function freeSlot(path: string, current: string): number | undefined {
  if (current === '' || statSync(path, { throwIfNoEntry: false })?.size !== 2 * SLOT) return undefined;
  const bytes = readFileSync(path);
  if (textIn(bytes.subarray(0, SLOT)) === current) return 1;
  return textIn(bytes.subarray(SLOT)) === current ? 0 : undefined;
}

/**
 * Opens a copy for writing. Unless it holds `current` it is made anew with that alone, so that what could not be trusted
 * is not kept.
 * @param current the newest note, or an empty text before the first checkpoint.
 */
export function openHead(path: string, current: string): HeadFile {
  const free = freeSlot(path, current);
  if (free === undefined) create(path, current);
  const handle = openSync(path, 'r+');
  const buffer = Buffer.alloc(SLOT);
  let slot = free ?? (current === '' ? 0 : 1);
  return {
    put(note) {
      const bytes = utf8(note);
      if (bytes.length > SLOT) throw new RangeError('a note over 4 KiB does not fit the head file');
      buffer.fill(0);
      buffer.set(bytes);
      if (writeSync(handle, buffer, 0, SLOT, slot * SLOT) !== SLOT)
        throw new Error('the head was written in part');
      slot = 1 - slot;
    },
    syncNow: () => fdatasyncSync(handle),
    sync: () =>
      new Promise((done, failed) => {
        fdatasync(handle, (error) => (error === null ? done() : failed(error)));
      }),
    close: () => closeSync(handle),
  };
}
