import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { carryOut, dropFolder, newFolder, openPack, pack, readPack } from './packing';
import { withheld, withManifest, withoutFile, withoutLine, withoutRun, zipOf } from './tampering';

describe('leaving something out of a pack', () => {
  let work: AtWork;
  let folder: string;
  let seal: string;
  let access: string;
  let zip: Buffer;
  const judged = async (bytes: Uint8Array) => {
    const path = join(folder, 'tried.zip');
    writeFileSync(path, bytes);
    return verifyPackFile(path);
  };
  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample();
    ({ seal, access } = await sampleOrders(work));
    await carryOut(work, seal);
    await startChecked(work, access);
    await pack(work, join(folder, 'whole.zip'), {
      scope: { kind: 'work-orders', workOrders: [seal, access] },
      complete: true,
    });
    zip = readFileSync(join(folder, 'whole.zip'));
  }, 600_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  it('is not needed to pack the same members again: that gives the same file', () => {
    expect(zipOf(readPack(zip).members).equals(zip)).toBe(true);
    expect(withManifest(zip, () => undefined).equals(zip)).toBe(true);
  });

  it('is found: a line, a whole run, a file, and what an entry said', async () => {
    expect((await judged(zip)).verdict).toBe(2);
    const { lines, members } = openPack(join(folder, 'whole.zip'));
    const step = lines.find((l) => l.header.type === 'run.step-recorded');
    const photo = [...members.keys()].find((name) => name.startsWith('evidence/')) ?? '';
    if (!step) throw new Error('no step');
    for (const bytes of [
      withoutLine(zip, step),
      withoutRun(zip, access),
      withoutFile(zip, photo),
      withheld(zip, step),
    ]) {
      expect((await judged(bytes)).verdict).toBe(1);
      // And where the list of contents is made to fit: the device's signature does not cover it.
      expect((await judged(withManifest(bytes, () => undefined))).verdict).toBe(1);
    }
  }, 240_000);
});
