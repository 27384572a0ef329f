import { readBackup, restoreBackup } from '../../main/commands/restoring';
import { newId, type Station } from '../../main/commands/station';
import { World } from '../../main/commands/world';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { createSessions } from '../../main/identity/session';
import { runJob } from '../../main/jobs/table';
import { noUpdater } from '../commands/noUpdater';

/** Restores a backup as the app does, with nothing open: killed by whoever started it. Prints where it is. */
const [, , folder = '', heads = '', backup = '', secret = ''] = process.argv;

async function main(): Promise<void> {
  const restoring = {
    places: { folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' },
    now: Date.now,
    jobs: {
      run: (name: never, given: never) =>
        runJob(name, given, { progress: () => undefined, send: async () => undefined }),
      cancel: () => false,
    },
    stationOver: (site: Station['site']) =>
      ({
        site,
        world: new World(site.ledger.db),
        sessions: createSessions({ now: () => performance.now(), newSessionId: () => newId('session') }),
        resources: '',
        app: '0.0.0-test',
        now: Date.now,
        shell: { updater: noUpdater('') },
        log: () => undefined,
        changed: () => undefined,
      }) as unknown as Station,
    backups: { of: () => undefined, keep: () => undefined },
    leave: async () => undefined,
  };
  const read = await readBackup(restoring, backup);
  if (!read.ok) throw new Error(read.message);
  const { manifest, admins, siteName } = read.answer.found;
  console.log('CHECKED');
  const done = await restoreBackup(restoring, {
    manifest,
    admin: admins[0]?.user ?? '',
    secret,
    confirm: siteName,
  });
  console.log(done.ok ? 'DONE' : `REFUSED ${done.message}`);
}

/** Backs the site up into a folder on a disk that may be too small, and tells what came of it. */
async function backUp(): Promise<void> {
  const about = {
    backup: newId('backup'),
    site: backup,
    siteName: 'x',
    device: secret,
    station: 'K1',
    app: '0.0.0-test',
    madeAt: new Date().toISOString(),
    how: 'asked' as const,
  };
  const given = { folder, part: `${heads}/x.part`, about, settings: '{}', log: `${secret}/0` };
  const result = await runJob('backUp', given, { progress: () => undefined, send: async () => undefined });
  console.log(`RESULT ${JSON.stringify(result)}`);
}

(process.env.BACK_UP === '1' ? backUp() : main()).catch((error: unknown) => {
  console.log(`FAILED ${String(error)}`);
  process.exitCode = 1;
});
