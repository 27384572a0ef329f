/**
 * The app over a site, in a process of its own that is killed: backs up again and again while work is recorded. Arguments: root that
 * holds `site` and `heads`, place for the backups. Prints `BEGIN` before
 * each and `MADE <name> <commands recorded meanwhile>` after its answer.
 */
import { writeSync } from 'node:fs';
import { AtWork } from '../commands/atWork';
import { inputsOf } from '../commands/inputs';

const [, , root = '', place = ''] = process.argv;

async function main(): Promise<void> {
  const work = AtWork.over(root);
  work.open();
  work.chosen.folder = place;
  await work.done('s.halvorsen', 'chooseBackupPlace', {});
  await work.windowOf('m.kovac');
  const jobType = [...work.station.world.site.jobTypes.values()][0];
  if (!jobType) throw new Error('no job type');
  const given = { title: 'Load', jobType: jobType.jobType, asset: 'Press 4', inputs: inputsOf(jobType) };
  writeSync(1, 'OPEN\n');
  for (;;) {
    writeSync(1, 'BEGIN\n');
    const backup = work.done('s.halvorsen', 'backUpNow', {});
    let going = true;
    const ended = backup.finally(() => {
      going = false;
    });
    let recorded = 0;
    while (going) {
      await work.done('m.kovac', 'openWorkOrder', given);
      recorded += 1;
    }
    writeSync(1, `MADE ${(await ended).name} ${recorded}\n`);
    // Backups are named by the second.
    await new Promise((done) => setTimeout(done, 1000));
  }
}

main().catch((error: unknown) => {
  writeSync(1, `FAILED ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
