import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, record } from '../../main/commands/station';
import type { Counted, Dashboard, QuestionAnswer, Scope } from '../../main/contract/insight';
import type { Proposed } from '../../main/domain/entry';
import { day, RandomWork, randomFrom } from './randomWork';
import { Recount } from './recount';

const codesOfFile = ['code 5', 'code 7', 'MAT-02', null];

/** Imports cases, some of a job type of this site, some of another, as the entries that an import records. */
async function importCases(made: RandomWork, count: number, finished: boolean): Promise<void> {
  const { work, random } = made;
  const at = (daysAgo: number): string => new Date(Date.now() - daysAgo * day).toISOString();
  const id = newId('historyImport');
  const entry = (type: string, body: Record<string, unknown>): Proposed => ({
    type,
    stream: id,
    body: { import: id, ...body },
    system: 'history-import',
  });
  const counts = { rows: count, cases: count, rejectedRows: 0, rejectedCases: 0 };
  const cases = Array.from({ length: count }, (_, n) => {
    const jobType = made.chance(0.4) ? made.pick(made.jobTypes) : 'name:category 55';
    const opened = random() * 200;
    const code = made.pick(codesOfFile);
    return entry('history.case-imported', {
      historyCase: newId('historyCase'),
      imported: true,
      caseNumber: `INC${n}`,
      title: 'Earlier work',
      jobType,
      jobTypeName: work.station.world.site.jobTypes.get(jobType)?.name ?? 'Category 55',
      openedAt: at(opened),
      ...(made.chance(0.8) ? { closedAt: at(opened * random()) } : {}),
      ...(code === null ? {} : { code }),
      stalled: made.chance(0.3),
      stalledMinutes: 90,
      reopened: made.chance(0.2) ? 1 + Math.floor(random() * 3) : 0,
      evidence: made.chance(0.5),
      fromRow: n + 2,
      toRow: n + 2,
      rows: 1,
    });
  });
  const started = entry('history.import-started', {
    fileName: 'earlier.csv',
    sha256: 'a'.repeat(64),
    size: 1000,
    encoding: 'utf-8',
    delimiter: ',',
    mapping: { columns: {}, dates: 'day-first', zone: 'UTC', stalling: [], unknown: '?' },
    ...counts,
  });
  const ended = finished
    ? entry('history.import-finished', counts)
    : entry('history.import-ended', { how: 'cancelled', cases: count, why: 'Somebody changed their mind' });
  const done = await record(
    work.station,
    newId('command'),
    [started, ...cases, ended],
    undefined,
    () => ({}),
  );
  if (!done.ok) throw new Error(done.message);
}

/** The scopes that numbers are compared for: open, of a job type, of a part of the time, of one source. */
function scopesOf(made: RandomWork): Scope[] {
  const ago = (days: number): string => new Date(Date.now() - days * day).toISOString();
  const random = randomFrom(made.orders.length);
  const from = 20 + random() * 90;
  const [first, second] = made.jobTypes;
  return [
    { source: 'all' },
    { source: 'here', jobType: first },
    { source: 'imported', from: ago(90) },
    { source: 'all', from: ago(45), jobType: second },
    { source: 'all', from: ago(from), to: ago(from * random()) },
    { source: 'all', jobType: 'name:category 55' },
  ];
}

const byKey = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
  [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));

type Asked = {
  readonly made: RandomWork;
  readonly recount: Recount;
  readonly scope: Scope;
  readonly board: Dashboard;
};

function answered<Q extends QuestionAnswer['question']>(board: Dashboard, question: Q) {
  const found = board.questions.find((q) => q.question === question);
  if (found?.question !== question) throw new Error(`${question} was not answered`);
  return found as Extract<QuestionAnswer, { question: Q }>;
}

