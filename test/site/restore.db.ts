import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSite } from '../../main/commands/founding';
import { type Restoring, readBackup, restoreBackup } from '../../main/commands/restoring';
import type { CheckedBackup } from '../../main/contract/backup';
import { verifySite } from '../../main/jobs/verifySite';
import { readHead } from '../../main/ledger/head';
import { finishRestore } from '../../main/site/restore';
import { openSite } from '../../main/site/site';
import { AtWork, sampleSecret } from '../commands/atWork';
import { sampleOrders } from '../commands/busyHistory';
import { admin, choosePlace, restoringOf, siteName } from './restoring';

let works: AtWork[] = [];
let places: string[] = [];
afterEach(async () => {
  for (const work of works) await work.close().catch(() => work.discard());
  for (const place of places) rmSync(place, { recursive: true, force: true });
  works = [];
  places = [];
});

async function sample(): Promise<AtWork> {
  const work = await AtWork.sample();
  works.push(work);
  return work;
}
function machineWithoutSite(): AtWork {
  const work = AtWork.empty();
  works.push(work);
  return work;
}

/** A site with a backup, and `after` more entries than are in it. */
async function siteWithBackup(after: number) {
  const work = await sample();
  const place = await choosePlace(work, places);
  const { name } = await work.done(admin, 'backUpNow', {});
  for (let n = 1; n < after; n++) await openOrder(work, `After the backup ${n}`);
  return { work, place, backup: join(place, name), user: work.userOf(admin) };
}

async function openOrder(work: AtWork, title: string): Promise<string> {
  const { seal } = await sampleOrders(work);
  const { state } = await work.query('m.kovac', 'caseView', { workOrder: seal });
  const { number } = await work.done('m.kovac', 'openWorkOrder', {
    title,
    jobType: state.workOrder?.jobType ?? '',
    asset: 'Press 4',
    inputs: Object.fromEntries((state.workOrder?.inputs ?? []).map((i) => [i.id, i.value])),
  });
  return number;
}

async function check(r: Restoring, backup: string): Promise<CheckedBackup> {
  const read = await readBackup(r, backup);
  if (!read.ok) throw new Error(read.message);
  return read.answer.found;
}

async function restore(work: AtWork, backup: string, user: string): Promise<string> {
  const r = restoringOf(work);
  const found = await check(r, backup);
  const done = await restoreBackup(r, {
    manifest: found.manifest,
    admin: user,
    secret: sampleSecret,
    confirm: siteName,
  });
  if (!done.ok) throw new Error(`${done.code}: ${done.message}`);
  finishRestore(work.folder);
  work.reopenAfterRestore();
  return done.answer.words;
}

const size = (work: AtWork): number => work.station.site.ledger.head()?.size ?? 0;
const first = (work: AtWork): Record<string, unknown> =>
  JSON.parse(
    String(
      work.station.site.ledger.db
        .prepare(
          "SELECT CAST(body AS TEXT) FROM entries WHERE type = 'log.restored' ORDER BY clock DESC LIMIT 1",
        )
        .pluck()
        .get(),
    ),
  ) as Record<string, unknown>;

/** Every file below a folder with its bytes, but SQLite's side files, which readers may make. */
function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(folder, { recursive: true, withFileTypes: true }) ?? [])
      .filter((e) => e.isFile() && !/-(wal|shm)$/.test(e.name))
      .map((e) => [join(e.parentPath, e.name), readFileSync(join(e.parentPath, e.name), 'base64')]),
  );
}

