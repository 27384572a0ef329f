import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBackup, restoreBackup } from '../../main/commands/restoring';
import { finishRestore } from '../../main/site/restore';
import { choosePlace, restoringOf, siteName } from '../site/restoring';
import { AtWork, sampleSecret } from './atWork';

const minute = 60_000;
const year = 365 * 24 * 60 * minute;
let work: AtWork;
beforeEach(async () => {
  work = await AtWork.sample();
}, 60_000);
afterEach(() => work?.close());

const guess = async (user: string, n: number | string = uuid()): Promise<string> => {
  const outcome = await work.executor.execute(60, 'signIn', `cmd_${uuid()}`, { user, secret: `guess ${n}` });
  return outcome.ok ? 'in' : outcome.code;
};
const right = (user: string) =>
  work.executor.execute(61, 'signIn', `cmd_${uuid()}`, { user, secret: sampleSecret });
/** The backup takes the place of the site, as the app does it. */
const restoreOver = async (backup: string): Promise<void> => {
  const r = restoringOf(work);
  const read = await readBackup(r, backup);
  if (!read.ok) throw new Error(read.message);
  const { manifest } = read.answer.found;
  const by = { admin: work.userOf('s.halvorsen'), secret: sampleSecret, confirm: siteName };
  const done = await restoreBackup(r, { manifest, ...by });
  if (!done.ok) throw new Error(done.message);
  finishRestore(work.folder);
  work.reopenAfterRestore();
};
/** Guesses until no more is evaluated, letting the waits pass. */
const closeOut = async (user: string): Promise<void> => {
  for (let n = 0; n < 20; n++) {
    expect(await guess(user, n)).toBe('wrong-secret');
    work.clock.calendar += 15 * minute;
  }
};

describe('promise 36: guessing at a secret', () => {
  it('evaluates at most 20 of 1,000 guesses in 24 hours, and then none until somebody unlocks', async () => {
    const user = work.userOf('m.kovac');
    let evaluated = 0;
    for (let n = 0; n < 1_000; n++) {
      if ((await guess(user, n)) === 'wrong-secret') evaluated++;
      work.clock.calendar += (24 * 60 * minute) / 1_000;
    }
    expect(evaluated).toBe(20);
    work.clock.calendar += 3 * 24 * 60 * minute;
    expect(await right(user)).toMatchObject({ code: 'locked-out' });
    expect(await work.give('m.kovac', 'unlockPerson', { user, why: 'my own' }).catch(() => 'no')).toBe('no');
    await work.done('t.okafor', 'unlockPerson', { user, why: 'Asked her; it was the new keyboard' });
    expect(await right(user)).toMatchObject({ ok: true });
  }, 120_000);

  it.each([
    ['a restart', async () => work.reopen()],
    [
      'the clock set forward by a year',
      async () => {
        work.clock.skew += year;
      },
    ],
    [
      'the clock set back by a year',
      async () => {
        work.clock.skew -= year;
      },
    ],
    [
      'a restart with the clock a year ahead',
      async () => {
        work.clock.skew += year;
        await work.reopen();
      },
    ],
    [
      'a new start of the machine with the clock a year ahead',
      async () => {
        work.clock.skew += year;
        work.boot = 'second-start-of-the-machine';
        work.up = -Math.trunc(performance.now());
        await work.reopen();
      },
    ],
  ])(
    'is not reset by %s',
    async (_what, change) => {
      const user = work.userOf('m.kovac');
      for (let n = 0; n < 5; n++) await guess(user, n);
      await change();
      expect(await right(user)).toMatchObject({ code: 'locked-out' });
    },
    60_000,
  );

  it('is not reset by restoring a backup from before the guesses', async () => {
    const user = work.userOf('m.kovac');
    const places: string[] = [];
    const place = await choosePlace(work, places);
    const { name } = await work.done('s.halvorsen', 'backUpNow', {});
    await closeOut(user);
    await restoreOver(join(place, name));
    expect(work.station.site.ledger.log).toMatch(/\/1$/);
    expect(await right(user)).toMatchObject({ code: 'locked-out' });
    await work.done('t.okafor', 'unlockPerson', { user, why: 'Asked her in person' });
    expect(await right(user)).toMatchObject({ ok: true });
    for (const each of places) rmSync(each, { recursive: true, force: true });
  }, 120_000);

  it('counts a try whose process was ended before the answer', async () => {
    const user = work.userOf('m.kovac');
    const { tries } = work.station.site;
    for (let n = 0; n < 5; n++)
      tries.begin(user, {
        id: `cmd_${uuid()}`,
        clock: '9999999999999-0000',
        at: work.now(),
        boot: work.station.site.boot(),
      });
    await work.reopen();
    expect(await right(user)).toMatchObject({ code: 'locked-out' });
  }, 60_000);

  it('counts wrong secrets at signing', async () => {
    const user = work.userOf('t.okafor');
    const [list] = work.station.world.site.checklists.values();
    if (!list) throw new Error('no checklist');
    const { checklist } = list;
    const document = { ...list.draft, title: `${list.draft.title}, second` };
    await work.done('s.halvorsen', 'saveChecklistDraft', { checklist, document });
    await work.done('s.halvorsen', 'requestRelease', { checklist, reason: 'A second release' });
    for (let n = 0; n < 6; n++) {
      const { shown } = await work.signing('t.okafor', { what: 'release', checklist });
      const sign = { identifier: 't.okafor', secret: `guess ${n}` };
      expect(await work.give('t.okafor', 'releaseChecklist', { checklist, shown, sign })).toMatchObject({
        code: n < 5 ? 'wrong-secret' : 'locked-out',
      });
    }
    expect(await right(user)).toMatchObject({ code: 'locked-out' });
  }, 60_000);

  it('opens by itself a day later where nobody else could unlock', async () => {
    const user = work.userOf('s.halvorsen');
    for (const other of ['t.okafor'])
      await work.done('s.halvorsen', 'deactivatePerson', { user: work.userOf(other), why: 'Left the site' });
    await closeOut(user);
    expect(await right(user)).toMatchObject({ code: 'locked-out' });
    work.clock.calendar += 24 * 60 * minute;
    expect(await right(user)).toMatchObject({ ok: true });
  }, 60_000);

  it('is not unlocked where nothing is locked, and not by oneself', async () => {
    const user = work.userOf('m.kovac');
    expect(await work.give('t.okafor', 'unlockPerson', { user, why: 'To be sure' })).toMatchObject({
      code: 'already-done',
    });
    expect(
      await work.give('t.okafor', 'unlockPerson', { user: work.userOf('t.okafor'), why: 'To be sure' }),
    ).toMatchObject({ code: 'two-person' });
  }, 60_000);
});
