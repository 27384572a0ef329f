import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import { openSample } from '../../main/commands/founding';
import { holdsSite, inTheWay } from '../../main/site/site';
import { AtWork } from './atWork';
import { caseOf, doNext, sampleOrders, startChecked } from './busyHistory';

const disk = vi.hoisted(() => ({ broken: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    fdatasyncSync: (handle: number) => {
      if (disk.broken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
      fs.fdatasyncSync(handle);
    },
  };
});

let work: AtWork;
afterEach(async () => {
  disk.broken = false;
  await work.close().catch(() => work.discard());
});

describe('the making of a site', () => {
  it('never takes the place of a ledger whose keys are gone', async () => {
    work = await AtWork.sample();
    await work.reopen();
    await work.station.site.ledger.close();
    rmSync(join(work.folder, 'keys'), { recursive: true });
    const before = readFileSync(join(work.folder, 'ledger.db'));
    expect(inTheWay(work.folder)).toBe('ledger.db');
    expect(await openSample(work.founding())).toMatchObject({ ok: false, code: 'folder' });
    expect(readFileSync(join(work.folder, 'ledger.db')).equals(before)).toBe(true);
  });

  it('leaves somebody’s own folders alone', async () => {
    work = AtWork.empty();
    mkdirSync(join(work.folder, 'keys'), { recursive: true });
    writeFileSync(join(work.folder, 'keys', 'house.txt'), 'mine');
    expect(await openSample(work.founding())).toMatchObject({ ok: false, code: 'folder' });
    expect(readFileSync(join(work.folder, 'keys', 'house.txt'), 'utf8')).toBe('mine');
  });

  it('goes on after a cut-off while the parts moved into place', async () => {
    work = AtWork.empty();
    const made = join(work.folder, '.making');
    mkdirSync(made, { recursive: true });
    writeFileSync(join(work.folder, 'ledger.db'), 'half');
    mkdirSync(join(made, 'keys'));
    expect(holdsSite(work.folder)).toBe(false);
    expect(await openSample(work.founding())).toMatchObject({ ok: true });
    work.open();
    expect(existsSync(made)).toBe(false);
    expect(work.station.world.site.people.size).toBe(4);
  });
});

describe('a command given again', () => {
  it('has its answer for who gave it, and tells another person nothing', async () => {
    work = await AtWork.sample();
    const { seal } = await sampleOrders(work);
    const id = `cmd_${uuid()}`;
    const first = await work.give('m.kovac', 'startRun', { workOrder: seal }, id);
    expect(first.ok).toBe(true);
    expect(await work.give('m.kovac', 'startRun', { workOrder: seal }, id)).toEqual(first);
    const other = await work.give('t.okafor', 'startRun', { workOrder: seal }, id);
    expect(other).toMatchObject({ ok: false, code: 'already-done' });
  });

  it('is not acknowledged where its checkpoint could not be written outside the ledger', async () => {
    work = await AtWork.sample();
    const { seal } = await sampleOrders(work);
    await work.windowOf('m.kovac');
    disk.broken = true;
    const id = `cmd_${uuid()}`;
    await expect(work.give('m.kovac', 'startRun', { workOrder: seal }, id)).rejects.toThrow(/not known/);
    await expect(work.give('m.kovac', 'startRun', { workOrder: seal }, id)).rejects.toThrow(/not known/);
  });
});

it('a work order’s number of the form that the app gives is refused when typed: one that is given would meet it', async () => {
  work = await AtWork.sample();
  const [jobType] = await work.query('m.kovac', 'jobTypes', {});
  for (const number of ['WO-K1-000900', 'wo-k1-000004', 'WO-K9-999999999999999999', 'EXC-K1-000500']) {
    const said = await work.give('m.kovac', 'openWorkOrder', {
      number,
      title: 'Another',
      jobType: jobType?.jobType ?? '',
      asset: 'Press 4',
      inputs: {},
    });
    expect(said).toMatchObject({ ok: false, code: 'malformed', fields: { number: expect.any(String) } });
  }
});

it('a long reason for a deactivation is refused in words, not a fault', async () => {
  work = await AtWork.sample();
  const user = work.userOf('m.kovac');
  expect(await work.give('s.halvorsen', 'deactivatePerson', { user, why: 'x'.repeat(301) })).toMatchObject({
    ok: false,
    code: 'not-understood',
    fields: { why: expect.any(String) },
  });
});

it('a clock that was set back stops nobody from recording', async () => {
  work = await AtWork.sample();
  const { access } = await sampleOrders(work);
  await startChecked(work, access);
  work.clock.offset = -3_600_000;
  const step = await doNext(work, access);
  expect((await caseOf(work, access)).state.run?.steps[step?.id ?? '']?.record).toBeDefined();
});

it('a break-glass window ends after its minutes, though the clock is set back meanwhile', async () => {
  work = await AtWork.sample();
  const { seal } = await sampleOrders(work);
  await startChecked(work, seal);
  const view = await caseOf(work, seal);
  const block = view.codes.find((c) => c.kind === 'exception' && c.effect === 'blocks');
  await work.done('m.kovac', 'blockStep', {
    workOrder: seal,
    step: view.next?.step.id ?? '',
    code: block?.code ?? '',
  });
  const code = view.codes.find((c) => c.kind === 'break-glass');
  const { glass } = await work.done('m.kovac', 'openGlass', {
    workOrder: seal,
    step: view.next?.step.id ?? '',
    code: code?.code ?? '',
    why: 'The press stands and leaks',
  });
  const minutes = code?.glass?.windowMinutes ?? 0;
  await tick(work.station, work.executor, [], () => 1000);
  work.clock.offset = -7_200_000;
  await tick(work.station, work.executor, [], () => 1000 + minutes * 60_000 - 1000);
  expect(work.station.world.caseOf(seal).glasses[glass]?.closed).toBeUndefined();
  await tick(work.station, work.executor, [], () => 1000 + minutes * 60_000);
  expect(work.station.world.caseOf(seal).glasses[glass]?.closed?.how).toBe('expired');
});
