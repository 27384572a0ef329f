import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import { numberKinds } from '../../main/domain/entry';
import { entryTypes } from '../../main/domain/entryTypes';
import { subjectsOf } from '../../main/domain/subjects';
import { everyEntry, isStored } from '../../main/ledger/read';
import { keptSubjects, rebuiltSubjects } from '../../main/ledger/subjects';
import { recorded } from '../../main/views/fold';
import { entryFields, entryRow } from '../../main/views/sentences';
import { viewTables } from '../../main/views/tables';
import { AtWork } from '../commands/atWork';
import { makeBusy } from '../commands/busyHistory';
import { rebuilt, viewsOf } from './rebuilding';

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, v: unknown) => (v instanceof Map ? [...v] : v)));

describe('a site where everything that can happen has happened', () => {
  let work: AtWork;
  let orders: { seal: string; incident: string; access: string };
  beforeAll(async () => {
    work = await AtWork.sample();
    orders = await makeBusy(work);
  }, 180_000);
  afterAll(() => work?.close());

  it('has entries of nearly every type, so that the comparison means something', () => {
    const seen = new Set(
      work.station.site.ledger.db.prepare('SELECT DISTINCT type FROM entries').pluck().all(),
    );
    // Those of being locked out make no row: lockout.db.ts reads them from the ledger as the app does.
    expect(
      Object.keys(entryTypes)
        .filter((type) => !seen.has(type))
        .sort(),
    ).toEqual(['session.ended', 'user.locked-out', 'user.unlocked']);
    const { views } = rebuilt(work.station.site.ledger.db);
    expect(
      Object.entries(views)
        .filter(([, rows]) => rows.length === 0)
        .map(([table]) => table),
    ).toEqual([]);
  });

  it('lists every view table that the database has, so that none is left out of the rebuild', () => {
    const all = work.station.site.ledger.db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    const ofLedger = [
      'entries',
      'entry_subjects',
      'checkpoints',
      'commands',
      'logs',
      'schema_migrations',
      'cosignatures',
      'views_state',
    ];
    expect(all.filter((name) => !ofLedger.includes(name)).sort()).toEqual([...viewTables].sort());
  });

  it('has views that are, row for row, what a rebuild from the ledger gives', () => {
    expect(rebuilt(work.station.site.ledger.db).views).toEqual(viewsOf(work.station.site.ledger.db));
  });

  it('is judged by states that are what a rebuild gives', () => {
    const { site, learning, cases } = rebuilt(work.station.site.ledger.db);
    expect(plain(work.station.world.learning)).toEqual(plain(learning));
    expect(plain(work.station.world.site)).toEqual(plain(site));
    expect(cases.size).toBe(5);
    for (const [id, state] of cases) expect(plain(work.station.world.caseOf(id))).toEqual(plain(state));
  });

  it('is found from every id it is about, as a rebuild would list it', () => {
    const { db } = work.station.site.ledger;
    const again = rebuiltSubjects(db, (e) => (e.body === null ? [] : subjectsOf(e.header.type, e.body)));
    expect(again.length).toBeGreaterThan(300);
    expect(keptSubjects(db)).toEqual(again);
  });

  it('gives each number once', () => {
    const numbers = new Map<string, number>();
    for (const entry of everyEntry(work.station.site.ledger.db)) {
      const number =
        isStored(entry) && /opened$|started$|raised$|closed$|^pack\.requested$/.test(entry.header.type)
          ? entry.body?.number
          : undefined;
      if (typeof number === 'string') numbers.set(number, (numbers.get(number) ?? 0) + 1);
    }
    expect([...numbers].filter(([, times]) => times > 1)).toEqual([]);
    for (const prefix of Object.values(numberKinds))
      expect([...numbers.keys()].some((n) => n.startsWith(`${prefix}-K1-`))).toBe(true);
  });

  it('reads every entry as a sentence and as fields, without a hole', () => {
    for (const entry of everyEntry(work.station.site.ledger.db)) {
      if (!isStored(entry)) throw new Error('an entry that cannot be read');
      const row = entryRow(work.station.world.site, recorded(entry));
      expect(`${row.who} ${row.sentence}`).not.toMatch(/undefined|NaN|\[object|usr_/);
      for (const field of entryFields(work.station.world.site, recorded(entry)))
        expect(field.label).not.toBe('');
    }
  });

  it('is the same after a restart: states, views, and numbers going on', async () => {
    const before = {
      site: plain(work.station.world.site),
      learning: plain(work.station.world.learning),
      cases: [orders.seal, orders.incident, orders.access].map((id) => plain(work.station.world.caseOf(id))),
      views: viewsOf(work.station.site.ledger.db),
      size: work.station.site.ledger.head()?.size,
    };
    const last = work.station.world.lastNumber('exception', 'K1');
    await work.reopen();
    const after = {
      site: plain(work.station.world.site),
      learning: plain(work.station.world.learning),
      cases: [orders.seal, orders.incident, orders.access].map((id) => plain(work.station.world.caseOf(id))),
      views: viewsOf(work.station.site.ledger.db),
      size: work.station.site.ledger.head()?.size,
    };
    expect(after).toEqual(before);
    expect(work.station.world.lastNumber('exception', 'K1')).toBe(last);
    // A window that ran out while the app was closed is closed with the time it ended.
    work.clock.offset += 60 * 60_000;
    await tick(work.station, work.executor, []);
    const glass = Object.values(work.station.world.caseOf(orders.incident).glasses)[0];
    expect(glass?.closed).toEqual({ how: 'expired', ended: glass?.expires });
    expect(rebuilt(work.station.site.ledger.db).views).toEqual(viewsOf(work.station.site.ledger.db));
  }, 60_000);
});
