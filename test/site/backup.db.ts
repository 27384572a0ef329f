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
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { JobStopped } from '../../main/commands/jobs';
import { runJob } from '../../main/jobs/table';
import { verifySite } from '../../main/jobs/verifySite';
import { nameOf, slugOf } from '../../main/site/backupFormat';
import { AtWork } from '../commands/atWork';
import { doNext, sampleOrders, startChecked } from '../commands/busyHistory';

let work: AtWork;
let places: string[] = [];
afterEach(async () => {
  await work?.close().catch(() => undefined);
  for (const place of places) rmSync(place, { recursive: true, force: true });
  places = [];
});

const admin = 's.halvorsen';

function newPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'process-designer-stick-'));
  places.push(place);
  return place;
}

/** Lets an admin choose a place, as the dialog would. */
async function choose(place: string): Promise<void> {
  Object.assign(work.station.shell, { askFolder: async () => place });
  expect(await work.done(admin, 'chooseBackupPlace', {})).toEqual({ place });
}

async function siteWithPlace(): Promise<string> {
  work = await AtWork.sample();
  const place = newPlace();
  await choose(place);
  return place;
}

const size = (): number => work.station.site.ledger.head()?.size ?? 0;
const held = async () => (await work.query(admin, 'backups', {})).held;
const entriesOf = (type: string): Record<string, unknown>[] =>
  (
    work.station.site.ledger.db
      .prepare('SELECT CAST(body AS TEXT) FROM entries WHERE type = ? ORDER BY clock')
      .pluck()
      .all(type) as string[]
  ).map((body) => JSON.parse(body) as Record<string, unknown>);

const evidence = (): string[] => entriesOf('run.evidence-added').map((b) => String(b.sha256));

