import { describeStation, statusOf } from '../../main/commands/status';
import { type Space, spaceIn } from '../../main/ledger/space';
import { AtWork } from '../commands/atWork';
import { inputsOf } from '../commands/inputs';
import type { FaultCase } from './case';

const MIB = 1024 * 1024;
type Level = { readonly mib: number; readonly share: number; readonly room: 'enough' | 'low' | 'stopped' };
/** Twenty levels around the two thresholds of the warning, and the one at which new records stop. */
const LEVELS: readonly Level[] = [
  ...[100_000, 20_000, 4096, 2049, 2048].map((mib) => ({ mib, share: 0.5, room: 'enough' as const })),
  ...[0.11, 0.1].map((share) => ({ mib: 50_000, share, room: 'enough' as const })),
  ...[0.0999, 0.05, 0.01].map((share) => ({ mib: 50_000, share, room: 'low' as const })),
  ...[2047, 1024, 512, 300, 257, 256].map((mib) => ({ mib, share: 0.5, room: 'low' as const })),
  ...[255, 100, 1, 0].map((mib) => ({ mib, share: 0.5, room: 'stopped' as const })),
];

const runtime = {
  app: '',
  electron: '',
  chrome: '',
  node: '',
  sqlite: '',
  release: false,
  keyProtection: '',
};

export const faultCase: FaultCase = {
  promise: 8,
  title: 'A disk that fills up is told before, and new records stop while there is room to read and export',
  trials: { quick: LEVELS.length, full: LEVELS.length },
  async run() {
    const work = await AtWork.sample();
    let space: Space | undefined;
    Object.assign(work.station, { space: () => space });
    describeStation(work.station, { runtime, theme: () => 'light', sampleSecret: undefined });
    const jobType = [...work.station.world.site.jobTypes.values()][0];
    if (!jobType) throw new Error('no job type');
    const given = { title: 'Level', jobType: jobType.jobType, asset: 'Press 4', inputs: inputsOf(jobType) };
    for (const who of ['m.kovac', 's.halvorsen']) await work.windowOf(who);
    const wrong: string[] = [];
    let [refused, reads, unmeasured] = [0, 0, false];
    try {
      for (const { mib, share, room } of LEVELS) {
        space = { bytes: mib * MIB, share, files: 1000 };
        const at = `${mib} MiB, ${share * 100} %`;
        const shown = statusOf(work.station, 1).disk?.room ?? 'enough';
        if (shown !== room) wrong.push(`${at}: shown ${shown}`);
        const before = work.station.site.ledger.head()?.size ?? 0;
        const done = await work.give('m.kovac', 'openWorkOrder', given);
        const grown = (work.station.site.ledger.head()?.size ?? 0) - before;
        if (done.ok !== (room !== 'stopped')) wrong.push(`${at}: ${done.ok ? 'recorded' : done.message}`);
        if (!done.ok) {
          refused += 1;
          if (done.code !== 'disk-low' || grown !== 0) wrong.push(`${at}: ${done.code}, ${grown} entries`);
        }
        // Reading goes on at every level, and so does Verify, which is tried where it matters.
        await work.query('m.kovac', 'myWork', {});
        reads += 1;
        if (room !== 'stopped' && mib !== 256) continue;
        const verified = await work.give('s.halvorsen', 'verifyLedger', {});
        if (!verified.ok) wrong.push(`${at}: Verify: ${verified.message}`);
        reads += 1;
      }
      space = undefined;
      unmeasured = (await work.give('m.kovac', 'openWorkOrder', given)).ok;
      if (spaceIn(work.folder) === undefined) wrong.push('the disk is not measured');
    } finally {
      await work.close();
    }
    return {
      trials: LEVELS.length,
      silent: wrong.length,
      figure: `${LEVELS.length - wrong.length} of ${LEVELS.length} levels as they should be; ${refused} refused with nothing recorded, ${reads} reads and checks done at all of them`,
      ...(wrong[0] === undefined ? {} : { firstFailure: wrong.join('; ') }),
      control: { words: 'a disk that is not measured refuses nothing', failed: unmeasured },
    };
  },
};
