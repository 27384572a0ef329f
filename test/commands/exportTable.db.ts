import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from './atWork';
import { sampleOrders, startChecked } from './busyHistory';

describe('a table of insight saved as CSV', () => {
  let work: AtWork;
  let folder: string;
  let seal: string;
  const scope = { source: 'all' as const };

  /** What the person answers when asked where to save. */
  const answerWhere = (where: (name: string) => string | null): void => {
    (work.station.shell as { askWhere: (name: string) => Promise<string | null> }).askWhere = async (
      name,
    ) => {
      return where(name);
    };
  };

  beforeAll(async () => {
    work = await AtWork.sample();
    ({ seal } = await sampleOrders(work));
    await startChecked(work, seal);
    const view = await work.query('m.kovac', 'caseView', { workOrder: seal });
    await work.done('m.kovac', 'blockStep', {
      workOrder: seal,
      step: view.next?.step.id ?? '',
      code: 'MAT-02',
    });
    folder = join(work.folder, 'saved');
    mkdirSync(folder);
  }, 60_000);
  afterAll(() => work?.close());

  const read = (path: string): string[][] =>
    parse(readFileSync(path), { bom: true, record_delimiter: '\r\n' });

  it('holds what the question answers, under a name that says what it is and of which day', async () => {
    answerWhere((name) => join(folder, name));
    const { saved, rows } = await work.done('a.ruiz', 'exportTable', {
      table: { question: 'codes' },
      scope,
    });
    expect(basename(saved ?? '')).toMatch(/^exceptions-by-code-\d{4}-\d{2}-\d{2}\.csv$/);
    const [header, ...lines] = read(saved ?? '');
    expect(lines).toHaveLength(rows);
    expect(header?.slice(0, 3)).toEqual(['Code', 'Meaning', 'Exceptions']);
    const answer = await work.query('a.ruiz', 'question', { question: 'codes', scope });
    if (answer.question !== 'codes') throw new Error('another answer');
    expect(lines.map((l) => [l[0], l[1], Number(l[2])])).toEqual(
      answer.rows.map((r) => [r.code, r.meaning, r.count]),
    );
  });

  it('runs nothing, whatever a work order is called', async () => {
    const jobType = work.station.world.caseOf(seal).workOrder?.jobType ?? '';
    const inputs = {
      cylinder: 'PC',
      'rod-diameter': '40',
      'seal-kit': 'HS-40/60',
      'working-pressure': '210',
    };
    for (const title of ['=HYPERLINK("http://x")', '@SUM(A1:A9)', '-2+3']) {
      const { workOrder } = await work.done('m.kovac', 'openWorkOrder', {
        title,
        jobType,
        asset: 'Press 4',
        inputs,
      });
      await work.done('m.kovac', 'startRun', { workOrder });
    }
    answerWhere((name) => join(folder, name));
    const { saved, rows } = await work.done('a.ruiz', 'exportTable', {
      table: { counted: { what: 'runs' } },
      scope,
    });
    const [, ...lines] = read(saved ?? '');
    expect([rows, lines.length]).toEqual([4, 4]);
    expect(lines.map((l) => l[1])).toEqual(
      expect.arrayContaining([`'=HYPERLINK("http://x")`, "'@SUM(A1:A9)", "'-2+3"]),
    );
    expect(lines.every((l) => l.every((cell) => !/^[=+\-@\t\r]/.test(cell)))).toBe(true);
  });

  it('holds every record behind a number, also where they are many pages', async () => {
    const put = work.station.site.ledger.db.prepare(
      `INSERT INTO history_cases (history_case, import, number, title, job_type, job_type_name, opened_at, closed_at, code, stalled, stalled_minutes, reopened, sla_met, evidence, owner, counted)
       VALUES (?, 'imp_1', ?, 'Earlier', 'name:x', 'X', ?, NULL, NULL, 0, 0, 0, NULL, 0, NULL, 1)`,
    );
    // Many of one time, so that pages end among equals.
    for (let n = 0; n < 1203; n++) put.run(`hc_${n}`, `INC${n}`, `2025-01-0${1 + (n % 3)}T00:00:00.000Z`);
    answerWhere((name) => join(folder, name));
    const { saved, rows } = await work.done('a.ruiz', 'exportTable', {
      table: { counted: { what: 'runs' } },
      scope: { source: 'imported' },
    });
    const [, ...lines] = read(saved ?? '');
    expect([rows, lines.length]).toEqual([1203, 1203]);
    expect(new Set(lines.map((l) => l[0])).size).toBe(1203);
  });

  it.each(['first-time-fix', 'exceptions-by-code', 'stall-rate', 'evidence', 'overdue', 'weekly'] as const)(
    'can be had of the tile %s',
    async (tile) => {
      answerWhere((name) => join(folder, name));
      const { saved, rows } = await work.done('t.okafor', 'exportTable', { table: { tile }, scope });
      const [header, ...lines] = read(saved ?? '');
      expect(lines).toHaveLength(rows);
      expect(header?.length).toBeGreaterThan(3);
    },
  );

  it('is not written where the person cancels', async () => {
    answerWhere(() => null);
    const before = readdirSync(folder);
    expect(await work.done('a.ruiz', 'exportTable', { table: { question: 'stalls' }, scope })).toMatchObject({
      saved: null,
    });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('leaves the older file and no half of a new one where the place cannot be written, and says why', async () => {
    const locked = join(work.folder, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'table.csv'), 'older');
    chmodSync(locked, 0o500);
    answerWhere(() => join(locked, 'table.csv'));
    const outcome = await work.give('a.ruiz', 'exportTable', { table: { question: 'stalls' }, scope });
    chmodSync(locked, 0o700);
    expect(outcome).toMatchObject({ ok: false, code: 'folder' });
    if (!outcome.ok) expect(outcome.message).toMatch(/not saved, because you may not write there/);
    expect(readdirSync(locked)).toEqual(['table.csv']);
    expect(readFileSync(join(locked, 'table.csv'), 'utf8')).toBe('older');
  });

  it('says so where the folder is gone', async () => {
    answerWhere(() => join(folder, 'gone', 'table.csv'));
    const outcome = await work.give('a.ruiz', 'exportTable', { table: { question: 'stalls' }, scope });
    expect(outcome).toMatchObject({ ok: false, code: 'folder' });
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  });
});
