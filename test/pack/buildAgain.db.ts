import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobStopped, type Jobs } from '../../main/commands/jobs';
import { AtWork } from '../commands/atWork';
import { caseOf, sampleOrders, startChecked } from '../commands/busyHistory';
import { carry, newStick, secondStation, throwAway } from '../sync/stations';
import { carryOut, compliance, dropFolder, newFolder, openPack, pack } from './packing';

/** Replaces how jobs are run, and gives the way back. */
function instead(work: AtWork, run: (real: Jobs['run']) => Jobs['run']): () => void {
  const jobs = work.station.shell.jobs as { -readonly [K in keyof Jobs]: Jobs[K] };
  const real = jobs.run;
  jobs.run = run(real);
  return () => {
    jobs.run = real;
  };
}

describe('a pack that is made again', () => {
  let k1: AtWork;
  let k2: AtWork;
  let stick: string;
  let folder: string;
  let orders: Awaited<ReturnType<typeof sampleOrders>>;
  let first: Awaited<ReturnType<typeof pack>>;
  const at = (name: string): string => join(folder, name);
  const again = async (work: AtWork, name: string, which = first.pack) => {
    work.chosen.where = at(name);
    return work.give(compliance, 'issuePackAgain', { pack: which });
  };
  const issuedCount = (work: AtWork): unknown =>
    work.station.site.ledger.db
      .prepare("SELECT count(*) FROM entries WHERE type = 'pack.issued'")
      .pluck()
      .get();

  beforeAll(async () => {
    stick = newStick();
    folder = newFolder();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
    orders = await sampleOrders(k1);
    await carryOut(k1, orders.seal);
    await carry(k1, k2, stick);
    await carry(k2, k1, stick);
    first = await pack(k1, at('first.zip'), {
      scope: { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' },
      disclose: [orders.seal],
      complete: true,
    });
  }, 600_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
    dropFolder(folder);
  });

  it('is the same file, after further entries, after a bundle came, and in another time zone', async () => {
    await startChecked(k1, orders.access);
    // What the pack names is defined anew.
    const named = (await caseOf(k1, orders.seal)).jobType;
    await k1.done('s.halvorsen', 'defineJobType', { ...named, name: 'Seal replacement, renamed' });
    await k2.done('m.kovac', 'openWorkOrder', {
      title: 'Opened elsewhere',
      jobType: (await k1.query('m.kovac', 'jobTypes', {}))[0]?.jobType ?? '',
      asset: 'Press 9',
      inputs: Object.fromEntries(
        ((await k1.query('m.kovac', 'jobTypes', {}))[0]?.inputs ?? []).map((i) => [
          i.id,
          i.options?.[0] ?? (i.kind === 'number' ? '40' : i.kind === 'date' ? '2026-01-01' : 'as told'),
        ]),
      ),
    });
    await carry(k2, k1, stick);
    const zone = process.env.TZ;
    for (const [name, tz] of [
      ['plain.zip', zone],
      ['auckland.zip', 'Pacific/Auckland'],
      ['honolulu.zip', 'Pacific/Honolulu'],
    ] as const) {
      if (tz !== undefined) process.env.TZ = tz;
      const outcome = await again(k1, name);
      expect(outcome).toMatchObject({ ok: true, answer: { sha256: first.sha256, path: at(name) } });
      expect(readFileSync(at(name)).equals(readFileSync(at('first.zip')))).toBe(true);
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }, 240_000);

  it('covers of each log what was held then, and no more', () => {
    const { manifest, lines } = openPack(at('first.zip'));
    expect(manifest.logs).toHaveLength(2);
    for (const { log, size, from, to, lines: count } of manifest.logs) {
      expect([from, to, count]).toEqual([0, size, size]);
      expect(lines.filter((l) => l.log === log).map((l) => l.seq)).toEqual(
        Array.from({ length: size }, (_, seq) => seq),
      );
    }
    const own = manifest.logs.find((l) => l.log === manifest.request.log);
    expect(own?.size).toBe(manifest.request.seq + 1);
    expect(manifest.withheld).toBe(lines.filter((l) => l.body === undefined).length);
    expect(manifest.scope.words).toBe(
      'Work orders, opened from 2020-01-01 00:00 UTC until before 2100-01-01 00:00 UTC; 1 of these 3 are disclosed',
    );
  });

  it('is refused in words at another station, which holds the same entries and not the key', async () => {
    await carry(k1, k2, stick);
    const outcome = await again(k2, 'elsewhere.zip');
    expect(outcome).toMatchObject({
      ok: false,
      code: 'elsewhere',
      message: expect.stringMatching(/PACK-K1-000001 was asked for at station K1, whose key signs it/),
    });
    expect(existsSync(at('elsewhere.zip'))).toBe(false);
  }, 240_000);

  it('is taken away again where it would not be the file that was issued', async () => {
    const format = join(folder, 'resources');
    mkdirSync(join(format, 'help'), { recursive: true });
    writeFileSync(join(format, 'help', 'ledger-format.md'), 'another page');
    const station = k1.station as { resources: string };
    const { resources } = station;
    station.resources = format;
    const before = issuedCount(k1);
    const outcome = await again(k1, 'other.zip');
    station.resources = resources;
    expect(outcome).toMatchObject({
      ok: false,
      message: expect.stringContaining('differs from the file that was issued'),
    });
    expect(readdirSync(folder).filter((n) => n.startsWith('other'))).toEqual([]);
    expect(issuedCount(k1)).toBe(before);
  });

  it('stands unfinished where it was cancelled, leaves no half file, and is made from the entry then', async () => {
    const back = instead(k1, () => async (_name, given) => {
      writeFileSync((given as { part: string }).part, 'half of it');
      throw new JobStopped('It was cancelled. Nothing was changed; what was there before stands.');
    });
    k1.chosen.where = at('cut.zip');
    const scope = { kind: 'work-orders' as const, workOrders: [orders.seal] };
    const cut = await k1.give(compliance, 'exportPack', { scope, complete: false, reason: 'Cut off' });
    back();
    expect(cut).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^PACK-K1-000002 was not written: It was cancelled\..* stands in the ledger, unfinished/,
      ),
    });
    expect(readdirSync(folder).filter((n) => n.startsWith('cut'))).toEqual([]);
    const [row] = await k1.query(compliance, 'packs', {});
    expect(row).toMatchObject({ number: 'PACK-K1-000002', issued: null, reason: 'Cut off' });
    const made = await again(k1, 'cut.zip', row?.pack);
    expect(made).toMatchObject({ ok: true });
    expect((await k1.query(compliance, 'packs', {}))[0]?.issued).toMatchObject({
      sha256: made.ok ? made.answer.sha256 : '',
    });
    expect(openPack(at('cut.zip')).manifest).toMatchObject({ number: 'PACK-K1-000002', reason: 'Cut off' });
  }, 240_000);

  it('asks for nothing where the person cancels at the place, and says so where it cannot be written', async () => {
    const size = (): number => k1.station.site.ledger.head()?.size ?? 0;
    const args = {
      scope: { kind: 'work-orders' as const, workOrders: [orders.seal] },
      complete: false,
      reason: 'Where it cannot be',
    };
    await k1.windowOf(compliance);
    const before = size();
    k1.chosen.where = null;
    expect(await k1.give(compliance, 'exportPack', args)).toMatchObject({
      ok: true,
      answer: { seq: -1, path: null, number: 'PACK-K1-000003' },
    });
    k1.chosen.where = folder;
    expect(await k1.give(compliance, 'exportPack', args)).toMatchObject({ ok: false, code: 'folder' });
    expect(size()).toBe(before);
    const locked = at('locked');
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    k1.chosen.where = join(locked, 'no.zip');
    expect(await k1.give(compliance, 'exportPack', args)).toMatchObject({
      ok: false,
      code: 'folder',
      message: expect.stringMatching(/locked cannot be written to.*unfinished/),
    });
    chmodSync(locked, 0o755);
    k1.chosen.where = at('gone/no.zip');
    expect(await k1.give(compliance, 'exportPack', args)).toMatchObject({
      ok: false,
      message: expect.stringContaining('went away'),
    });
    expect(readdirSync(locked)).toEqual([]);
  }, 240_000);

  it('replaces a file that is there only when the new one is whole', async () => {
    const kept = at('kept.zip');
    writeFileSync(kept, 'what was there');
    const evidence = join(k1.folder, 'evidence');
    const sha256 =
      openPack(at('first.zip')).manifest.files.find((f) => f.name.startsWith('evidence/'))?.sha256 ?? '';
    const file = join(evidence, sha256.slice(0, 2), sha256);
    const bytes = readFileSync(file);
    rmSync(file);
    expect(await again(k1, 'kept.zip')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/is not in this site’s folder any more\. Run Verify/),
    });
    expect(readFileSync(kept, 'utf8')).toBe('what was there');
    writeFileSync(file, bytes);
    expect(await again(k1, 'kept.zip')).toMatchObject({ ok: true });
    expect(readFileSync(kept).equals(readFileSync(at('first.zip')))).toBe(true);
  }, 240_000);

  it('is a ZIP that other programs read', () => {
    const out = execFileSync('python3', [
      '-c',
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()), {i.date_time for i in z.infolist()}, {i.compress_type for i in z.infolist()}, {oct(i.external_attr >> 16) for i in z.infolist()}, {i.extra for i in z.infolist()})',
      at('first.zip'),
    ]).toString();
    expect(out.trim()).toBe(
      `None ${openPack(at('first.zip')).members.size} {(2000, 1, 1, 0, 0, 0)} {0} {'0o100644'} {b''}`,
    );
  });
});
