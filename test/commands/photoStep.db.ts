import { afterAll, beforeAll, expect, it } from 'vitest';
import { isPhotoStepOpen } from '../../main/commands/photoStep';
import { AtWork } from './atWork';
import { approve, caseOf, doNext, fillSlots, sampleOrders, startChecked } from './busyHistory';

let work: AtWork;
let seal: string;
beforeAll(async () => {
  work = await AtWork.sample();
  ({ seal } = await sampleOrders(work));
  await startChecked(work, seal);
}, 60_000);
afterAll(() => work?.close());

it('a photo step is open for whoever stands at it, while its photo is missing and the sitting is theirs', async () => {
  const window = await work.windowOf('m.kovac');
  const open = (): boolean => isPhotoStepOpen(work.station, window);
  const goTo = (place: string) => work.done('m.kovac', 'keepDraft', { place: 'place', text: place });
  const next = async () => (await caseOf(work, seal)).next?.step;
  const wantsPhoto = async () => {
    const step = await next();
    return step?.kind === 'photo' || (step?.evidence ?? []).some((slot) => slot.kind === 'photo');
  };
  for (let left = 20; left > 0 && !(await wantsPhoto()); left--) {
    expect(open()).toBe(false);
    const step = await doNext(work, seal);
    if (step?.kind === 'gate') await approve(work, seal, step.id, 't.okafor');
  }
  for (const elsewhere of ['', '/work', `/block/${seal}/x`, '/run/wo_00000000-0000-7000-8000-000000000000']) {
    await goTo(elsewhere);
    expect([elsewhere, open()]).toEqual([elsewhere, false]);
  }
  await goTo(`/run/${seal}`);
  expect(open()).toBe(true);
  expect(isPhotoStepOpen(work.station, window + 100)).toBe(false);

  work.station.sessions.lockAll();
  expect(open()).toBe(false);
  await work.windowOf('m.kovac');
  expect(open()).toBe(true);

  const step = await next();
  if (step) await fillSlots(work, seal, step);
  expect(open()).toBe(false);
});
