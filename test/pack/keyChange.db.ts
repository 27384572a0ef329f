import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { AtWork } from '../commands/atWork';
import { sampleOrders } from '../commands/busyHistory';
import { sampleProject } from '../fixtures/closureRecord';
import { carryOut, pack, readPack } from './packing';

const stranger = join(sampleProject, 'test', 'pack', 'stranger.py');
const strangersVerdict = (path: string): Promise<string> =>
  new Promise((resolve) => {
    execFile('python3', [stranger, path], (_error, out, err) => resolve(`${out}${err}`));
  });

describe('a pack of work that a person signed before and after a reset', () => {
  let work: AtWork;
  let folder = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    folder = mkdtempSync(join(tmpdir(), 'process-designer-keys-'));
    // What they signed at the founding is by their first key; what follows by the second, or by the third.
    for (const identifier of ['t.okafor', 'a.ruiz', 't.okafor']) {
      const { code } = await work.done('s.halvorsen', 'issueCode', { user: work.userOf(identifier) });
      await work.choose(identifier, code ?? '');
    }
    await work.enrol('s.halvorsen', { name: 'Ida Lund', identifier: 'i.lund', role: 'operator' });
  }, 60_000);
  afterAll(async () => {
    await work?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('names every key with its entry, and is valid for the app and for a stranger', async () => {
    const { seal } = await sampleOrders(work);
    await carryOut(work, seal);
    for (const complete of [false, true]) {
      const path = join(folder, `${complete}.zip`);
      await pack(work, path, {
        scope: { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' },
        disclose: [seal],
        complete,
      });
      const wanted = complete ? 2 : 0;
      expect(await verifyPackFile(path)).toMatchObject({ verdict: wanted });
      expect(await strangersVerdict(path)).toMatch(new RegExp(`^${wanted} `));
    }
    const { members } = readPack(readFileSync(join(folder, 'false.zip')));
    const keys = JSON.parse(String(members.get('keys.json'))) as {
      people: { user: string; key?: string; keys?: { key: string }[] }[];
    };
    const listed = keys.people.find(({ user }) => user === work.userOf('t.okafor'));
    expect(listed?.keys?.length).toBe(2);
    expect([listed?.key, ...(listed?.keys ?? []).map(({ key }) => key)]).toEqual(
      work.station.world.site.people.get(work.userOf('t.okafor'))?.keys,
    );
  }, 120_000);
});