describe('a restore over a working site', () => {
  it('names the entries that are lost before and after, begins a new log with them, and keeps what was there', async () => {
    const { work, backup, user } = await siteWithBackup(4);
    const held = Number(JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')).entries);
    const reached = size(work);
    const oldLog = work.station.site.ledger.log;
    const oldNote = work.station.site.ledger.head()?.note ?? '';
    const found = await check(restoringOf(work), backup);
    expect(found).toMatchObject({ siteName, lostEntries: reached - held, entries: held });
    expect(found.lost).toEqual([
      `Entries ${held} to ${reached - 1}, recorded after this backup, are not in it.`,
    ]);
    expect(found.over).toContain('Nothing of it is deleted');
    const words = await restore(work, backup, user);
    expect(words).toContain(`${reached - held} entries recorded after it are not in it`);

    const device = oldLog.slice(0, oldLog.indexOf('/'));
    expect(work.station.site.ledger.log).toBe(`${device}/1`);
    expect(first(work)).toMatchObject({
      before: { log: oldLog, size: held },
      lost: [{ log: oldLog, from: held, to: reached - 1, head: oldNote }],
      known: true,
    });
    const entry = work.station.site.ledger.db
      .prepare("SELECT seq, person, clock FROM entries WHERE type = 'log.restored'")
      .get() as { seq: number; person: string; clock: string };
    expect(entry).toMatchObject({ seq: 0, person: user });
    const before = work.station.site.ledger.db
      .prepare('SELECT max(clock) FROM entries WHERE seq > 0 OR type <> ?')
      .pluck()
      .get('log.restored') as string;
    expect(entry.clock > before).toBe(true);

    // What was there is moved aside whole: it still opens as what it was, elsewhere.
    const aside = join(dirname(work.folder), String(first(work).aside));
    expect(basename(aside)).toMatch(/^site\.before-restore-/);
    expect(await verifySite(aside, () => undefined)).toMatchObject({ verdict: 0, entries: reached });
    // The head of the epoch before stays outside too.
    const kept = readdirSync(work.places().heads).filter((n) => n.endsWith('.0.head'));
    expect(kept).toHaveLength(1);
    expect(readHead(join(work.places().heads, kept[0] ?? '')).notes).toContain(oldNote);

    const report = await verifySite(work.folder, () => undefined);
    expect(report).toMatchObject({
      verdict: 0,
      findings: [],
      restored: [
        expect.stringContaining(`Entries ${held} to ${reached - 1} recorded after it are not in it`),
      ],
    });
    // It works on, and a restart finds the new log.
    await openOrder(work, 'After the restore');
    await work.reopen();
    expect(work.station.site.ledger.log).toBe(`${device}/1`);
    expect(work.station.site.ledger.notices).toEqual([]);
  }, 120_000);

  it('gives no number twice: not of what is held, and not of what was lost', async () => {
    const { work, backup, user } = await siteWithBackup(5);
    const { rows } = await work.query('m.kovac', 'myWork', {});
    const given = new Set(rows.map((r) => r.number));
    expect(given.size).toBeGreaterThan(5);
    await restore(work, backup, user);
    for (let n = 0; n < 3; n++) {
      const number = await openOrder(work, `New ${n}`);
      expect(given.has(number)).toBe(false);
      given.add(number);
    }
  }, 120_000);

  it('is only for an admin whom the backup knows, with their secret and the name typed; else nothing is touched', async () => {
    const { work, backup, user } = await siteWithBackup(2);
    const r = restoringOf(work);
    const found = await check(r, backup);
    expect(found.admins.map((a) => a.user)).toEqual([user]);
    const before = size(work);
    const args = { manifest: found.manifest, admin: user, secret: sampleSecret, confirm: siteName };
    const tries = [
      [{ ...args, confirm: 'halden' }, 'missing'],
      [{ ...args, admin: work.userOf('m.kovac') }, 'not-allowed'],
      [{ ...args, secret: 'not the secret at all' }, 'wrong-secret'],
      [{ ...args, manifest: 'a'.repeat(64) }, 'stale'],
    ] as const;
    for (const [given, code] of tries)
      expect(await restoreBackup(r, given)).toMatchObject({ ok: false, code });
    expect(size(work)).toBe(before);
    expect(readdirSync(dirname(work.folder)).filter((n) => /restor/.test(n))).toEqual([]);
    await openOrder(work, 'Still at work');
  }, 60_000);

  it('of one backup twice gives two epochs, and the second names what the first one had', async () => {
    const { work, backup, user } = await siteWithBackup(3);
    await restore(work, backup, user);
    const lostFirst = first(work).lost as { log: string; from: number; to: number }[];
    await openOrder(work, 'In the first restored one');
    const second = size(work);
    await restore(work, backup, user);
    const log = work.station.site.ledger.log;
    expect(log.endsWith('/2')).toBe(true);
    expect(first(work).lost).toEqual([
      expect.objectContaining({ from: lostFirst[0]?.from, to: lostFirst[0]?.to }),
      expect.objectContaining({ log: log.replace('/2', '/1'), from: 0, to: second - 1 }),
    ]);
  }, 120_000);
});

describe('a folder from before a restore', () => {
  it('put back in the restored one’s place is refused, and says what is missing in it', async () => {
    const { work, backup, user } = await siteWithBackup(2);
    await restore(work, backup, user);
    const aside = join(dirname(work.folder), String(first(work).aside));
    await work.closeSite();
    renameSync(work.folder, `${work.folder}-restored`);
    renameSync(aside, work.folder);
    expect(openSite(work.places())).toMatchObject({
      ok: false,
      code: 'entries-lost',
      message: expect.stringContaining('it was restored since'),
    });
    renameSync(work.folder, aside);
    renameSync(`${work.folder}-restored`, work.folder);
    work.open();
  }, 60_000);
});

describe('a restore where no site works', () => {
  it('on another machine opens the site there; what was lost cannot be counted, so numbers skip ahead', async () => {
    const { work, backup, user } = await siteWithBackup(2);
    const next = machineWithoutSite();
    const found = await check(restoringOf(next), backup);
    expect(found).toMatchObject({ lost: [], lostEntries: null, over: null });
    const words = await restore(next, backup, user);
    expect(words).toContain('this machine cannot count it');
    expect(first(next)).toMatchObject({ known: false, lost: [] });
    expect(next.station.world.site.people.size).toBe(work.station.world.site.people.size);
    expect(await openOrder(next, 'On the new machine')).toMatch(/-00100\d$/);
    // Its backups go on where the restored one lies.
    expect((await next.query(admin, 'backups', {})).plan.place).toBe(dirname(backup));
    expect((await next.query(admin, 'backups', {})).problem).toBe(null);
  }, 120_000);

  it('of a site whose ledger is gone or damaged knows from the head outside what was lost', async () => {
    const { work, backup, user } = await siteWithBackup(3);
    const held = Number(JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')).entries);
    const reached = size(work);
    await work.closeSite();
    writeFileSync(join(work.folder, 'ledger.db'), 'no database any more');
    expect(openSite(work.places()).ok).toBe(false);
    const r = { ...restoringOf(work), leave: async () => undefined };
    const found = await check(r, backup);
    expect(found.lostEntries).toBe(reached - held);
    const done = await restoreBackup(r, {
      manifest: found.manifest,
      admin: user,
      secret: sampleSecret,
      confirm: siteName,
    });
    expect(done).toMatchObject({ ok: true });
    finishRestore(work.folder);
    work.open();
    expect(first(work)).toMatchObject({ lost: [{ from: held, to: reached - 1 }] });
  }, 60_000);
});

describe('what is no backup to restore', () => {
  it('is named in a sentence, and neither the site nor the folder picked is changed', async () => {
    const { work, place, backup } = await siteWithBackup(2);
    const before = bytesOf(work.folder);
    const r = restoringOf(work);
    const copy = (how: (folder: string) => void): string => {
      const to = join(mkdtempSync(join(tmpdir(), 'process-designer-stick-')), basename(backup));
      places.push(dirname(to));
      cpSync(backup, to, { recursive: true });
      how(to);
      return to;
    };
    const flip = (file: string) => (folder: string) => {
      const bytes = readFileSync(join(folder, file));
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(folder, file), bytes);
    };
    const rewrite = (file: string, change: (text: string) => string) => (folder: string) =>
      writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
    const empty = mkdtempSync(join(tmpdir(), 'process-designer-stick-'));
    places.push(empty);
    const cases: [string, RegExp][] = [
      [empty, /holds no backup of this app/],
      [join(empty, 'gone'), /is not there/],
      [place, /is a place with one backup in it.*process-designer-backup-halden-plant-k1/],
      [work.folder, /holds no backup of this app/],
      [copy((f) => rmSync(join(f, 'manifest.note'))), /holds no backup of this app/],
      [copy(flip('manifest.note')), /altered after it was made/],
      [copy(flip('manifest.json')), /altered after it was made/],
      [copy(flip('ledger.db')), /ledger\.db is not what was written/],
      [
        copy(flip('keys/identity.json')),
        /altered after it was made|keys\/identity\.json is not what was written/,
      ],
      [copy((f) => rmSync(join(f, 'keys', 'site.json'))), /keys\/site\.json is missing/],
      [
        copy((f) =>
          writeFileSync(join(f, 'ledger.db'), readFileSync(join(f, 'ledger.db')).subarray(0, 8192)),
        ),
        /ledger\.db has 8,192 bytes/,
      ],
      [copy(rewrite('manifest.note', (t) => t.replace('backup/1"', 'backup/2"'))), /newer version/],
    ];
    for (const [picked, words] of cases) {
      const outcome = await readBackup(r, picked);
      expect([picked, outcome]).toEqual([
        picked,
        expect.objectContaining({ ok: false, message: expect.stringMatching(words) }),
      ]);
      if (!outcome.ok) expect(outcome.message).toMatch(/Nothing was changed/);
    }
    expect(bytesOf(work.folder)).toEqual(before);
  }, 60_000);

  it('of another site, or of a station that is not this one, is never put over this one', async () => {
    const { backup } = await siteWithBackup(2);
    const other = machineWithoutSite();
    await createSite(other.founding(), {
      siteName: 'North works',
      station: 'K1',
      name: 'Ida Lund',
      identifier: 'i.lund',
      secret: 'seven green kettles on ice',
    });
    other.open();
    expect(await readBackup(restoringOf(other), backup)).toMatchObject({
      ok: false,
      code: 'not-trusted',
      message: expect.stringContaining('another site is open here'),
    });
  }, 60_000);

  it('that needs a key store which is not here says so', async () => {
    const { backup, work } = await siteWithBackup(2);
    const next = machineWithoutSite();
    const r: Restoring = {
      ...restoringOf(next),
      places: {
        ...next.places(),
        protector: { name: 'another store', protect: (b) => b, unprotect: (b) => b },
      },
    };
    expect(await readBackup(r, backup)).toMatchObject({
      ok: false,
      code: 'not-ready',
      message: expect.stringMatching(/is whole, but it cannot be used under this account.+another store/),
    });
    expect(work.station.site.ledger.head()).not.toBeNull();
  }, 60_000);
});

describe('a restore that was cut off', () => {
  const marks = [
    'nothing copied',
    'half copied',
    'whole, before it took the place',
    'between the two moves',
    'after both',
  ];
  it.each(marks)('with %s ends at the next start as one site or the other, and says which', async (when) => {
    const parent = mkdtempSync(join(tmpdir(), 'process-designer-cut-'));
    places.push(parent);
    const folder = join(parent, 'site');
    const stage = `${folder}.restoring`;
    const fill = (to: string, what: string): void => {
      mkdirSync(to, { recursive: true });
      writeFileSync(join(to, 'ledger.db'), what);
    };
    fill(folder, 'old');
    mkdirSync(stage);
    if (when !== 'nothing copied') fill(stage, 'restored');
    const whole = when !== 'nothing copied' && when !== 'half copied';
    if (whole) writeFileSync(join(stage, 'restored.json'), JSON.stringify({ words: 'Restored.' }));
    if (when === 'between the two moves' || when === 'after both')
      renameSync(folder, `${folder}.before-restore-x`);
    if (when === 'after both') renameSync(stage, folder);
    const said = finishRestore(folder);
    const restored = when === 'between the two moves' || when === 'after both';
    expect(readFileSync(join(folder, 'ledger.db'), 'utf8')).toBe(restored ? 'restored' : 'old');
    expect(said).toEqual(
      restored
        ? { ok: true, words: 'Restored.' }
        : { ok: false, words: expect.stringContaining('This is the site as it was before') },
    );
    expect(existsSync(stage)).toBe(false);
    expect(existsSync(join(folder, 'restored.json'))).toBe(false);
    expect(finishRestore(folder)).toBeUndefined();
  });
});
