import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { insightProjector } from '../../main/views/insight/project';
import { type InsightRows, plusDays } from '../../main/views/insight/rows';

type Known = { jobType: string; asset: string; opened: number; closed: number | undefined };
const begin = '2026-01-01T00:00:00.000Z';
const rowsOf = (n: number, known: Known | undefined): InsightRows => ({
  slots: [],
  order: known && {
    workOrder: `wo_${n}`,
    jobType: known.jobType,
    assetKey: known.asset,
    openedAt: plusDays(begin, known.opened),
    startedAt: null,
    stalled: 0,
    stalledMs: 0,
    stalledSince: null,
    stalledAt: null,
    closedAt: known.closed === undefined ? null : plusDays(begin, known.closed),
    evidence: 0,
    watchedUntil: known.closed === undefined ? null : plusDays(begin, known.closed + 30),
  },
});

const known: fc.Arbitrary<Known> = fc
  .record({
    jobType: fc.constantFrom('jt_a', 'jt_b'),
    asset: fc.constantFrom('press 4', 'press 5'),
    opened: fc.integer({ min: 0, max: 90 }),
    lasts: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  })
  .map(({ lasts, ...k }) => ({ ...k, closed: lasts === undefined ? undefined : k.opened + lasts }));

/** What is known of six work orders, time after time: more, other, or nothing any more, as bundles bring it. */
const changes = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.option(known, { nil: undefined })), {
  maxLength: 25,
});

describe('the first repeat of a closed work order', () => {
  it('is the same whatever became known first, and whatever was believed in between', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const db = new Database(':memory:') as unknown as WritableDb;
        migrate(db);
        const write = insightProjector(db);
        const now = new Map<number, Known | undefined>();
        for (const [n, next] of all) {
          write(rowsOf(n, now.get(n)), rowsOf(n, next));
          now.set(n, next);
        }
        const kept = db
          .prepare(
            'SELECT work_order AS id, repeated_by AS by, repeated_at AS at FROM insight_orders ORDER BY id',
          )
          .all();
        db.close();
        const orders = [...now].flatMap(([n, k]) => (k ? [{ id: `wo_${n}`, ...k }] : []));
        const expected = orders
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map((a) => {
            const first = orders
              .filter((b) => b.id !== a.id && b.jobType === a.jobType && b.asset === a.asset)
              .filter((b) => a.closed !== undefined && b.opened > a.closed && b.opened <= a.closed + 30)
              .sort((b, c) => b.opened - c.opened || (b.id < c.id ? -1 : 1))[0];
            return { id: a.id, by: first?.id ?? null, at: first ? plusDays(begin, first.opened) : null };
          });
        expect(kept).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});
