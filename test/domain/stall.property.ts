import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExceptionState } from '../../main/domain/exception/exception';
import { stallOf } from '../../main/domain/insight/stall';

type Wait = { from: number; to: number | undefined; effect: ExceptionState['effect']; withdrawn: boolean };
const place = { log: 'dev_x/0', seq: 1 };
const day = 1440;
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2) + minute * 60_000).toISOString();
const exception = (wait: Wait, n: number): ExceptionState => ({
  exception: `exc_${n}`,
  number: `EXC-K1-00000${n}`,
  workOrder: 'wo_1',
  run: 'run_1',
  step: 'one',
  prerequisite: undefined,
  code: 'MAT-02',
  meaning: 'Material missing',
  severity: 'low',
  effect: wait.effect,
  owner: { role: 'supervisor' },
  due: at(wait.from + 60),
  from: 'person',
  raisedBy: 'usr_1',
  raisedAt: at(wait.from),
  seq: n,
  order: n,
  why: undefined,
  end:
    wait.to === undefined
      ? undefined
      : wait.withdrawn
        ? { how: 'withdrawn', why: 'Wrong tap', by: 'usr_1', at: at(wait.to), place }
        : { how: 'disposed', disposition: 'resolved', note: 'Done', by: 'usr_2', at: at(wait.to), place },
});
const wait: fc.Arbitrary<Wait> = fc
  .record({
    from: fc.integer({ min: 0, max: day }),
    lasts: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
    effect: fc.constantFrom<ExceptionState['effect']>('blocks', 'holds', 'quarantines', 'notes'),
    withdrawn: fc.boolean(),
  })
  .map(({ lasts, ...w }) => ({ ...w, to: lasts === undefined ? undefined : w.from + lasts }));

describe('how long a run stalled', () => {
  it('is the minutes in which at least one exception made it wait, however they overlap', () => {
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 8 }), (waits) => {
        const now = 3 * day;
        const real = waits.filter((w) => w.effect !== 'notes' && !(w.withdrawn && w.to !== undefined));
        const minutes = new Set<number>();
        for (const w of real) for (let m = w.from; m < (w.to ?? now); m++) minutes.add(m);
        const stall = stallOf(waits.map(exception));
        const going = stall.since === undefined ? 0 : Date.parse(at(now)) - Date.parse(stall.since);
        expect((stall.endedMs + going) / 60_000).toBe(minutes.size);
        expect(stall.stalled).toBe(real.length > 0);
        expect(stall.since !== undefined).toBe(real.some((w) => w.to === undefined));
        expect(stall.first?.raisedAt).toBe(
          real.length === 0 ? undefined : at(Math.min(...real.map((w) => w.from))),
        );
      }),
    );
  });
});
