import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSittings } from '../../main/commands/clockwork';
import type { Restoring } from '../../main/commands/restoring';
import { runJob } from '../../main/jobs/table';
import { closeSite } from '../../main/site/site';
import type { AtWork } from '../commands/atWork';

export const admin = 's.halvorsen';
export const siteName = 'Halden plant';

/** What the shell gives a restore, around a site under test: the same code, here. */
export function restoringOf(work: AtWork): Restoring {
  return {
    places: work.places(),
    now: () => work.now(),
    jobs: {
      run: (name, given, take) =>
        runJob(name, given, {
          progress: () => undefined,
          send: (piece) => (take ? take(piece) : Promise.resolve()),
        }),
      cancel: () => false,
    },
    stationOver: work.founding().stationOver,
    backups: work.backups,
    leave: async () => {
      if (!work.station) return;
      await endSittings(work.station, work.executor, []);
      await closeSite(work.station.site);
    },
  };
}

/** Chooses a new place, and remembers it to be removed. */
export async function choosePlace(work: AtWork, places: string[]): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'process-designer-stick-'));
  places.push(place);
  Object.assign(work.station.shell, { askFolder: async () => place });
  await work.done(admin, 'chooseBackupPlace', {});
  return place;
}
