import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryPreview } from '../../main/contract/history';
import { AtWork } from '../commands/atWork';
import { sampleProject } from '../fixtures/closureRecord';
import { admin, excerpt, mappingOf, read, realFiles } from './importing';

type Counted = {
  readonly cases: Readonly<Record<string, Readonly<Record<string, string | number | null>>>>;
  readonly questions: {
    readonly closed: number;
    readonly closedWithoutEvidence: number;
    readonly codes: Readonly<Record<string, number>>;
    readonly stalls: Readonly<Record<string, { readonly stalled: number; readonly runs: number }>>;
    readonly overdue: number;
  };
};

/** The same file, counted by other code in another language. */
function recount(path: string): Counted {
  const script = join(sampleProject, 'test', 'history', 'recount.py');
  const done = spawnSync('python3', [script, path], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (done.status !== 0) throw new Error(`the recount did not run: ${done.error?.message ?? done.stderr}`);
  return JSON.parse(done.stdout) as Counted;
}

it('always has the excerpt of the real log to count', () => {
  expect(realFiles[0]).toBe(excerpt);
  expect(Object.keys(recount(excerpt).cases)).toHaveLength(60);
});

describe.each(realFiles)('history imported from %s', (path) => {
  let work: AtWork;
  let counted: Counted;
  let preview: HistoryPreview;
  beforeAll(async () => {
    work = await AtWork.sample();
    counted = recount(path);
    const file = await read(work, path);
    const args = { file: file.file, mapping: mappingOf(file) };
    preview = await work.done(admin, 'previewHistory', args);
    expect(await work.query(admin, 'historyImports', {})).toEqual([]);
    const done = await work.done(admin, 'importHistory', args);
    expect(done).toMatchObject({
      cases: Object.keys(counted.cases).length,
      rejectedRows: 0,
      rejectedCases: 0,
    });
  }, 120_000);
  afterAll(() => work?.close());

  it('has every case as an independent recount of the file has it', () => {
    const rows = work.station.site.ledger.db
      .prepare('SELECT * FROM history_cases WHERE counted = 1')
      .all() as Record<string, unknown>[];
    const found = Object.fromEntries(
      rows.map((row) => [
        row.number,
        {
          title: row.title,
          jobTypeName: row.job_type_name,
          jobType: row.job_type,
          openedAt: row.opened_at,
          closedAt: row.closed_at,
          code: row.code,
          stalled: row.stalled,
          stalledMinutes: row.stalled_minutes,
          reopened: row.reopened,
          slaMet: row.sla_met,
          owner: row.owner,
        },
      ]),
    );
    const expected = Object.fromEntries(
      Object.entries(counted.cases).map(([number, { fromRow: _f, toRow: _t, rows: _r, ...one }]) => [
        number,
        one,
      ]),
    );
    expect(found).toEqual(expected);
  });

  it('says of every case which rows of the file it came from', async () => {
    const ids = work.station.site.ledger.db
      .prepare('SELECT number, history_case AS id FROM history_cases')
      .all() as { number: string; id: string }[];
    for (const { number, id } of ids.slice(0, 100)) {
      const one = await work.query('m.kovac', 'historyCase', { historyCase: id });
      const { fromRow, toRow, rows } = counted.cases[number] ?? {};
      expect(one).toMatchObject({ caseNumber: number, fromRow, toRow, rows, counted: true });
      expect(one.import.fileName).toBe(basename(path));
    }
  });

  it('answers the four questions as the recount does', async () => {
    const scope = { source: 'imported' } as const;
    const ask = (question: 'closed-without-evidence' | 'codes' | 'stalls' | 'overdue-reviews') =>
      work.query(admin, 'question', { question, scope });
    const evidence = await ask('closed-without-evidence');
    if (evidence.question !== 'closed-without-evidence') throw new Error('another question');
    expect(evidence.imported).toEqual({
      counted: counted.questions.closedWithoutEvidence,
      of: counted.questions.closed,
    });
    const codes = await ask('codes');
    if (codes.question !== 'codes') throw new Error('another question');
    expect(Object.fromEntries(codes.rows.map((r) => [r.code, r.count]))).toEqual(counted.questions.codes);
    expect(codes.rows.map((r) => r.count)).toEqual(codes.rows.map((r) => r.count).sort((a, b) => b - a));
    const stalls = await ask('stalls');
    if (stalls.question !== 'stalls') throw new Error('another question');
    expect(
      Object.fromEntries(stalls.rows.map((r) => [r.jobType, { stalled: r.stalled, runs: r.runs }])),
    ).toEqual(counted.questions.stalls);
    const overdue = await ask('overdue-reviews');
    if (overdue.question !== 'overdue-reviews') throw new Error('another question');
    expect(overdue.actions).toBe(counted.questions.overdue);
  });

  it('showed before the import what it then brought', () => {
    const { codes, stalls, closed, closedWithoutEvidence } = counted.questions;
    expect(preview).toMatchObject({
      cases: Object.keys(counted.cases).length,
      rejectedRows: 0,
      rejects: [],
      rows: Object.values(counted.cases).reduce((n, c) => n + Number(c.rows), 0),
    });
    expect(preview.counts).toMatchObject({
      closed,
      closedWithoutEvidence,
      withCode: Object.values(codes).reduce((n, m) => n + m, 0),
      jobTypes: Object.keys(stalls).length,
      stalled: Object.values(stalls).reduce((n, s) => n + s.stalled, 0),
    });
  });

  it('keeps the original file as evidence, which Verify reads again', async () => {
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    const [first] = await work.query(admin, 'historyImports', {});
    expect(first).toMatchObject({ sha256, state: 'finished', fileName: basename(path), hasReport: false });
    expect(await work.station.vault.check(sha256)).toBe('there');
    const report = await work.done(admin, 'verifyLedger', {});
    expect(report).toMatchObject({ findings: [], files: expect.any(Number) });
    expect(report.files).toBeGreaterThan(0);
  });
});
