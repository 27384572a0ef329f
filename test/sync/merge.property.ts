import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { everyEntry, isStored } from '../../main/ledger/read';
import { foldAll } from '../../main/views/fold';
import { projector } from '../../main/views/project';
import { AtWork } from '../commands/atWork';
import { caseOf, doNext } from '../commands/busyHistory';
import { newStick, secondStation, supervisor, take, throwAway, viewsOf, write } from './stations';

type Act =
  | { readonly do: 'work' | 'write'; readonly at: number; readonly pick: number }
  | { readonly do: 'take'; readonly at: number; readonly pick: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('work' as const), at: fc.nat(2), pick: fc.nat(1000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('write' as const), at: fc.nat(2), pick: fc.nat(1000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('take' as const), at: fc.nat(2), pick: fc.nat(1000) }),
  },
);

describe('three stations that exchange bundles in any order, some of them twice, some never', () => {
  let stations: AtWork[] = [];
  let stick: string;
  beforeAll(async () => {
    stick = newStick();
    const k1 = await AtWork.sample();
    stations = [k1, await secondStation(k1, 'K2', stick), await secondStation(k1, 'K3', stick)];
  }, 240_000);
  afterAll(async () => {
    for (const work of stations) await work.close();
    throwAway(stick);
  });

  const station = (n: number): AtWork => {
    const found = stations[n];
    if (!found) throw new Error(`no station ${n}`);
    return found;
  };

  /** Something that a person may do there now; whatever is refused changes nothing. */
  const workAt = async (work: AtWork, pick: number): Promise<void> => {
    const { rows } = await work.query('m.kovac', 'myWork', {});
    const wo = rows[pick % rows.length]?.workOrder ?? '';
    const view = await caseOf(work, wo);
    const open = Object.values(view.state.exceptions).find((e) => e.end === undefined);
    const code = view.codes.find((c) => c.kind === 'exception');
    const kind = pick % 7;
    if (kind === 0) await work.give('m.kovac', 'startRun', { workOrder: wo });
    else if (kind === 1 || kind === 2) {
      for (const p of view.jobType.prerequisites)
        await work.give('m.kovac', 'checkPrerequisite', {
          workOrder: wo,
          prerequisite: p.id,
          result: 'pass',
        });
      if (view.next && view.state.run?.holder === work.station.site.device.id)
        await doNext(work, wo).catch(() => undefined);
    } else if (kind === 3 && view.next && code)
      await work.give('m.kovac', 'blockStep', { workOrder: wo, step: view.next.step.id, code: code.code });
    else if (kind === 4 && open)
      await work.give(supervisor, 'disposeException', {
        workOrder: wo,
        exception: open.exception,
        disposition: 'resolved',
        note: `Settled ${pick}`,
      });
    else if (kind === 5 && open)
      await work.give('m.kovac', 'withdrawException', {
        workOrder: wo,
        exception: open.exception,
        why: `Wrong tap ${pick}`,
      });
    else if (kind === 6)
      await work.give('m.kovac', 'openWorkOrder', {
        title: `Again ${pick}`,
        jobType: view.jobType.jobType,
        asset: 'Press 4',
        number: `OUT-${pick % 5}`,
        inputs: Object.fromEntries((view.state.workOrder?.inputs ?? []).map((i) => [i.id, i.value])),
      });
  };

  const exchangeAll = async (): Promise<void> => {
    for (let round = 0; round < 3; round++)
      for (const from of stations) {
        const others = stations.filter((s) => s !== from);
        const file = await write(from, others, stick);
        for (const other of others) await take(other, file);
      }
  };

  it('end with the same views, row for row, and with those of a rebuild', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 30 }), async (acts) => {
        const files: string[] = [];
        for (const { do: what, at, pick } of acts) {
          if (what === 'work') await workAt(station(at), pick);
          else if (what === 'write') {
            const others = stations.filter((_, n) => n !== at);
            const file = await write(
              station(at),
              others,
              stick,
              pick % 2 === 0 ? 'new' : 'unacknowledged',
            ).catch(() => undefined);
            if (file) files.push(file);
          } else {
            const file = files[pick % Math.max(1, files.length)];
            if (file) await take(station(at), file);
          }
        }
        await exchangeAll();
        const views = stations.map((s) => viewsOf(s.station.site.ledger.db));
        const tables = [
          'work_orders',
          'exceptions',
          'post_reviews',
          'waiting_gates',
          'insight_orders',
          'insight_slots',
          'numbers',
          'conflicts',
          'conflict_settlements',
        ];
        for (const table of tables) {
          expect([table, views[1]?.[table]]).toEqual([table, views[0]?.[table]]);
          expect([table, views[2]?.[table]]).toEqual([table, views[0]?.[table]]);
        }
        for (const [n, work] of stations.entries()) {
          const fresh = new Database(':memory:') as unknown as WritableDb;
          migrate(fresh);
          foldAll([...everyEntry(work.station.site.ledger.db)].filter(isStored), projector(fresh));
          expect(viewsOf(fresh)).toEqual(views[n]);
          fresh.close();
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 600_000);
});
