import { actingFor } from '../commands/authority';
import { planOf } from '../commands/backupMaking';
import { backupAt, type Restoring, readBackup, restoreBackup } from '../commands/restoring';
import type { Station } from '../commands/station';
import type { Outcome } from '../contract/call';
import { parseArgs } from './parse';

export type BackupCommand = 'readBackup' | 'restoreBackup';

/**
 * Reads or restores a backup. With a site open, its admins only; without one, whoever sits there: only a secret that the
 * backup knows restores it.
 */
export async function aboutBackup(
  atWork: Station | undefined,
  window: number,
  name: BackupCommand,
  args: unknown,
  restoring: Restoring,
  askFolder: (words: string) => Promise<string | null>,
): Promise<Outcome<object>> {
  const given = parseArgs(name, args);
  if (!given.ok) return given;
  if (atWork) {
    const acting = actingFor(atWork, window, name, ['admin']);
    if ('ok' in acting) return acting;
  }
  if (name === 'restoreBackup')
    return restoreBackup(restoring, given.data as Parameters<typeof restoreBackup>[1]);
  const { name: held } = given.data as { name?: string };
  const place = atWork === undefined ? null : planOf(atWork).place;
  const path =
    held !== undefined && place !== null
      ? backupAt(place, held)
      : await askFolder('The backup to restore: a folder named process-designer-backup-…');
  return path === null ? { ok: true, answer: { found: null } } : readBackup(restoring, path);
}