/** Asks for every record behind a number, three at a time, and holds the number against them. */
async function opens({ made, scope }: Asked, of: Counted, number: number): Promise<void> {
  const keys = new Set<string>();
  let after: string | undefined;
  let last = '~';
  for (;;) {
    const page = await made.work.query('a.ruiz', 'counted', { of, scope, after, limit: 3 });
    expect({ of, scope, total: page.total }).toEqual({ of, scope, total: number });
    for (const row of page.rows) {
      expect(row.at <= last).toBe(true);
      expect(row.words).not.toMatch(/undefined|null|NaN/);
      expect(row.jobTypeName !== '' || (row.workOrder === null && !row.imported)).toBe(true);
      last = row.at;
      keys.add(row.key);
    }
    if (page.next === null) break;
    after = page.next;
  }
  expect({ of, scope, records: keys.size }).toEqual({ of, scope, records: number });
}

async function compareQuestions(asked: Asked): Promise<void> {
  const { recount, scope, board } = asked;
  const closed = answered(board, 'closed-without-evidence');
  expect({ here: closed.here, imported: closed.imported }).toEqual(recount.withoutEvidence(scope));
  await opens(asked, { what: 'closed', evidence: 'without' }, closed.here.counted + closed.imported.counted);
  await opens(asked, { what: 'closed', evidence: 'any' }, closed.here.of + closed.imported.of);

  const codes = answered(board, 'codes');
  const again = recount.codes(scope);
  expect(codes.total).toBe(again.total);
  expect(byKey(codes.rows, (r) => r.code)).toEqual(byKey(again.rows, (r) => r.code));
  expect(codes.rows.map((r) => r.count)).toEqual(codes.rows.map((r) => r.count).sort((a, b) => b - a));
  for (const row of codes.rows) await opens(asked, { what: 'code', code: row.code }, row.count);

  const stalls = answered(board, 'stalls');
  const runs = recount.runs(scope);
  expect(stalls.site).toEqual({ counted: runs.filter((r) => r.stalled).length, of: runs.length });
  expect(new Set(stalls.rows.map((r) => r.jobType))).toEqual(new Set(runs.map((r) => r.jobType)));
  for (const row of stalls.rows) {
    const mine = runs.filter((r) => r.jobType === row.jobType);
    expect(row).toMatchObject({
      runs: mine.length,
      stalled: mine.filter((r) => r.stalled).length,
      imported: mine.every((r) => r.imported),
    });
    await opens(asked, { what: 'runs', jobType: row.jobType }, row.runs);
    await opens(asked, { what: 'runs', jobType: row.jobType, stalled: true }, row.stalled);
  }
  await opens(asked, { what: 'runs', stalled: true }, stalls.site.counted);
  await opens(asked, { what: 'runs' }, stalls.site.of);

  const late = answered(board, 'overdue-reviews');
  expect(byKey(late.rows, (r) => r.owner)).toEqual(
    byKey(recount.owners(scope, board.at, true), (r) => r.owner),
  );
  expect(late.actions).toBe(recount.overdue(scope, board.at, true).length);
  await opens(asked, { what: 'overdue', ofBreakGlass: true }, late.actions);
  for (const row of late.rows)
    await opens(
      asked,
      { what: 'overdue', ofBreakGlass: true, owner: row.owner },
      row.reviews + row.remediations,
    );
}

