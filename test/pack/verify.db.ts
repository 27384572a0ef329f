import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPackFolder, verifyPackFile } from '../../main/jobs/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { carryOut, dropFolder, membersOf, newFolder, pack } from './packing';

/** Unpacks a ZIP into a folder, as any program does. */
function unpackTo(folder: string, zip: Uint8Array): void {
  for (const [name, bytes] of membersOf(zip)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

describe('a pack that the app made', () => {
  let work: AtWork;
  let folder: string;
  let orders: Awaited<ReturnType<typeof sampleOrders>>;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = newFolder();
    work = await AtWork.sample();
    orders = await sampleOrders(work);
    await carryOut(work, orders.seal);
    await startChecked(work, orders.access);
    await pack(work, at('one.zip'), {
      scope: { kind: 'work-orders', workOrders: [orders.seal] },
      complete: false,
    });
  }, 300_000);
  afterAll(async () => {
    await work?.close();
    dropFolder(folder);
  });

  it('is valid as a ZIP and as the folder that came of it, and says what it is', async () => {
    const zip = await verifyPackFile(at('one.zip'), undefined, work.station.site.identity.site);
    expect(zip).toMatchObject({
      verdict: 0,
      findings: [],
      number: 'PACK-K1-000001',
      siteName: 'Halden plant',
      ours: true,
      workOrders: 1,
      withheld: 0,
      erased: 0,
    });
    unpackTo(at('one'), readFileSync(at('one.zip')));
    expect(isPackFolder(at('one'))).toBe(true);
    expect(isPackFolder(folder)).toBe(false);
    const unpacked = await verifyPackFile(at('one'), undefined, 'site_of_another');
    expect(unpacked).toMatchObject({ verdict: 0, lines: zip.lines, files: zip.files, ours: false });
    writeFileSync(at('one/.DS_Store'), 'left by a computer');
    expect((await verifyPackFile(at('one'))).verdict).toBe(0);
    writeFileSync(at('one/more.txt'), 'left by a person');
    expect((await verifyPackFile(at('one'))).findings).toContain(
      'more.txt is in the pack, and its manifest does not name it.',
    );
    rmSync(at('one/more.txt'));
    rmSync(at('one/keys.json'));
    expect((await verifyPackFile(at('one'))).verdict).toBe(1);
  });

  it('is judged alike by the command of the app, which names the place and records nothing', async () => {
    const size = work.station.site.ledger.head()?.size;
    work.chosen.file = at('one.zip');
    expect((await work.done('m.kovac', 'verifyFile', {})).report).toMatchObject({
      verdict: 0,
      name: 'one.zip',
      ours: true,
    });
    const zip = readFileSync(at('one.zip'));
    const photo = [...membersOf(zip)].find(([name]) => name.startsWith('evidence/'));
    if (photo === undefined) throw new Error('no photo');
    const changed = Buffer.from(zip);
    const where = photo[1].byteOffset - zip.byteOffset + 1234;
    changed[where] = (changed[where] as number) ^ 0x10;
    writeFileSync(at('flipped.zip'), changed);
    work.chosen.file = at('flipped.zip');
    const { report } = await work.done('m.kovac', 'verifyFile', {});
    expect(report).toMatchObject({ verdict: 1 });
    expect(report?.findings).toEqual([
      `${photo[0]} is not the file that the manifest names: byte 1,234 of it is another. It was changed after the pack was made.`,
    ]);
    expect(await verifyPackFile(at('flipped.zip'))).toMatchObject({ verdict: 1, findings: report?.findings });
    work.chosen.file = null;
    expect((await work.done('m.kovac', 'verifyFile', {})).report).toBeNull();
    // Signing in is an entry; verifying is none.
    const after = work.station.site.ledger.head()?.size;
    expect(after === size || after === (size ?? 0) + 1).toBe(true);
  });

  it('names the entry in words where a line was changed', async () => {
    const zip = readFileSync(at('one.zip'));
    const [, lines] = [...membersOf(zip)].find(([name]) => name.endsWith('.jsonl')) ?? [];
    if (lines === undefined) throw new Error('no lines');
    const begin = lines.byteOffset - zip.byteOffset;
    const texts = lines.toString('latin1').split('\n');
    const step = texts.findIndex(
      (text) => text.includes('"body"') && Buffer.from(JSON.parse(text).body, 'base64').includes('"no":"7"'),
    );
    const changed = Buffer.from(zip);
    const place = begin + texts.slice(0, step).join('\n').length + 1 + '{"body":"'.length + 20;
    changed[place] = changed[place] === 0x41 ? 0x42 : 0x41;
    writeFileSync(at('line.zip'), changed);
    const { verdict, findings } = await verifyPackFile(at('line.zip'));
    expect(verdict).toBe(1);
    expect(findings[0]).toMatch(/^What entry \d+ of K1 \(.+\) says was changed after it was recorded/);
    expect(findings.join('\n')).toMatch(
      /entries\.jsonl is not the file that the manifest names: byte [\d,]+ of it is another/,
    );
  });

  it('is refused in words where it is no pack, is not there, or was cut off', async () => {
    writeFileSync(at('text.zip'), 'This is a text, which somebody named as if it were a pack.');
    expect(await verifyPackFile(at('text.zip'))).toMatchObject({
      verdict: 1,
      number: null,
      findings: [expect.stringMatching(/end record of the ZIP/)],
    });
    writeFileSync(at('empty.zip'), '');
    expect(await verifyPackFile(at('empty.zip'))).toMatchObject({
      verdict: 1,
      words: 'It is too short to be a ZIP.',
    });
    const zip = readFileSync(at('one.zip'));
    writeFileSync(at('cut.zip'), zip.subarray(0, zip.length - 1000));
    expect((await verifyPackFile(at('cut.zip'))).verdict).toBe(1);
    await expect(verifyPackFile(at('nowhere.zip'))).rejects.toThrow(/nowhere\.zip is not there/);
  });

  it('tells how far it is, and stops where it is told to', async () => {
    const told: number[] = [];
    await verifyPackFile(at('one.zip'), (done, total) => {
      expect(done).toBeLessThanOrEqual(total);
      told.push(done / total);
    });
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[told.length - 1]).toBe(1);
    await expect(
      verifyPackFile(at('one.zip'), () => {
        throw new Error('enough');
      }),
    ).rejects.toThrow('enough');
  });

  it('is valid whichever part of the ledger it holds', async () => {
    const all = [orders.seal, orders.access, orders.incident];
    let packs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(all, { minLength: 1 }),
        fc.boolean(),
        fc.boolean(),
        async (some, complete, byDate) => {
          packs += 1;
          const path = at(`some-${packs}.zip`);
          const scope = byDate
            ? ({ kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' } as const)
            : ({ kind: 'work-orders', workOrders: some } as const);
          await pack(work, path, { scope, ...(byDate ? { disclose: some } : {}), complete });
          const found = await verifyPackFile(path);
          expect(found.findings).toEqual([]);
          expect([found.verdict, found.workOrders]).toEqual([found.withheld > 0 ? 2 : 0, some.length]);
          if (!complete) expect(found.withheld).toBe(0);
        },
      ),
      { numRuns: 8 },
    );
  }, 300_000);
});
