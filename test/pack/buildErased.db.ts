import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { entryOf, erase } from '../erasure/erasing';
import { carryOut, compliance, dropFolder, newFolder, openPack, pack } from './packing';

describe('a pack of something that was erased', () => {
  let work: AtWork;
  let folder: string;
  let orders: Awaited<ReturnType<typeof sampleOrders>>;
  let before: Awaited<ReturnType<typeof pack>>;
  let target: { readonly log: string; readonly seq: number };
  const at = (name: string): string => join(folder, name);
  const scope = () => ({ kind: 'work-orders' as const, workOrders: [orders.seal] });

  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample();
    orders = await sampleOrders(work);
    await carryOut(work, orders.seal);
    await startChecked(work, orders.access);
    before = await pack(work, at('before.zip'), { scope: scope(), complete: false });
    target = entryOf(work, 'run.evidence-added', orders.seal);
    await erase(work, [target]);
  }, 600_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  it('has the line without what it said, the entry that erased it, and no file of it; it verifies as such', async () => {
    await pack(work, at('after.zip'), { scope: scope(), complete: false });
    const { lines, manifest } = openPack(at('after.zip'));
    const line = lines.find((l) => l.log === target.log && l.seq === target.seq);
    expect(line).toMatchObject({ header: { type: 'run.evidence-added' }, body: undefined });
    const erasing = lines.filter((l) => l.header.type === 'body.erased').map((l) => l.body);
    expect(erasing).toContainEqual(expect.objectContaining({ entry: target, authority: 'Retention rule 7' }));
    expect(manifest.withheld).toBe(0);
    const report = await verifyPackFile(at('after.zip'));
    // The photo, and the closure document that showed it.
    expect(report).toMatchObject({ verdict: 2, findings: [], erased: 2, withheld: 0 });
  }, 240_000);

  it('cannot be made again as it was before, which is said; what was issued stays in the list', async () => {
    work.chosen.where = at('again.zip');
    expect(await work.give(compliance, 'issuePackAgain', { pack: before.pack })).toMatchObject({
      ok: false,
      message: expect.stringContaining('was erased since it was asked for'),
    });
    await erase(work, [entryOf(work, 'pack.requested', before.pack)]);
    const rows = await work.query(compliance, 'packs', {});
    expect(rows.find((r) => r.pack === before.pack)).toMatchObject({
      number: before.number,
      reason: 'Erased',
      issued: { sha256: before.sha256 },
    });
    expect(await work.give(compliance, 'issuePackAgain', { pack: before.pack })).toMatchObject({
      ok: false,
      message: expect.stringContaining('does not say any more what it holds'),
    });
  }, 240_000);

  it('of another run, which is complete: the erased line is not called withheld', async () => {
    await pack(work, at('other.zip'), {
      scope: { kind: 'work-orders', workOrders: [orders.access] },
      complete: true,
    });
    const { lines } = openPack(at('other.zip'));
    expect(lines.filter((l) => l.header.type === 'body.erased').every((l) => l.body !== undefined)).toBe(
      true,
    );
    const report = await verifyPackFile(at('other.zip'));
    expect(report).toMatchObject({ verdict: 2, findings: [], erased: 3 });
  }, 240_000);
});
