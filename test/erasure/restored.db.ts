import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBackup, restoreBackup } from '../../main/commands/restoring';
import { finishRestore } from '../../main/site/restore';
import { AtWork, sampleSecret } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { admin, choosePlace, restoringOf, siteName } from '../site/restoring';
import { carry, newStick, secondStation, throwAway } from '../sync/stations';
import { entryOf, erase } from './erasing';

const stick = newStick();
const places: string[] = [];
const works: AtWork[] = [];
afterAll(async () => {
  for (const work of works) await work.close().catch(() => work.discard());
  for (const place of [...places, stick]) rmSync(place, { recursive: true, force: true });
  throwAway(stick);
});

const title = (work: AtWork, workOrder: string) => work.station.world.caseOf(workOrder).workOrder?.title;

it('a backup from before an erasure brings it back: the screen says so, it can be asked again, and a bundle erases it again', async () => {
  const k1 = await AtWork.sample();
  works.push(k1);
  const k2 = await secondStation(k1, 'K2', stick);
  works.push(k2);
  const { seal, access } = await sampleOrders(k1);
  await startChecked(k1, access);
  await carry(k1, k2, stick);
  const place = await choosePlace(k1, places);
  const { name } = await k1.done(admin, 'backUpNow', {});
  // One erased here, one at the other station; this one hears of it.
  const here = entryOf(k1, 'work-order.opened', seal);
  const there = entryOf(k2, 'work-order.opened', access);
  await erase(k1, [here]);
  await erase(k2, [there]);
  await carry(k2, k1, stick);
  expect([title(k1, seal), title(k1, access)]).toEqual(['Erased', 'Erased']);
  const { elsewhere } = await k1.query(admin, 'erasure', {
    erasure: (await k1.query(admin, 'erasures', {})).rows[0]?.erasure ?? '',
  });
  expect(elsewhere.backups.map((one) => one.name)).toEqual([name]);
  expect(elsewhere.stations).toEqual(['K2']);

  const user = k1.userOf(admin);
  const restoring = restoringOf(k1);
  const read = await readBackup(restoring, join(place, name));
  if (!read.ok || !read.answer.found) throw new Error('no backup');
  const restored = await restoreBackup(restoring, {
    manifest: read.answer.found.manifest,
    admin: user,
    secret: sampleSecret,
    confirm: siteName,
  });
  if (!restored.ok) throw new Error(restored.message);
  expect(restored.answer.words).toContain('2 entries that were erased since are back');
  finishRestore(k1.folder);
  k1.reopenAfterRestore();
  expect(title(k1, access)).not.toBe('Erased');
  const { back } = await k1.query(admin, 'erasures', {});
  expect(back.map(({ log, seq }) => ({ log, seq }))).toEqual(expect.arrayContaining([here, there]));

  // The other station's own log tells of its erasure again, once it is brought.
  const [file] = await carry(k2, k1, stick);
  expect(file?.outcome).toBe('taken');
  expect(title(k1, access)).toBe('Erased');
  await erase(k1, [here]);
  expect(title(k1, seal)).toBe('Erased');
  expect((await k1.query(admin, 'erasures', {})).back).toEqual([]);
  expect(await k1.done('a.ruiz', 'verifyLedger', {})).toMatchObject({ findings: [], verdict: 2 });
}, 300_000);