async function compareTiles(asked: Asked): Promise<void> {
  const { recount, scope, board } = asked;
  const times = recount.firstTimes(scope);
  expect(board.firstTimeFix.rate).toEqual({
    counted: times.filter((t) => t.fixed).length,
    of: times.length,
  });
  const sum = (field: 'counted' | 'of') => board.firstTimeFix.weeks.reduce((n, w) => n + w[field], 0);
  expect({ counted: sum('counted'), of: sum('of') }).toEqual(board.firstTimeFix.rate);
  await opens(asked, { what: 'first-time', fixed: true }, board.firstTimeFix.rate.counted);
  await opens(
    asked,
    { what: 'first-time', fixed: false },
    board.firstTimeFix.rate.of - board.firstTimeFix.rate.counted,
  );

  const slots = recount.slotsDue(scope);
  const evidence = recount.withoutEvidence(scope);
  const closedAll = evidence.here.of + evidence.imported.of;
  expect(board.evidence.slots).toEqual({ counted: slots.filter((s) => s.filled).length, of: slots.length });
  expect(board.evidence.closures).toEqual({
    counted: closedAll - evidence.here.counted - evidence.imported.counted,
    of: closedAll,
  });
  await opens(asked, { what: 'closed', evidence: 'with' }, board.evidence.closures.counted);
  await opens(
    asked,
    { what: 'evidence', missing: true },
    board.evidence.slots.of - board.evidence.slots.counted,
  );
  await opens(asked, { what: 'evidence' }, board.evidence.slots.of);

  expect(byKey(board.overdue.rows, (r) => r.owner)).toEqual(
    byKey(recount.owners(scope, board.at, false), (r) => r.owner),
  );
  expect(board.overdue.rows.map((r) => r.oldestDue)).toEqual(
    board.overdue.rows.map((r) => r.oldestDue).sort(),
  );
  for (const row of board.overdue.rows) {
    await opens(asked, { what: 'overdue', owner: row.owner, kind: 'exception' }, row.exceptions);
    await opens(asked, { what: 'overdue', owner: row.owner, kind: 'review' }, row.reviews);
    await opens(asked, { what: 'overdue', owner: row.owner, kind: 'remediation' }, row.remediations);
  }
  await compareWeeks(asked);
}

async function compareWeeks(asked: Asked): Promise<void> {
  const { recount, scope, board } = asked;
  const whole = recount.exceptions({ ...scope, from: undefined, to: undefined });
  for (const week of board.weekly.weeks) {
    const from = Date.parse(week.week);
    const inWeek = whole.filter((e) => Date.parse(e.at) >= from && Date.parse(e.at) < from + 7 * day);
    expect(new Date(from).getUTCDay()).toBe(1);
    expect({ ...week, exceptions: inWeek.length }).toEqual(week);
    await opens(asked, { what: 'week', week: week.week }, week.exceptions);
  }
  const inPeriod = recount.exceptions(scope).length;
  expect(board.weekly.weeks.reduce((n, w) => n + w.exceptions, 0)).toBeGreaterThanOrEqual(inPeriod);

  const judged = board.weekly.weeks.filter((w) => Date.parse(w.week) + 7 * day <= Date.parse(board.at));
  const counts = judged.map((w) => w.exceptions);
  expect(board.weekly.enough).toBe(counts.length >= 8);
  if (!board.weekly.enough) return;
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const moves = counts.slice(1).map((n, at) => Math.abs(n - (counts[at] ?? 0)));
  const reach = 2.66 * (moves.reduce((a, b) => a + b, 0) / moves.length);
  expect(board.weekly.mean).toBeCloseTo(mean, 9);
  expect(board.weekly.upper).toBeCloseTo(mean + reach, 9);
  expect(board.weekly.lower).toBeCloseTo(Math.max(0, mean - reach), 9);
}

describe('numbers of insight on a random history of three months', () => {
  it('are, each, what a recount of the raw entries gives, and open to exactly that many records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        const made = await RandomWork.begin(seed, 100);
        try {
          await importCases(made, 54, true);
          // Of one that was cancelled, no case counts.
          await importCases(made, 6, false);
          await made.leaveOpen();
          for (let n = 0; n < 260; n++) await made.step();
          for (const id of made.orders.slice(0, 4)) await made.finish(id);
          made.work.clock.calendar = 0;
          const recount = new Recount(made.work.folder);
          // A history on which every number is nothing would prove nothing.
          expect(recount.closed.size).toBeGreaterThan(2);
          expect(recount.imported).toHaveLength(54);
          expect(recount.withoutEvidence({ source: 'here' }).here.counted).toBeGreaterThan(0);
          expect(recount.overdue({ source: 'all' }, new Date().toISOString(), true).length).toBeGreaterThan(
            1,
          );
          for (const scope of scopesOf(made)) {
            const board = await made.work.query('a.ruiz', 'dashboard', { scope });
            const asked = { made, recount, scope, board };
            await compareQuestions(asked);
            await compareTiles(asked);
            for (const { question } of board.questions)
              expect(await made.work.query('m.kovac', 'question', { question, scope })).toEqual(
                answered(board, question),
              );
          }
        } finally {
          await made.work.close();
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  }, 240_000);
});
