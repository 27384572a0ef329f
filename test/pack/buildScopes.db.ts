import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackScope } from '../../main/domain/pack/pack';
import { AtWork } from '../commands/atWork';
import { caseOf, sampleOrders, startChecked } from '../commands/busyHistory';
import { inputsOf } from '../commands/inputs';
import { carryOut, compliance, dropFolder, newFolder, openPack, pack } from './packing';

const day = 24 * 60 * 60_000;

describe('what a pack is about', () => {
  let work: AtWork;
  let folder: string;
  let orders: Awaited<ReturnType<typeof sampleOrders>>;
  let late: string;
  let turn: string;
  const preview = (scope: PackScope, more: { disclose?: string[]; complete?: boolean } = {}) =>
    work.query(compliance, 'packPreview', { scope, complete: false, ...more });
  const selected = async (scope: PackScope): Promise<string[]> =>
    (await preview(scope)).workOrders.map((w) => w.workOrder).sort();

  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample(-10 * day);
    orders = await sampleOrders(work);
    await carryOut(work, orders.seal);
    await startChecked(work, orders.incident);
    const view = await caseOf(work, orders.incident);
    await work.done('m.kovac', 'blockStep', {
      workOrder: orders.incident,
      step: view.next?.step.id ?? '',
      code: 'TOL-02',
    });
    work.clock.calendar = -2 * day;
    turn = new Date(work.now()).toISOString();
    const jobType = (await work.query('m.kovac', 'jobTypes', {})).find((j) => j.name.includes('seal'));
    if (!jobType) throw new Error('no job type');
    late = (
      await work.done('t.okafor', 'openWorkOrder', {
        title: 'Second cylinder',
        jobType: jobType.jobType,
        asset: 'Press 9',
        lot: 'L-77',
        inputs: inputsOf(jobType),
      })
    ).workOrder;
  }, 600_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  it('is chosen work orders, a job type, a lot, an asset, or a time', async () => {
    const jobType = (await caseOf(work, orders.seal)).jobType.jobType;
    expect(await selected({ kind: 'work-orders', workOrders: [late, orders.seal] })).toEqual(
      [late, orders.seal].sort(),
    );
    expect(await selected({ kind: 'job-type', value: jobType })).toEqual([orders.seal, late].sort());
    expect(await selected({ kind: 'job-type', value: jobType, from: turn })).toEqual([late]);
    expect(await selected({ kind: 'lot', value: 'l-77' })).toEqual([late]);
    expect(await selected({ kind: 'asset', value: 'Press 9' })).toEqual([late]);
    expect(await selected({ kind: 'dates', from: '2020-01-01T00:00:00Z', until: turn })).toEqual(
      [orders.seal, orders.incident, orders.access].sort(),
    );
  });

  it('is a person, by what they did and where they are named', async () => {
    expect(await selected({ kind: 'person', value: work.userOf('a.ruiz') })).toEqual([orders.seal]);
    expect(await selected({ kind: 'person', value: work.userOf('m.kovac') })).toContain(orders.incident);
    expect(await selected({ kind: 'person', value: work.userOf('t.okafor'), from: turn })).toEqual([late]);
    const exception = Object.keys((await caseOf(work, orders.incident)).state.exceptions)[0] ?? '';
    await work.done('t.okafor', 'assignException', {
      workOrder: orders.incident,
      exception,
      to: work.userOf('a.ruiz'),
      why: 'She knows the node',
    });
    expect(await selected({ kind: 'person', value: work.userOf('a.ruiz') })).toEqual(
      [orders.seal, orders.incident].sort(),
    );
    expect((await preview({ kind: 'person', value: work.userOf('a.ruiz') })).words).toBe(
      'Work orders in which Ana Ruiz acted or is named',
    );
  });

  it('is what a question counts, the records that it lists', async () => {
    expect(await selected({ kind: 'question', value: 'stalls' })).toEqual([orders.incident]);
    expect(await selected({ kind: 'question', value: 'codes' })).toEqual([orders.incident]);
    expect(await selected({ kind: 'question', value: 'codes:TOL-02' })).toEqual([orders.incident]);
    expect(await selected({ kind: 'question', value: 'codes:MAT-02' })).toEqual([]);
    expect(await selected({ kind: 'question', value: 'closed-without-evidence' })).toEqual([]);
    expect(await selected({ kind: 'question', value: 'nothing-of-ours' })).toEqual([]);
  });

  it('is told beforehand: entries, files and bytes as the pack then holds them', async () => {
    const scope: PackScope = { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const asked = { disclose: [orders.seal], complete: true };
    const told = await preview(scope, asked);
    expect(told).toMatchObject({ total: 4, problem: null });
    const path = join(folder, 'told.zip');
    await pack(work, path, { scope, ...asked });
    const { manifest, members } = openPack(path);
    expect(told.words).toBe(manifest.scope.words);
    expect(told.entries).toBe(manifest.workOrders[0]?.entries);
    expect(told.files).toBe([...members.keys()].filter((n) => /^(evidence|closures)\//.test(n)).length);
    const held = manifest.files
      .filter((f) => /^(evidence|closures|ledger)\//.test(f.name))
      .reduce((sum, f) => sum + f.size, 0);
    expect(told.bytes / held).toBeGreaterThan(0.8);
    expect(told.bytes / held).toBeLessThan(1.3);
  });

  it('covers, where times bound it, what every log recorded in between', async () => {
    const path = join(folder, 'times.zip');
    await pack(work, path, { scope: { kind: 'lot', value: 'L-77', from: turn }, complete: true });
    const { manifest, lines } = openPack(path);
    const [log] = manifest.logs;
    const clock = `${Date.parse(turn)}-0000`;
    expect(log?.from).toBeGreaterThan(50);
    expect(log?.to).toBe(log?.size);
    const inside = lines.filter((l) => l.seq >= (log?.from ?? 0));
    expect(inside).toHaveLength((log?.to ?? 0) - (log?.from ?? 0));
    expect(inside.every((l) => String(l.header.clock) >= clock)).toBe(true);
    const before = lines.filter((l) => l.seq < (log?.from ?? 0));
    expect(before.every((l) => String(l.header.clock) < clock && l.body !== undefined)).toBe(true);
  });

  it('is refused in words where nothing fits, or what is to be disclosed is not of it', async () => {
    const args = { complete: false, reason: 'Asked for by the auditor' };
    work.chosen.where = join(folder, 'no.zip');
    const size = work.station.site.ledger.head()?.size;
    expect(
      await work.give(compliance, 'exportPack', { ...args, scope: { kind: 'asset', value: 'Press 99' } }),
    ).toMatchObject({
      ok: false,
      code: 'not-ready',
      message: expect.stringContaining('No work order fits this'),
    });
    expect(
      await work.give(compliance, 'exportPack', {
        ...args,
        scope: { kind: 'asset', value: 'Press 9' },
        disclose: [orders.seal],
      }),
    ).toMatchObject({ ok: false, message: expect.stringContaining('is not among those') });
    expect((await preview({ kind: 'asset', value: 'Press 99' })).problem).toContain('No work order fits');
    expect(work.station.site.ledger.head()?.size).toBe(size);
  });

  it('adds to a pack that was issued and holds one of its work orders, and to no other', async () => {
    const scope = { kind: 'work-orders' as const, workOrders: [orders.incident] };
    const first = await pack(work, join(folder, 'first.zip'), { scope, complete: false });
    const row = async () => (await work.query(compliance, 'packs', {})).find((p) => p.pack === first.pack);
    expect((await row())?.later).toBe(0);
    const exception = Object.keys((await caseOf(work, orders.incident)).state.exceptions)[0] ?? '';
    await work.done('m.kovac', 'explainException', {
      workOrder: orders.incident,
      exception,
      why: 'The node hung',
    });
    expect((await row())?.later).toBe(1);
    work.chosen.where = join(folder, 'second.zip');
    const reason = 'A later correction';
    expect(
      await work.give(compliance, 'exportPack', {
        scope: { kind: 'work-orders', workOrders: [orders.seal] },
        complete: false,
        reason,
        addendumTo: first.pack,
      }),
    ).toMatchObject({ ok: false, message: expect.stringContaining('holds none of these work orders') });
    expect(
      await work.give(compliance, 'exportPack', {
        scope,
        complete: false,
        reason,
        addendumTo: 'pack_00000000-0000-7000-8000-000000000000',
      }),
    ).toMatchObject({ ok: false, code: 'not-found' });
    const asked = await work.query(compliance, 'packRequest', { pack: first.pack });
    expect(asked).toEqual({ number: first.number, scope, disclosed: [orders.incident], complete: false });
    await work.done(compliance, 'exportPack', {
      scope: asked.scope,
      complete: false,
      reason,
      addendumTo: first.pack,
    });
    expect(openPack(join(folder, 'second.zip')).manifest.addendumTo).toEqual({
      pack: first.pack,
      number: first.number,
      sha256: first.sha256,
    });
  });
});
