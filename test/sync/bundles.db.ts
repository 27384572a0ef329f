import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyEntry, isStored } from '../../main/ledger/read';
import { AtWork } from '../commands/atWork';
import { caseOf, sampleOrders, startChecked } from '../commands/busyHistory';
import {
  admin,
  carry,
  newStick,
  secondStation,
  supervisor,
  take,
  throwAway,
  viewsOf,
  write,
} from './stations';

/** The ledger's bytes and the views: what a refused bundle must leave as it was. */
function stateOf(work: AtWork): string {
  const { db } = work.station.site.ledger;
  const entries = db.prepare('SELECT count(*), max(place) FROM entries').raw().get();
  return JSON.stringify([entries, viewsOf(db)]);
}

describe('a bundle that is not as it should be', () => {
  let k1: AtWork;
  let k2: AtWork;
  let k3: AtWork;
  let stick: string;
  beforeAll(async () => {
    stick = newStick();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
    k3 = await secondStation(k1, 'K3', stick);
  }, 180_000);
  afterAll(async () => {
    for (const work of [k1, k2, k3]) await work?.close();
    throwAway(stick);
  });

  const refused = async (file: string, words: RegExp): Promise<void> => {
    await k2.windowOf(supervisor);
    const before = stateOf(k2);
    const [one] = await take(k2, file);
    expect(one).toMatchObject({ outcome: 'refused', entries: 0 });
    expect(one?.words).toMatch(words);
    expect(stateOf(k2) === before).toBe(true);
  };

  it('is refused where it was cut short, at any place', async () => {
    const file = await write(k1, [k2], stick);
    const whole = readFileSync(file);
    const bad = join(stick, 'bad.pdbundle');
    for (const share of [0, 0.01, 0.3, 0.7, 0.999]) {
      writeFileSync(bad, whole);
      truncateSync(bad, Math.floor(whole.length * share));
      await refused(bad, /cut short|is not a bundle/);
    }
    rmSync(bad);
    rmSync(file);
  }, 120_000);

  it('is refused where it is for another station, or no bundle at all', async () => {
    const other = await write(k1, [k3], stick);
    await refused(other, /encrypted for another station/);
    await refused(join(stick, 'K2.pdinvite'), /invitation for a new station/);
    const text = join(stick, 'notes.pdbundle');
    writeFileSync(text, 'Buy milk');
    await refused(text, /is not a bundle/);
    rmSync(text);
    await refused(join(stick, 'gone.pdbundle'), /cannot be read/);
  }, 60_000);

  it('is refused from a site that only looks the same', async () => {
    const other = await AtWork.sample();
    try {
      const theirs = await secondStation(other, 'K9', stick);
      // A station of another site writes for the key of this one.
      const devices = other.station.world.site.devices as unknown as {
        device: string;
        recipient: string | null;
      }[];
      const ninth = devices.find((d) => d.device === theirs.station.site.device.id);
      if (ninth) ninth.recipient = k2.station.site.keys.loadAgeKey()?.recipient ?? '';
      const file = await write(other, [theirs], stick);
      await refused(file, /another site/);
      await theirs.close();
    } finally {
      await other.close();
    }
  }, 120_000);

  it('changes nothing the second time', async () => {
    const file = await write(k1, [k2], stick);
    expect((await take(k2, file))[0]?.outcome).toBe('taken');
    const before = stateOf(k2);
    expect((await take(k2, file))[0]?.outcome).toBe('known');
    expect(stateOf(k2)).toBe(before);
  }, 60_000);

  it('waits where entries before it are missing, says which, and is taken when they came', async () => {
    const { access } = await sampleOrders(k1);
    const first = await write(k1, [k2], stick, 'new');
    await startChecked(k1, access);
    const second = await write(k1, [k2], stick, 'new');
    expect((await caseOf(k2, access)).state.run).toBeUndefined();
    const [held] = await take(k2, second);
    expect(held).toMatchObject({ outcome: 'held', fromStation: 'K1' });
    expect(held?.words).toMatch(/^Entr(y|ies) \d+.* of station K1 (is|are) missing/);
    const waiting = await k2.query(supervisor, 'bundles', {});
    expect(waiting.held.map((h) => h.fromStation)).toEqual(['K1']);
    const files = await take(k2, first);
    expect(files.map((f) => f.outcome)).toEqual(['taken', 'taken']);
    expect((await k2.query(supervisor, 'bundles', {})).held).toEqual([]);
    expect((await caseOf(k2, access)).state.run).toBeDefined();
  }, 60_000);

  it('heals what got lost: the next one carries it again', async () => {
    rmSync(await write(k2, [k1], stick));
    const files = await carry(k2, k1, stick);
    expect(files.map((f) => f.outcome)).toEqual(['taken']);
    expect(
      [...everyEntry(k1.station.site.ledger.db)].filter(
        (e) => isStored(e) && e.log === k2.station.site.ledger.log,
      ).length,
    ).toBeGreaterThan(0);
  }, 60_000);

  it('shows a station whose folder was copied: both histories are kept, other logs are taken', async () => {
    const clone = AtWork.empty();
    cpSync(k3.folder, clone.folder, { recursive: true });
    for (const name of ['writer.lock', 'writer.txt']) rmSync(join(clone.folder, name), { force: true });
    clone.open();
    try {
      await k3.done(admin, 'defineCode', codeNamed('AAA-01'));
      await clone.done(admin, 'defineCode', codeNamed('BBB-01'));
      expect((await carry(k3, k2, stick))[0]).toMatchObject({ outcome: 'taken', forks: [] });
      const [one] = await carry(clone, k2, stick);
      expect(one).toMatchObject({ outcome: 'taken', forks: ['K3'] });
      expect(one?.words).toContain('two histories');
      const rows = await k2.query(supervisor, 'stations', {});
      const fork = rows.find((r) => r.station === 'K3')?.fork;
      expect(fork).toMatchObject({ foundBy: 'K2', seq: expect.any(Number) });
      expect(fork?.ours).toMatch(/^process-designer\//);
      expect(fork?.theirs).toMatch(/^process-designer\//);
      expect(fork?.theirs).not.toBe(fork?.ours);
      expect(k2.station.world.site.codes.has('AAA-01')).toBe(true);
      expect(k2.station.world.site.codes.has('BBB-01')).toBe(false);
      // Nothing more of that log, and everything of others.
      await clone.done(admin, 'defineCode', codeNamed('CCC-01'));
      await carry(clone, k2, stick);
      expect(k2.station.world.site.codes.has('CCC-01')).toBe(false);
      await k1.done(admin, 'defineCode', codeNamed('DDD-01'));
      await carry(k1, k2, stick);
      expect(k2.station.world.site.codes.has('DDD-01')).toBe(true);
      const report = await k2.done('a.ruiz', 'verifyLedger', {});
      expect(report.findings).toEqual([]);
    } finally {
      await clone.close();
    }
  }, 120_000);

  it('leaves nothing on a stick that is full or gone, and records nothing', async () => {
    await k1.done(admin, 'defineCode', codeNamed('EEE-01'));
    const before = k1.station.site.ledger.head()?.size;
    k1.chosen.folder = join(stick, 'not-there');
    const outcome = await k1.give(supervisor, 'exportBundle', { to: [k2.station.site.device.id] });
    expect(outcome).toMatchObject({ ok: false, code: 'folder' });
    expect(statSync(stick).isDirectory()).toBe(true);
    expect(k1.station.site.ledger.head()?.size).toBe(before);
  }, 60_000);
});

const codeNamed = (code: string) => ({
  code,
  kind: 'exception' as const,
  meaning: `Meaning of ${code}`,
  severity: 'low' as const,
  effect: 'blocks' as const,
  owner: { role: 'supervisor' as const },
  slaMinutes: 60,
  dispositions: ['resolved' as const],
  phrases: [],
  active: true,
});
