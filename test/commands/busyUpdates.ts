import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordVersion } from '../../main/commands/updateCommands';
import { newVendor, releaseIn } from '../fixtures/vendor';
import type { AtWork } from './atWork';

/**
 * What can become of the app itself: a folder without a release is refused, a signed release is prepared and approved, and
 * the app starts as another version. A place for backups must be chosen.
 */
export async function updateBusy(work: AtWork): Promise<void> {
  const admin = 's.halvorsen';
  const folder = mkdtempSync(join(tmpdir(), 'process-designer-updates-'));
  try {
    const vendor = newVendor('release-1');
    Object.assign(work.station.shell.updater, { keys: [{ id: vendor.id, key: vendor.key }] });
    let offered = join(folder, 'empty');
    mkdirSync(offered);
    Object.assign(work.station.shell, { askFolder: async () => offered });
    await work.give(admin, 'lookForUpdate', { from: 'folder' });
    offered = releaseIn(folder, vendor, '0.2.0');
    await work.done(admin, 'lookForUpdate', { from: 'folder' });
    // Two backups of one second would have one name.
    work.clock.offset += 2000;
    await work.done(admin, 'prepareUpdate', { version: '0.2.0' });
    await work.done(admin, 'installUpdate', { version: '0.2.0' });
    work.station.site.drafts.setNote('app-version', '0.0.9');
    await recordVersion(work.station, (record) => work.executor.inTurn(record));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