describe('a backup', () => {
  it('made while entries are recorded is of one moment, and verifies to the head that it names', async () => {
    const place = await siteWithPlace();
    const code = work.station.world.site.codes.get('MAT-02');
    if (!code) throw new Error('no code');
    const before = size();
    let running = true;
    const load = (async () => {
      for (let n = 0; running; n++)
        await work.done(admin, 'defineCode', { ...code, meaning: `Under load ${n}` });
    })();
    const made = await work.done(admin, 'backUpNow', {}).finally(() => {
      running = false;
    });
    await load;
    const [row] = await held();
    const [entry] = entriesOf('backup.made');
    expect(row).toMatchObject({ name: made.name, how: 'asked', missing: 0, entries: entry?.entries });
    expect(Number(entry?.entries)).toBeGreaterThanOrEqual(before);
    // People went on while it was made.
    expect(size()).toBeGreaterThan(Number(entry?.entries) + 1);
    const report = await verifySite(join(place, made.name), () => undefined);
    expect(report).toMatchObject({ verdict: 0, findings: [], entries: entry?.entries });
    expect(readdirSync(place).filter((n) => n.endsWith('.part'))).toEqual([]);
  }, 120_000);

  it('holds every key, evidence file and closure of the site, byte for byte, and no half-typed work', async () => {
    const place = await siteWithPlace();
    const { seal } = await sampleOrders(work);
    await startChecked(work, seal);
    await work.done('m.kovac', 'keepDraft', { place: `run:${seal}:x:value`, text: 'half typed' });
    const { name } = await work.done(admin, 'backUpNow', {});
    const inside = readdirSync(join(place, name), { recursive: true }) as string[];
    expect(inside).toEqual(
      expect.arrayContaining(['ledger.db', 'manifest.json', 'manifest.note', 'keys', 'settings.json']),
    );
    expect(inside.some((n) => /drafts|writer|ballast|-wal|-shm|writing\.json/.test(n))).toBe(false);
    for (const file of readdirSync(join(work.folder, 'keys'), { recursive: true }) as string[])
      if (file.endsWith('.json'))
        expect(readFileSync(join(place, name, 'keys', file))).toEqual(
          readFileSync(join(work.folder, 'keys', file)),
        );
  }, 60_000);

  it('is refused when the place is gone, is another stick, or lies inside the site, and nothing is recorded', async () => {
    const place = await siteWithPlace();
    const before = size();
    renameSync(place, `${place}-away`);
    places.push(`${place}-away`);
    expect(await work.give(admin, 'backUpNow', {})).toMatchObject({
      ok: false,
      code: 'folder',
      message: expect.stringContaining('is not there. Put it back, or choose another place.'),
    });
    // What a pulled stick leaves: its empty mount point.
    mkdirSync(place);
    expect(await work.give(admin, 'backUpNow', {})).toMatchObject({
      ok: false,
      message: expect.stringContaining('it is not the folder that was chosen'),
    });
    expect(readdirSync(place)).toEqual([]);
    Object.assign(work.station.shell, { askFolder: async () => join(work.folder, 'evidence') });
    expect(await work.give(admin, 'chooseBackupPlace', {})).toMatchObject({
      ok: false,
      message: expect.stringContaining('inside the site'),
    });
    expect(size()).toBe(before);
  }, 60_000);

  it('in which a byte changed on the medium before it was read back does not count and is removed', async () => {
    const place = await siteWithPlace();
    const before = size();
    const jobs = work.station.shell.jobs as { run: unknown };
    let flipped = '';
    jobs.run = (name: 'backUp', given: { part: string }) =>
      runJob(name, given as never, {
        progress: (_done, _total, words) => {
          if (flipped !== '' || words !== 'Verifying the copy') return;
          const keys = join(given.part, 'keys', 'site.json');
          const bytes = readFileSync(keys);
          bytes[10] = (bytes[10] ?? 0) ^ 1;
          writeFileSync(keys, bytes);
          flipped = keys;
        },
        send: async () => undefined,
      });
    const outcome = await work.give(admin, 'backUpNow', {});
    if (flipped === '') throw new Error('no byte was flipped');
    expect(outcome).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /Read back from .+ keys\/site\.json is not what was written.+does not count/,
      ),
    });
    expect(readdirSync(place).filter((n) => n.startsWith('process-designer'))).toEqual([]);
    expect(size()).toBe(before);
  }, 60_000);

  it('that was cancelled or killed leaves nothing that counts, and the next one sweeps what is left', async () => {
    const place = await siteWithPlace();
    const run = work.station.shell.jobs.run;
    const jobs = work.station.shell.jobs as { run: unknown };
    let left = '';
    jobs.run = async (name: 'backUp', given: { part: string }) => {
      left = given.part;
      await runJob(name, given as never, { progress: () => undefined, send: async () => undefined });
      cpSync(given.part, `${given.part}-copy`, { recursive: true });
      throw new JobStopped('It was cancelled.');
    };
    expect(await work.give(admin, 'backUpNow', {})).toMatchObject({
      ok: false,
      message: 'It was cancelled.',
    });
    expect(existsSync(left)).toBe(false);
    // Whole but for the note that nobody signed: as a kill just before the end leaves it.
    renameSync(`${left}-copy`, left);
    expect(await held()).toEqual([]);
    for (const path of [left, left.replace(/\.part$/, '')]) {
      if (path !== left) renameSync(left, path);
      const checked = await runJob(
        'checkBackup',
        { backup: path, folder: work.folder, heads: work.places().heads },
        { progress: () => undefined, send: async () => undefined },
      );
      expect(checked).toMatchObject({ ok: false, message: expect.stringContaining('Nothing was changed') });
    }
    renameSync(left.replace(/\.part$/, ''), left);
    // Somebody else's, of the same form, stays.
    const other = join(place, `${nameOf('Other', 'K9', 0)}.part`);
    mkdirSync(other);
    writeFileSync(join(other, 'writing.json'), JSON.stringify({ site: 'site_x', device: 'dev_x' }));
    jobs.run = run;
    work.clock.offset += 2000;
    await work.done(admin, 'backUpNow', {});
    expect(existsSync(left)).toBe(false);
    expect(existsSync(other)).toBe(true);
    expect(await held()).toHaveLength(1);
  }, 60_000);

  it('names what the site itself lacks: a lost file stops no backup, a damaged ledger does', async () => {
    await siteWithPlace();
    const { seal } = await sampleOrders(work);
    await startChecked(work, seal);
    for (let step = 0; step < 8 && evidence().length === 0; step++) await doNext(work, seal);
    const file = work.station.vault.path(evidence()[0] ?? '');
    rmSync(file);
    writeFileSync(file, 'altered');
    await work.done(admin, 'backUpNow', {});
    expect((await held())[0]).toMatchObject({ missing: 1 });
    expect(entriesOf('backup.made')[0]).toMatchObject({ missing: 1 });
    const db = new Database(join(work.folder, 'ledger.db'));
    db.exec("DROP TRIGGER entries_are_never_changed; UPDATE entries SET type = 'x.y' WHERE seq = 3");
    db.exec(
      "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'user.enrolled', 'user.enrolleD') AS BLOB) WHERE seq = 3",
    );
    db.close();
    work.clock.offset += 2000;
    expect(await work.give(admin, 'backUpNow', {})).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The ledger itself does not verify.+The backups before are kept/),
    });
    expect(await held()).toHaveLength(1);
  }, 60_000);
});

describe('a name on a stick', () => {
  it('has only letters that every file system takes', () => {
    expect(slugOf('Håldén: Plant / Süd*')).toBe('halden-plant-sud');
    expect(slugOf('日本')).toBe('site');
    expect(nameOf('Halden plant', 'K7', Date.UTC(2026, 10, 23, 22, 30, 5))).toBe(
      'process-designer-backup-halden-plant-k7-2026-11-23T22-30-05Z',
    );
    expect(nameOf('x'.repeat(300), 'K7', 0).length).toBeLessThan(130);
  });
});
