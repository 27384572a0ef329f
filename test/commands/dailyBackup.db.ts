import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { dailyBackup, lastDue, nextDue } from '../../main/commands/dailyBackup';
import { choosePlace } from '../site/restoring';
import { AtWork } from './atWork';

const hour = 3_600_000;
let work: AtWork;
let places: string[] = [];
afterEach(async () => {
  await work?.close();
  for (const place of places) rmSync(place, { recursive: true, force: true });
  places = [];
});

const beat = () => dailyBackup(work.station, work.executor);
const count = (type: string): number =>
  work.station.site.ledger.db
    .prepare('SELECT count(*) FROM entries WHERE type = ?')
    .pluck()
    .get(type) as number;
const made = (): number => count('backup.made');
/** Moves the clock of the site to an hour of the local day that is `days` after today. */
function goTo(days: number, at: number): void {
  const then = new Date();
  then.setDate(then.getDate() + days);
  then.setHours(at, 5, 0, 0);
  work.clock.calendar = then.getTime() - Date.now();
}
async function sample(plan: { hour: number; keep: number }): Promise<string> {
  work = await AtWork.sample();
  const place = await choosePlace(work, places);
  await work.done('s.halvorsen', 'setBackupPlan', { daily: true, ...plan });
  return place;
}

describe('the daily backup', () => {
  it('is made once after its hour of each day, at once after days asleep, and never for days that are gone', async () => {
    await sample({ hour: 2, keep: 14 });
    goTo(1, 3);
    expect([await beat(), made()]).toEqual([true, 1]);
    // Twice within the day, and across a restart: nothing.
    expect([await beat(), made()]).toEqual([false, 1]);
    await work.reopen();
    goTo(1, 23);
    expect([await beat(), made()]).toEqual([false, 1]);
    // Past midnight, before the hour.
    goTo(2, 1);
    expect([await beat(), made()]).toEqual([false, 1]);
    goTo(2, 2);
    expect([await beat(), made()]).toEqual([true, 2]);
    // The machine sleeps from day 2 to day 6: one, not four.
    goTo(6, 11);
    expect([await beat(), made()]).toEqual([true, 3]);
    expect([await beat(), made()]).toEqual([false, 3]);
    // One that a person asks for counts for the day.
    goTo(7, 1);
    await work.done('s.halvorsen', 'backUpNow', {});
    goTo(7, 3);
    expect([await beat(), made()]).toEqual([true, 5]);
    goTo(7, 4);
    await work.done('s.halvorsen', 'backUpNow', {});
    expect([await beat(), made()]).toEqual([false, 6]);
    expect(
      work.station.site.ledger.db
        .prepare("SELECT count(*) FROM entries WHERE type = 'backup.made' AND person IS NULL")
        .pluck()
        .get(),
    ).toBe(4);
  }, 120_000);

  it('that finds no stick is tried every hour, recorded once a day, said in words, and made when it is back', async () => {
    const place = await sample({ hour: 2, keep: 14 });
    renameSync(place, `${place}-out`);
    places.push(`${place}-out`);
    goTo(1, 3);
    expect([await beat(), count('backup.failed')]).toEqual([true, 1]);
    goTo(1, 3);
    expect([await beat(), count('backup.failed')]).toEqual([false, 1]);
    for (const at of [4, 5, 6, 7]) {
      goTo(1, at);
      work.clock.calendar += 60_000;
      expect([await beat(), count('backup.failed')]).toEqual([true, 1]);
    }
    expect(await work.query('s.halvorsen', 'backups', {})).toMatchObject({
      last: { ok: false, words: expect.stringContaining('Put it back, or choose another place.') },
    });
    // The next day says it once more.
    goTo(2, 3);
    expect([await beat(), count('backup.failed')]).toEqual([true, 2]);
    // An empty mount point is not the stick.
    mkdirSync(place);
    goTo(2, 5);
    expect([await beat(), made(), readdirSync(place)]).toEqual([true, 0, []]);
    rmSync(place, { recursive: true });
    renameSync(`${place}-out`, place);
    goTo(2, 7);
    expect([await beat(), made(), count('backup.failed')]).toEqual([true, 1, 2]);
    expect(await work.query('s.halvorsen', 'backups', {})).toMatchObject({ last: { ok: true } });
  }, 60_000);

  it('keeps the newest daily ones, and removes no other folder and none that was asked for', async () => {
    const place = await sample({ hour: 2, keep: 2 });
    mkdirSync(`${place}/process-designer-backup-halden-plant-k1-2020-01-01T00-00-00Z`);
    mkdirSync(`${place}/other things`);
    goTo(1, 1);
    const asked = await work.done('s.halvorsen', 'backUpNow', {});
    for (const day of [2, 3, 4, 5]) {
      goTo(day, 3);
      expect(await beat()).toBe(true);
    }
    const { held } = await work.query('s.halvorsen', 'backups', {});
    expect(held.map(({ how }) => how)).toEqual(['daily', 'daily', 'asked']);
    expect(held[2]?.name).toBe(asked.name);
    expect(
      readdirSync(place)
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(
      [
        ...held.map(({ name }) => name),
        'process-designer-backup-halden-plant-k1-2020-01-01T00-00-00Z',
        'other things',
      ].sort(),
    );
  }, 120_000);

  it('holds up nobody: what a person asks for meanwhile waits for its end and is made then', async () => {
    await sample({ hour: 2, keep: 14 });
    goTo(1, 3);
    const [daily, asked] = await Promise.all([beat(), work.done('s.halvorsen', 'backUpNow', {})]);
    expect(daily).toBe(true);
    const { held } = await work.query('s.halvorsen', 'backups', {});
    expect(held.map(({ how }) => how)).toEqual(['asked', 'daily']);
    expect(asked.name).toBe(held[0]?.name);
  }, 60_000);

  it('is not made where it is switched off, or no place is chosen', async () => {
    work = await AtWork.sample();
    goTo(1, 3);
    expect([await beat(), made(), count('backup.failed')]).toEqual([false, 0, 0]);
    await choosePlace(work, places);
    await work.done('s.halvorsen', 'setBackupPlan', { daily: false, hour: 2, keep: 14 });
    expect([await beat(), made()]).toEqual([false, 0]);
  }, 60_000);
});

describe('when it is due', () => {
  it('is the last such hour on the local clock, every day of a year, also when the clocks change', () => {
    for (let day = 0; day < 366; day++)
      for (const at of [0, 2, 23]) {
        const now = new Date(2026, 0, 1 + day, 12, 30).getTime();
        const due = lastDue(now, at);
        const next = nextDue(now, at);
        expect(due).toBeLessThanOrEqual(now);
        expect(next).toBeGreaterThan(now);
        expect(next - due).toBeGreaterThan(22 * hour);
        expect(next - due).toBeLessThan(26 * hour);
        expect(lastDue(next, at)).toBe(next);
        expect(lastDue(next - 1, at)).toBe(due);
      }
  });
});
