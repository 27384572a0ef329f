/**
 * The app at work on a disk that fills up, in a process of its own. Arguments: folder on that disk, folder elsewhere, rounds. Each round lets the disk
 * run full before people record, add a photo, sign, close, import and back up; the last ones without inodes instead of without
 * bytes. Prints one line of JSON a trial.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../main/contract/call';
import { verifySite } from '../../main/jobs/verifySite';
import { LedgerFault } from '../../main/ledger/refusal';
import { AtWork, resources } from '../commands/atWork';
import { caseOf, doNext, startChecked } from '../commands/busyHistory';
import { inputsOf } from '../commands/inputs';
import { mappingOf, read } from '../history/importing';
import { plainRows } from '../history/rows';

const [, , disk = '', outside = '', rounds = '1'] = process.argv;
const stick = join(disk, 'stick');
const fill = join(disk, 'fill');
const say = (line: object): number => writeSync(1, `${JSON.stringify(line)}\n`);

/** Everything that is free but `spare` bytes, or every free inode. */
function fillUp(what: 'bytes' | 'inodes', spare: number): void {
  mkdirSync(fill, { recursive: true });
  const name = join(fill, `${readdirSync(fill).length}`);
  if (what === 'inodes') {
    try {
      for (let n = 0; ; n += 1) closeSync(openSync(`${name}-${n}`, 'w'));
    } catch {
      return;
    }
  }
  const held = join(fill, 'spare');
  if (spare > 0) writeFileSync(held, Buffer.alloc(spare, 1));
  // Most of it is taken without writing it; the rest, down to the last byte, is written.
  const { bavail, bsize } = statfsSync(disk);
  spawnSync('fallocate', ['-l', String(Math.max(1, bavail * bsize - 4 * 1024 * 1024)), `${name}-most`]);
  const handle = openSync(name, 'w');
  for (let size = 1024 * 1024; size >= 1; ) {
    try {
      if (writeSync(handle, Buffer.alloc(size, 1)) < size) size = Math.floor(size / 2);
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(handle);
  rmSync(held, { force: true });
}

const free = (): void => rmSync(fill, { recursive: true, force: true });

/** What came of a command, in a word and a sentence. */
async function came(act: () => Promise<Outcome<object>>): Promise<{ code: string; message: string }> {
  try {
    const outcome = await act();
    return outcome.ok ? { code: 'ok', message: '' } : { code: outcome.code, message: outcome.message };
  } catch (fault) {
    return fault instanceof LedgerFault
      ? { code: fault.code, message: fault.message }
      : { code: 'threw', message: String(fault) };
  }
}

type Act = () => Promise<Outcome<object>>;

async function main(): Promise<void> {
  const work = await AtWork.sample();
  mkdirSync(stick);
  Object.assign(work.station, { space: () => undefined });
  work.chosen.folder = stick;
  await work.done('s.halvorsen', 'chooseBackupPlace', {});
  const size = (): number => work.station.site.ledger.head()?.size ?? 0;
  const held = (): number =>
    work.station.site.ledger.db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
  const ballast = (): boolean =>
    statSync(join(work.folder, 'ballast'), { throwIfNoEntry: false }) !== undefined;
  let trial = 0;

  /** One act on a full disk, then once more after space was freed; `ready` makes its arguments anew. */
  async function onFull(act: string, what: 'bytes' | 'inodes', ready: () => Promise<Act>): Promise<void> {
    trial += 1;
    work.station.site.ledger.settle();
    const first = await ready();
    const had = ballast();
    fillUp(what, trial % 3 === 0 ? (trial * 4099) % 150_000 : 0);
    const before = size();
    const full = await came(first);
    const grown = size() - before;
    const statusWorks = await work.query('m.kovac', 'myWork', {}).then(
      () => true,
      () => false,
    );
    const readable = held() === size() && statusWorks;
    // What the ballast gave back is gone too: now there is nothing left in hand.
    fillUp(what, 0);
    const again = full.code === 'ok' ? undefined : await came(await ready());
    free();
    const after = full.code === 'ok' || again?.code === 'ok' ? undefined : await came(await ready());
    say({
      trial,
      act,
      what,
      full,
      again,
      after,
      grown,
      readable: readable && held() === size(),
      ballast: had ? (ballast() ? 'kept' : 'given up') : 'none',
    });
  }

  for (let round = 0; round < Number(rounds); round += 1) {
    const what = round % 3 === 2 ? 'inodes' : 'bytes';
    // A start fills the ballast again.
    await work.reopen();
    // What stops new records before the disk is full is tried by itself; here it really is.
    Object.assign(work.station, { space: () => undefined });
    for (const who of ['m.kovac', 't.okafor', 'a.ruiz', 's.halvorsen']) await work.windowOf(who);
    const jobType = [...work.station.world.site.jobTypes.values()].find((j) =>
      j.name.toLowerCase().includes('seal'),
    );
    if (!jobType) throw new Error('no job type');
    const order = {
      title: `Full ${round}`,
      jobType: jobType.jobType,
      asset: `Press ${round}`,
      inputs: inputsOf(jobType),
    };
    await onFull('append', what, async () => () => work.give('m.kovac', 'openWorkOrder', order));
    await workThrough((await work.done('m.kovac', 'openWorkOrder', order)).workOrder, round, what);
    await onFull('import', what, async () => {
      const path = join(outside, `rows-${round}.csv`);
      writeFileSync(path, plainRows(200, 1 + round * 1000));
      const file = await read(work, path);
      return () => work.give('s.halvorsen', 'importHistory', { file: file.file, mapping: mappingOf(file) });
    });
    await onFull('backup', what, async () => () => work.give('s.halvorsen', 'backUpNow', {}));
    const left = readdirSync(stick).filter((name) => name.endsWith('.part'));
    if (left.length > 0) say({ halfWritten: left });
    // Else the backups of all rounds would fill the disk by themselves.
    for (const name of readdirSync(stick)) rmSync(join(stick, name), { recursive: true, force: true });
    await startOnFull(what);
  }
  const { findings } = await verifySite(work.folder, () => undefined);
  say({ findings });
  await work.close();

  /** One work order from its start to its closing, with a full disk before a photo, each signature and the closing. */
  async function workThrough(workOrder: string, round: number, what: 'bytes' | 'inodes'): Promise<void> {
    await startChecked(work, workOrder);
    let photographed = false;
    for (;;) {
      const step = (await caseOf(work, workOrder)).next?.step;
      if (!step) break;
      const slot = (step.evidence ?? []).find(({ kind }) => kind === 'photo');
      if (step.kind === 'gate')
        for (const person of ['t.okafor', 'a.ruiz']) {
          if ((await caseOf(work, workOrder)).next?.step.id !== step.id) break;
          await onFull('sign', what, async () => {
            const signing = await work.signing(person, { what: 'gate', workOrder, step: step.id });
            return () => work.give(person, 'approveGate', { workOrder, step: step.id, ...signing });
          });
        }
      else if (slot !== undefined && !photographed) {
        photographed = true;
        const path = join(outside, `${round}.jpg`);
        const photo = readFileSync(join(resources, 'sample', 'photos', 'lock-and-tag.jpg'));
        writeFileSync(path, Buffer.concat([photo, Buffer.from(String(round))]));
        const args = { workOrder, step: step.id, slot: slot.id, path, source: 'file' } as const;
        await onFull('evidence', what, async () => () => work.give('m.kovac', 'addEvidence', args));
      }
      if (step.kind !== 'gate') await doNext(work, workOrder);
    }
    const { acceptance } = (await caseOf(work, workOrder)).jobType;
    await onFull('close', what, async () => {
      const signing = await work.signing('a.ruiz', { what: 'closure', workOrder });
      const result = 'Closed on a disk that was full.';
      const given = { workOrder, acceptance: acceptance.map(({ id }) => id), result, ...signing };
      return () => work.give('a.ruiz', 'closeWorkOrder', given);
    });
  }

  /** A start on a disk where nothing is left but the ballast. */
  async function startOnFull(what: 'bytes' | 'inodes'): Promise<void> {
    await work.reopen();
    await work.closeSite();
    fillUp(what, 0);
    let opened = '';
    try {
      work.open();
    } catch (error) {
      opened = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const readable = opened === '' && held() === size();
    free();
    if (opened !== '') work.open();
    Object.assign(work.station, { space: () => undefined });
    say({ act: 'start', what, readable, full: { code: opened === '' ? 'ok' : 'refused', message: opened } });
  }
}

main().catch((error: unknown) => {
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
});
