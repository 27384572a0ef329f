import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runToEnd } from '../ledger/spawnChild';
import { lackingPrograms } from './case';

const isRoot = (): boolean => process.geteuid?.() === 0;

/** What a small disk of one's own needs: root mounts ext4 made in a file; anyone else a tmpfs, where the kernel lets them. */
export function lackingDisk(): string | undefined {
  const lacking = lackingPrograms('unshare', 'mount', ...(isRoot() ? ['mkfs.ext4'] : []));
  if (lacking !== undefined || isRoot()) return lacking;
  const tried = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return tried.status === 0 ? undefined : 'needs root: no disk can be mounted here';
}

export type SmallDisk = { readonly megabytes: number; readonly inodes: number };

/** The kind of disk that `onSmallDisk` mounts here. */
export const diskKind = (): string => (isRoot() ? 'ext4' : 'tmpfs');

/**
 * Runs a program to its end with a disk of its own at `<folder>/disk`, which it alone sees; `args` follow. The disk is gone with it.
 * `before`: shell words to run once it is mounted.
 */
export function onSmallDisk(
  folder: string,
  { megabytes, inodes }: SmallDisk,
  program: string,
  args: readonly string[],
  mostMs: number,
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  const place = join(folder, 'disk');
  mkdirSync(place, { recursive: true });
  const image = join(folder, 'disk.img');
  const mount = isRoot()
    ? 'truncate -s "$1"M "$2" && mkfs.ext4 -qF -m 0 -N "$3" "$2" && mount -o loop "$2" "$4"'
    : 'mount -t tmpfs -o size="$1"m,nr_inodes="$3" none "$4"';
  return runToEnd(
    'unshare',
    [
      ...(isRoot() ? ['-m'] : ['-Urm']),
      ...['sh', '-c', `${mount} || exit 77; shift 4; exec "$@"`, 'sh'],
      ...[String(megabytes), image, String(inodes), place, program, ...args],
    ],
    mostMs,
    env,
  );
}
