import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import { everyEntry, isStored } from '../../main/ledger/read';
import { randomFrom } from '../views/randomWork';
import { AtWork } from './atWork';
import { caseOf, sampleOrders, startChecked } from './busyHistory';

const minute = 60_000;
const hour = 60 * minute;

/** What the test itself knows of one thing with a due time. */
type Item = {
  readonly id: string;
  readonly due: number;
  open: boolean;
  /** The steady time by which this process must have said it, once it has seen it. */
  deadline: number | undefined;
  said: number;
};

/** Due times, by the code that is raised: from a minute to a month. */
const codes = {
  'SLA-01': 1,
  'SLA-02': 45,
  'SLA-03': 600,
  'SLA-04': 3000,
  'SLA-05': 20_000,
  'SLA-06': 43_000,
} as const;

describe('due times over sleep, restarts and a clock that is set', () => {
  let work: AtWork;
  let orders: string[] = [];
  beforeAll(async () => {
    work = await AtWork.sample();
    orders = Object.values(await sampleOrders(work));
    for (const [code, slaMinutes] of Object.entries(codes))
      await work.done('s.halvorsen', 'defineCode', {
        code,
        kind: 'exception',
        meaning: `Due after ${slaMinutes} minutes`,
        owner: { role: 'supervisor' },
        severity: 'low',
        slaMinutes,
        effect: 'notes',
        phrases: [],
        dispositions: ['resolved'],
        active: true,
      });
    for (const workOrder of orders) await startChecked(work, workOrder);
  }, 120_000);
  afterAll(() => work?.close());

  const breaches = (): Map<string, number> => {
    const found = new Map<string, number>();
    for (const entry of everyEntry(work.station.site.ledger.db)) {
      if (!isStored(entry) || entry.header.type !== 'sla.breached') continue;
      const id = String(entry.body?.exception ?? entry.body?.review ?? entry.body?.remediation);
      found.set(id, (found.get(id) ?? 0) + 1);
    }
    return found;
  };

  it.each([1, 2, 4])(
    'are each said to be missed exactly once, never early and never lost (history %i)',
    async (seed) => {
      const random = randomFrom(seed);
      const items: Item[] = [];
      let steady = 0;
      const wall = (): number => work.now();

      const raise = async (): Promise<void> => {
        const workOrder = orders[Math.floor(random() * orders.length)] ?? '';
        const step = (await caseOf(work, workOrder)).next?.step.id ?? '';
        const code = Object.keys(codes)[Math.floor(random() * 6)] ?? '';
        const outcome = await work.give('m.kovac', 'blockStep', { workOrder, step, code });
        if (!outcome.ok) return;
        const { exception } = outcome.answer;
        const due = Date.parse(work.station.world.caseOf(workOrder).exceptions[exception]?.due ?? '');
        items.push({ id: exception, due, open: true, deadline: undefined, said: 0 });
      };
      const settle = async (): Promise<void> => {
        const item = items.filter((i) => i.open)[0];
        const workOrder = orders.find((wo) => item && work.station.world.caseOf(wo).exceptions[item.id]);
        if (!item || !workOrder) return;
        await work.done('t.okafor', 'disposeException', {
          workOrder,
          exception: item.id,
          disposition: 'resolved',
          note: 'Settled in the end',
        });
        item.open = false;
      };
      const beat = async (): Promise<void> => {
        const before = wall();
        // Two beats at once: the second finds it done.
        await Promise.all([1, 2].map(() => tick(work.station, work.executor, [], () => steady)));
        const made = breaches();
        for (const item of items) {
          const said = made.get(item.id) ?? 0;
          expect([item.id, said <= 1]).toEqual([item.id, true]);
          if (!item.open) {
            expect([item.id, 'after its end', said]).toEqual([item.id, 'after its end', item.said]);
            continue;
          }
          item.deadline ??= steady + Math.max(0, item.due - before);
          const must = before >= item.due || steady >= item.deadline;
          // A beat later the wall may have passed it by the time that the beat itself took.
          const may = must || wall() >= item.due;
          if (must) expect([item.id, said]).toEqual([item.id, 1]);
          if (!may && item.said === 0) expect([item.id, 'not due', said]).toEqual([item.id, 'not due', 0]);
          item.said = said;
        }
      };

      for (let n = 0; n < 40; n++) {
        const what = random();
        const span = Math.floor(random() * random() * 5 * 24 * hour);
        if (what < 0.35) await raise();
        else if (what < 0.45) await settle();
        else if (what < 0.7) {
          work.clock.calendar += span;
          steady += span;
        } else if (what < 0.8)
          work.clock.calendar += span; // Asleep: the steady clock of a machine may stand still.
        else if (what < 0.88)
          work.clock.calendar -= span; // Set back.
        else if (what < 0.94) {
          await work.reopen();
          steady = Math.floor(random() * hour);
          for (const item of items) item.deadline = undefined;
        }
        if (random() < 0.6) await beat();
      }
      // In the end everything that was still open has come due.
      work.clock.calendar += 120 * 24 * hour;
      steady += 120 * 24 * hour;
      await beat();
      const made = breaches();
      expect(items.length).toBeGreaterThan(5);
      for (const item of items) if (item.open) expect([item.id, made.get(item.id)]).toEqual([item.id, 1]);
      for (const item of items) if (item.open) while (items.some((i) => i.open)) await settle();
    },
    120_000,
  );

  it('come on time within one life of the app, though the clock was set back by days', async () => {
    const workOrder = orders[1] ?? '';
    const step = (await caseOf(work, workOrder)).next?.step.id ?? '';
    const { exception } = await work.done('m.kovac', 'blockStep', { workOrder, step, code: 'SLA-03' });
    let steady = 0;
    const beatAfter = async (ms: number): Promise<number> => {
      work.clock.calendar += ms;
      steady += ms;
      await tick(work.station, work.executor, [], () => steady);
      return breaches().get(exception) ?? 0;
    };
    expect(await beatAfter(0)).toBe(0);
    work.clock.calendar -= 3 * 24 * hour;
    expect(await beatAfter(599 * minute)).toBe(0);
    expect(await beatAfter(minute)).toBe(1);
    expect(await beatAfter(4 * 24 * hour)).toBe(1);
  }, 30_000);

  it('are shown to whom they went, in the list and in the inbox', async () => {
    const workOrder = orders[0] ?? '';
    const step = (await caseOf(work, workOrder)).next?.step.id ?? '';
    const { exception } = await work.done('m.kovac', 'blockStep', { workOrder, step, code: 'SLA-01' });
    const compliance = async () =>
      (await work.query('a.ruiz', 'inbox', {})).exceptions.find((e) => e.exception === exception);
    expect(await compliance()).toBeUndefined();
    work.clock.calendar += 2 * minute;
    await tick(work.station, work.executor, []);
    expect(await compliance()).toMatchObject({
      mine: false,
      escalated: { to: { role: 'compliance' }, toName: expect.any(String), at: expect.any(String) },
    });
    // Who it was brought before may settle it.
    await work.done('a.ruiz', 'disposeException', {
      workOrder,
      exception,
      disposition: 'resolved',
      note: 'Seen to it myself',
    });
  }, 30_000);
});
