import { questions, type Scope } from '../../main/contract/insight';
import { evidence, firstTimeFix, overdue, weekly } from '../../main/views/insight/dashboard';
import { answerQuestion } from '../../main/views/insight/questions';
import type { AtWork } from '../commands/atWork';
import { bigSite } from './bigSite';
import { type BenchCase, median } from './case';

const ENTRIES = 200_000;
const CASES = 10_000;
const MOST_MS = 50;
/** All time, all sources: the most there is to count. */
const scope: Scope = { source: 'all' };

/** Imported cases of four years, as an import leaves them in the views. */
function importCases(work: AtWork): void {
  const { db } = work.station.site.ledger;
  const put = db.prepare(
    `INSERT INTO history_cases (history_case, import, number, title, job_type, job_type_name, opened_at, closed_at, code, stalled, stalled_minutes, reopened, sla_met, evidence, owner, counted)
     VALUES (?, 'imp_1', ?, 'Earlier case', ?, ?, ?, ?, ?, ?, 90, ?, NULL, ?, NULL, 1)`,
  );
  const at = (n: number): string => new Date(work.now() - n * 3.5 * 3_600_000).toISOString();
  db.transaction(() => {
    for (let n = 0; n < CASES; n++)
      put.run(
        `hc_${String(n).padStart(8, '0')}`,
        `INC${n}`,
        `name:category ${n % 40}`,
        `Category ${n % 40}`,
        at(n + 30),
        at(n),
        `code ${(n * 7) % 17}`,
        Number(n % 5 === 0),
        Number(n % 9 === 0),
        Number(n % 3 > 0),
      );
  })();
}

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
    importCases(work);
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
