import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { type LedgerRefusal, refuse } from './refusal';

export const DATABASE = 'ledger.db';
const MAGIC = 'SQLite format 3\0';

/** `f_type` of file systems where SQLite's WAL or its locks do not hold: linux/magic.h, fs/smb/client, fs/exfat. */
const NETWORK: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  1397113167: 'AFS',
  12805120: 'Ceph',
  22092: 'NCP',
  1937076805: 'Coda',
};
const FAT: Readonly<Record<number, string>> = { 19780: 'FAT', 538032816: 'exFAT' };
const SYNC_MARKS = ['.stfolder', '.dropbox', '.dropbox.cache', '.nextcloudsync.log', '.owncloudsync.log'];
const SYNC_NAMES =
  /^(?:onedrive|dropbox|google drive|googledrive|icloud drive|nextcloud|owncloud)(?:$|[ -])/i;

/** Refuses a file system by its statfs type. */
export function refuseFileSystem(folder: string, type: number): LedgerRefusal | undefined {
  const kind = type >>> 0;
  const network = NETWORK[kind];
  if (network !== undefined) {
    return refuse(
      'folder-on-network',
      `${folder} is on a network share (${network}), where a power cut or a second computer can damage a ledger. Nothing was changed. Choose a folder on a disk of this computer.`,
    );
  }
  const fat = FAT[kind];
  if (fat !== undefined) {
    return refuse(
      'folder-on-fat',
      `${folder} is on a ${fat} disk, which loses files at a power cut. Nothing was changed. Choose a folder on a disk of this computer, formatted with NTFS, APFS or ext4.`,
    );
  }
  return undefined;
}

function syncedBy(folder: string): string | undefined {
  const name = folder.split(sep).find((part) => SYNC_NAMES.test(part));
  if (name !== undefined) return name;
  for (let at = folder; at !== parse(at).root; at = dirname(at)) {
    const mark = SYNC_MARKS.find((file) => existsSync(join(at, file)));
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** Whether a folder may hold a ledger that is written: there, a folder, local, not synchronised, writable. */
export function refuseFolder(given: string): LedgerRefusal | undefined {
  const folder = resolve(given);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    return refuse(
      'folder-missing',
      `There is no folder ${folder}. Nothing was changed. Connect the disk it is on, or choose another folder.`,
    );
  }
  const unfit = refuseFileSystem(folder, Number(statfsSync(folder).type));
  if (unfit !== undefined) return unfit;
  const sync = syncedBy(folder);
  if (sync !== undefined) {
    return refuse(
      'folder-on-network',
      `${folder} is kept in step with other computers by a sync program (${sync}), which copies a ledger while it is being written. Nothing was changed. Choose a folder outside of it.`,
    );
  }
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const database = join(folder, DATABASE);
    if (existsSync(database)) accessSync(database, constants.R_OK | constants.W_OK);
  } catch {
    return refuse(
      'folder-read-only',
      `${folder} can be read but not written to. Nothing was changed. Ask for write access to it and to the ledger in it, or choose another folder.`,
    );
  }
  return undefined;
}

function firstBytes(file: string, count: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(handle, bytes, 0, count, 0));
  } finally {
    closeSync(handle);
  }
}

/**
 * Looks for side files that do not belong, before SQLite opens anything: a `-journal` beside a WAL database makes
 * SQLite cut the database to the journal's idea of it, a foreign `-wal` is replayed into it.
 */
export function refuseStrayFiles(folder: string): LedgerRefusal | undefined {
  const database = join(folder, DATABASE);
  const stray = (file: string, why: string): LedgerRefusal =>
    refuse(
      'stray-file',
      `${file} ${why}. Opening the ledger with it there could damage the ledger, so nothing was opened or changed. Copy the whole folder to another disk, then move ${file} out of it and start again.`,
    );
  if (lstatSync(`${database}-journal`, { throwIfNoEntry: false }) !== undefined)
    return stray(`${DATABASE}-journal`, 'lies beside the ledger and does not belong to it');
  // SQLite makes its side files itself; a link or a folder of their name leads somewhere else.
  for (const end of ['-wal', '-shm']) {
    const found = lstatSync(`${database}${end}`, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) return stray(`${DATABASE}${end}`, 'is not a file');
  }
  const wal = statSync(`${database}-wal`, { throwIfNoEntry: false });
  if (!existsSync(database)) {
    if (wal !== undefined) return stray(`${DATABASE}-wal`, 'is there without its ledger');
    return existsSync(`${database}-shm`)
      ? stray(`${DATABASE}-shm`, 'is there without its ledger')
      : undefined;
  }
  const head = firstBytes(database, 100);
  if (head.length < 100 || head.toString('latin1', 0, 16) !== MAGIC || head[18] !== 2 || head[19] !== 2) {
    return refuse(
      'not-a-ledger',
      `${DATABASE} in ${folder} is not a ledger, or its beginning is damaged. Nothing was changed. Choose the folder of a site, or restore this one from a backup.`,
    );
  }
  if (wal !== undefined && wal.size > 0) {
    const magic = firstBytes(`${database}-wal`, 32);
    const kind = magic.length === 32 ? magic.readUInt32BE(0) : 0;
    const pageSize = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
    if ((kind & 0xfffffffe) >>> 0 !== 0x377f0682 || magic.readUInt32BE(8) !== pageSize) {
      return stray(`${DATABASE}-wal`, 'is not the write-ahead log of this ledger');
    }
  }
  return undefined;
}

/** Makes names in a folder durable. Windows has no such call; there NTFS journals names. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
