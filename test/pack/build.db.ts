import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { fromBase64 } from '../../main/proof/encoding';
import { leafHash } from '../../main/proof/header';
import { parseCheckpoint } from '../../main/proof/note';
import { packOrigin } from '../../main/proof/pack/manifest';
import { verifyInclusion } from '../../main/proof/tree';
import { AtWork } from '../commands/atWork';
import { sampleOrders } from '../commands/busyHistory';
import { carryOut, compliance, dropFolder, newFolder, type OpenPack, openPack, pack } from './packing';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a pack of one work order', () => {
  let work: AtWork;
  let folder: string;
  let orders: Awaited<ReturnType<typeof sampleOrders>>;
  let open: OpenPack;
  let path: string;
  let issued: Awaited<ReturnType<typeof pack>>;
  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample();
    orders = await sampleOrders(work);
    await carryOut(work, orders.seal);
    path = join(folder, 'one.pdpack.zip');
    issued = await pack(work, path, {
      scope: { kind: 'work-orders', workOrders: [orders.seal] },
      complete: false,
    });
    open = openPack(path);
  }, 600_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  it('holds its members in the order of the format, each with the size and hash that the manifest says', () => {
    const names = [...open.members.keys()];
    expect(names.slice(0, 4)).toEqual(['index.html', 'manifest.json', 'manifest.note', 'keys.json']);
    expect(names[names.length - 1]).toBe('FORMAT.md');
    expect(names.filter((n) => n.startsWith('evidence/')).length).toBeGreaterThan(3);
    expect(names.filter((n) => n.startsWith('closures/'))).toEqual(['closures/CL-K1-000001.pdf']);
    expect(open.manifest.files.map((f) => f.name)).toEqual(names.filter((n) => !n.startsWith('manifest.')));
    for (const { name, sha256: hash, size } of open.manifest.files) {
      const bytes = open.members.get(name) ?? Buffer.alloc(0);
      expect([name, sha256(bytes), bytes.length]).toEqual([name, hash, size]);
      if (name.startsWith('evidence/')) expect(name).toBe(`evidence/${hash}`);
    }
  });

  it('is answered and recorded by the hash of the file that lies there', () => {
    const bytes = readFileSync(path);
    expect(issued).toMatchObject({ path, sha256: sha256(bytes), number: 'PACK-K1-000001' });
    expect(open.manifest).toMatchObject({
      number: 'PACK-K1-000001',
      reason: 'Asked for by the auditor',
      by: { name: 'Ana Ruiz', role: 'compliance' },
      scope: { kind: 'work-orders', words: 'One chosen work order' },
      addendumTo: null,
      withheld: 0,
    });
  });

  it('proves every line in the tree of the log’s checkpoint', () => {
    expect(open.lines.length).toBeGreaterThan(40);
    for (const { log, size } of open.manifest.logs) {
      const note = parseCheckpoint(open.members.get(`ledger/${log}/checkpoint.txt`)?.toString('utf8') ?? '');
      expect(note?.size).toBe(size);
      for (const said of open.lines.filter((l) => l.log === log)) {
        const header = fromBase64(said.line.header) ?? new Uint8Array();
        const proof = said.line.proof.map((hash) => fromBase64(hash) ?? new Uint8Array());
        const leaf = leafHash(primitives.sha256, header);
        expect(
          verifyInclusion(primitives.sha256, leaf, said.seq, size, proof, note?.root ?? new Uint8Array()),
        ).toBe(true);
      }
    }
  });

  it('signs the list of contents by the device’s key, under a name that no log has', () => {
    const note = open.members.get('manifest.note')?.toString('utf8') ?? '';
    const checkpoint = parseCheckpoint(note);
    const manifest = open.members.get('manifest.json') ?? Buffer.alloc(0);
    expect(checkpoint?.origin).toBe(packOrigin(open.manifest.site, open.manifest.device));
    expect(checkpoint?.size).toBe(manifest.length);
    expect(Buffer.from(checkpoint?.root ?? []).toString('hex')).toBe(sha256(manifest));
  });

  it('discloses what belongs to the work order, whom and what that names, and nothing else', () => {
    const types = new Set(open.lines.map((l) => l.header.type));
    for (const type of [
      'site.created',
      'device.enrolled',
      'pack.requested',
      'work-order.opened',
      'work-order.closed',
      'closure.document-issued',
      'user.enrolled',
      'job-type.defined',
      'checklist.released',
    ])
      expect([type, types.has(type)]).toEqual([type, true]);
    expect(types.has('session.started')).toBe(false);
    expect(types.has('checklist.draft-saved')).toBe(false);
    const belonging = open.lines.filter((l) => l.body?.workOrder !== undefined);
    expect(new Set(belonging.map((l) => l.body?.workOrder))).toEqual(new Set([orders.seal]));
    expect(open.manifest.workOrders).toEqual([
      expect.objectContaining({ workOrder: orders.seal, entries: belonging.length }),
    ]);
    const jobTypes = open.lines.filter((l) => l.header.type === 'job-type.defined');
    expect(new Set(jobTypes.map((l) => l.body?.jobType)).size).toBe(1);
    const enrolled = open.lines.filter((l) => l.header.type === 'user.enrolled');
    expect(open.keys.people.map((p) => p.user).sort()).toEqual(enrolled.map((l) => l.header.stream).sort());
  });

  it('leaves nothing of its making behind, in the folder or in the site', () => {
    expect(readdirSync(folder)).toEqual(['one.pdpack.zip']);
    expect(existsSync(join(work.folder, 'outbox')) ? readdirSync(join(work.folder, 'outbox')) : []).toEqual(
      [],
    );
  });

  it('stands in the list, and says how much was recorded about it since', async () => {
    const [row] = await work.query(compliance, 'packs', {});
    expect(row).toMatchObject({ number: 'PACK-K1-000001', issued: { sha256: issued.sha256 }, later: 0 });
    expect(row?.words).toBe('One chosen work order');
  });
});
