import { statSync } from 'node:fs';
import { join } from 'node:path';
import { tick } from '../../main/commands/clockwork';
import { openReader, type ReadableDb } from '../../main/ledger/database';
import { AtWork } from '../commands/atWork';
import { inputsOf } from '../commands/inputs';
import { newRig, type Rig, record, stepEntry } from '../ledger/rig';
import { counted, type FaultCase } from './case';

const MIB = 1024 * 1024;
const LIMIT = 64 * MIB;
/** What a busy step carries: about as much as a reading with words and its views. */
const NOTE = 'x'.repeat(12_000);

const walOf = (folder: string): number =>
  statSync(join(folder, 'ledger.db-wal'), { throwIfNoEntry: false })?.size ?? 0;

/** Records so many steps, now and then beside somebody who reads; tells how large the write-ahead log became. */
async function load(rig: Rig, steps: number, checkpoints: boolean): Promise<number> {
  const ledger = rig.open({ ballastBytes: 0 });
  if (!checkpoints) ledger.db.pragma('wal_autocheckpoint = 0');
  let most = 0;
  let reader: ReadableDb | undefined;
  for (let step = 0; step < steps; step += 1) {
    await record(ledger, stepEntry(`run_${Math.floor(step / 50)}`, NOTE));
    most = Math.max(most, walOf(rig.folder));
    if (step % 400 === 100) {
      const opened = openReader(rig.folder);
      if (!opened.ok) throw new Error(opened.message);
      reader = opened.db;
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM entries').get();
    }
    if (step % 400 === 200) reader?.close();
  }
  if (reader?.open) reader.close();
  await ledger.close();
  return most;
}

/** How large the log is before and after a pause of the work, and after the site was closed. */
async function inAPause(): Promise<{
  readonly before: number;
  readonly after: number;
  readonly closed: number;
}> {
  const work = await AtWork.sample();
  const { folder } = work;
  const jobType = [...work.station.world.site.jobTypes.values()][0];
  if (!jobType) throw new Error('no job type');
  const given = { title: 'Load', jobType: jobType.jobType, asset: 'Press 4', inputs: inputsOf(jobType) };
  for (let n = 0; n < 5; n += 1) await work.done('m.kovac', 'openWorkOrder', given);
  const before = walOf(folder);
  let steady = 0;
  for (let beat = 0; beat < 9; beat += 1) {
    steady += 5000;
    await tick(work.station, work.executor, [], () => steady);
  }
  const after = walOf(folder);
  await work.done('m.kovac', 'openWorkOrder', given);
  await work.closeSite();
  const closed = walOf(folder);
  work.discard();
  return { before, after, closed };
}

export const faultCase: FaultCase = {
  promise: 15,
  title: 'The write-ahead log stays small',
  trials: { quick: 1500, full: 20_000 },
  async run({ trials, seed, folder }) {
    const rig = newRig(folder);
    const most = await load(rig, trials, true);
    const careless = newRig(folder);
    const without = await load(careless, 1500, false);
    const pause = await inAPause();
    const wrong = [
      most > LIMIT ? `it grew to ${Math.round(most / MIB)} MiB` : '',
      pause.before === 0 ? 'it was empty before the pause' : '',
      pause.after > 0 ? `${pause.after} bytes are left in a pause` : '',
      pause.closed > 0 ? `${pause.closed} bytes are left after the site was closed` : '',
    ].filter((words) => words !== '');
    return {
      trials,
      silent: 0,
      figure: `at most ${(most / MIB).toFixed(1)} MiB over ${counted(trials)} busy steps with readers beside, ${pause.after} bytes after half a minute of rest (${Math.round(pause.before / 1024)} KiB before), ${pause.closed} after closing`,
      ...(wrong[0] === undefined ? {} : { firstFailure: `seed ${seed}: ${wrong.join('; ')}` }),
      control: {
        words: `without checkpoints it grows to ${Math.round(without / MIB)} MiB in 1,500 steps`,
        failed: without > LIMIT,
      },
    };
  },
};
