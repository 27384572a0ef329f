import { questions, type Scope } from '../../main/contract/insight';
import { evidence, firstTimeFix, overdue, weekly } from '../../main/views/insight/dashboard';
import { answerQuestion } from '../../main/views/insight/questions';
import { bigSite, importCases } from './bigSite';
import { type BenchCase, median } from './case';

const ENTRIES = 200_000;
const CASES = 10_000;
const MOST_MS = 50;
/** All time, all sources: the most there is to count. */
const scope: Scope = { source: 'all' };

export const benchCase: BenchCase = {
  name: `The slowest of the four questions and the tiles, ${ENTRIES.toLocaleString('en')} entries`,
  against: 'one full scan, sum(length(body))',
  unit: 'ms',
  pass: { atMost: 0.1 },
  rounds: 9,
  setUp: async () => {
    const work = await bigSite(ENTRIES);
    const { db } = work.station.site.ledger;
    const counting = () => ({
      db,
      site: work.station.world.site,
      now: new Date(work.now()).toISOString(),
    });
    await importCases(work, CASES);
    const asked: Readonly<Record<string, () => unknown>> = {
      ...Object.fromEntries(questions.map((q) => [q, () => answerQuestion(counting(), q, scope)])),
      'first-time-fix': () => firstTimeFix(counting(), scope),
      evidence: () => evidence(counting(), scope),
      overdue: () => overdue(counting(), scope),
      weekly: () => weekly(counting(), scope),
    };
    const times = new Map(Object.keys(asked).map((name): [string, number[]] => [name, []]));
    const scan = db.prepare('SELECT sum(length(body)) FROM entries');
    const timed = (ask: () => unknown): number => {
      const begun = performance.now();
      ask();
      return performance.now() - begun;
    };
    return {
      limit: () => timed(() => scan.get()),
      product: () => {
        const took = Object.entries(asked).map(([name, ask]) => {
          const ms = timed(ask);
          times.get(name)?.push(ms);
          return ms;
        });
        return Math.max(...took);
      },
      tearDown: async () => {
        for (const [name, all] of times) console.log(`  ${name}: ${median(all).toFixed(2)} ms`);
        await work.close();
        const slow = [...times].filter(([, all]) => median(all) > MOST_MS).map(([name]) => name);
        if (slow.length > 0) throw new Error(`over ${MOST_MS} ms: ${slow.join(', ')}`);
      },
    };
  },
};
