import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tick } from '../../main/commands/clockwork';
import type { HistoryPreview } from '../../main/contract/history';
import type { Mapping } from '../../main/domain/history/history';
import { AtWork } from '../commands/atWork';
import {
  admin,
  cancelAfter,
  Files,
  importAs,
  jobsStoppedBy,
  mappingOf,
  read,
  shownOf,
  stopJobs,
} from './importing';
import { plainRows } from './rows';

let work: AtWork;
let files: Files;
beforeAll(async () => {
  work = await AtWork.sample();
  files = new Files();
  await importAs(work, files.write('first.csv', plainRows(12)));
}, 60_000);
afterAll(async () => {
  files?.remove();
  await work?.close();
});

const entries = (): number => work.station.site.ledger.head()?.size ?? 0;
let before: { shown: unknown; entries: number };
beforeEach(async () => {
  await work.windowOf(admin);
  before = { shown: shownOf(work), entries: entries() };
});
const unchanged = (): void => {
  expect(shownOf(work)).toEqual(before.shown);
  expect(entries()).toBe(before.entries);
};

/** Reads a file that must be refused; returns the sentence. */
async function refused(path: string): Promise<string> {
  const outcome = await work.give(admin, 'readHistory', { path });
  if (outcome.ok) throw new Error(`${path} was taken`);
  expect(outcome.message).toMatch(/Nothing was imported\. [A-Z]/);
  expect(outcome.message).not.toMatch(/\/tmp|CSV_|undefined|Error/);
  unchanged();
  return outcome.message;
}

async function previewOf(
  content: string | Uint8Array,
  change: Partial<Mapping> = {},
): Promise<HistoryPreview> {
  const file = await read(work, files.write('some.csv', content));
  return work.done(admin, 'previewHistory', { file: file.file, mapping: mappingOf(file, change) });
}

describe('a file that is no table', () => {
  it('is refused where it is empty, gone, or a header alone', async () => {
    expect(await refused(files.write('empty.csv', ''))).toContain('empty.csv is empty (0 bytes)');
    expect(await refused(join(files.folder, 'gone.csv'))).toContain('gone.csv is no longer there');
    expect(await refused(files.write('head.csv', 'number,opened_at\n'))).toContain('no rows under it');
    expect(await refused(files.folder)).toContain('is not a file');
  });

  it('is refused where it is a picture, a workbook or bytes under the name of a table', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');
    expect(await refused(files.write('photo.csv', png))).toContain(
      'photo.csv is a picture (PNG), whatever its name says',
    );
    const zip = Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(60, 7)]);
    expect(await refused(files.write('book.csv', zip))).toContain('a file of the kind ZIP');
    expect(await refused(files.write('bytes.csv', Buffer.from([97, 44, 98, 10, 0, 1, 2, 3])))).toContain(
      'no table in text',
    );
    const late = Buffer.concat([Buffer.from('a,b\n'.repeat(2000)), Buffer.from([0])]);
    expect(await refused(files.write('late.csv', late))).toContain('no table in text');
  });

  it('is refused where it has one column, and told what a case needs', async () => {
    expect(await refused(files.write('one.csv', 'number\nC1\nC2\n'))).toMatch(
      /only one column.*when it was opened/,
    );
  });

  it('is refused where a quotation mark is never closed, and told where', async () => {
    const rows = plainRows(40).replace('\nC20,', '\n"C20,');
    expect(await refused(files.write('quote.csv', rows))).toMatch(
      /quotation mark.*after row 20 is never closed/,
    );
  });

  it('is refused where one row is endless, without reading it into memory', async () => {
    const path = files.write('line.csv', 'number,opened_at\nC1,');
    const handle = openSync(path, 'a');
    const block = Buffer.alloc(1024 * 1024, 'x');
    for (let n = 0; n < 150; n += 1) writeSync(handle, block);
    closeSync(handle);
    const held = process.memoryUsage().rss;
    expect(await refused(path)).toMatch(/the row after row 1 has more than 1,000,000 letters/);
    expect(process.memoryUsage().rss - held).toBeLessThan(120 * 1024 * 1024);
  });

  it('is refused over the most that is taken, before any of it is read', async () => {
    const path = files.write('huge.csv', 'number,opened_at\n');
    truncateSync(path, 300_000_000);
    expect(await refused(path)).toMatch(/huge\.csv has 300 MB; the most is 200 MB/);
  });
});

describe('a table in another form', () => {
  const plain = 'Nummer;Geöffnet;Art\nÄ1;01.02.2025 08:00;Prüfung – groß\n';
  const change = {
    columns: { number: 'Nummer', opened: 'Geöffnet', jobType: 'Art' },
    dates: 'day-first' as const,
  };
  const utf16be = Buffer.from(`\ufeff${plain}`, 'utf16le').swap16();
  it.each([
    ['utf-8', Buffer.from(plain)],
    ['utf-8-bom', Buffer.from(`\ufeff${plain}`)],
    ['utf-16le', Buffer.from(`\ufeff${plain}`, 'utf16le')],
    ['utf-16be', utf16be],
    ['windows-1252', Buffer.from(plain.replace('–', '\u0096'), 'latin1')],
  ])('is read as %s, letter for letter', async (encoding, bytes) => {
    const file = await read(work, files.write('some.csv', bytes));
    expect(file).toMatchObject({ encoding, delimiter: ';', rows: 1 });
    expect(file.columns.map((c) => c.name)).toEqual(['Nummer', 'Geöffnet', 'Art']);
    const preview = await work.done(admin, 'previewHistory', {
      file: file.file,
      mapping: mappingOf(file, change),
    });
    expect(preview.sample).toMatchObject([
      { caseNumber: 'Ä1', jobTypeName: 'Prüfung – groß', openedAt: '2025-02-01T08:00:00.000Z' },
    ]);
    unchanged();
  });

  it.each([',', ';', '\t', '|'])('is read with %j between its values', async (delimiter) => {
    const text = plainRows(5).replaceAll(',', delimiter);
    expect(await read(work, files.write('some.csv', text))).toMatchObject({ delimiter, rows: 5 });
  });

  it('says that it is UTF-8 and is not: it is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffa,b\n'), Buffer.from([0xe4, 0x2c, 0x31, 0x0a])]);
    expect(await refused(files.write('liar.csv', bytes))).toMatch(/says that it is UTF-8.*Export it again/);
  });

  it('is imported from UTF-16 as well, and its bytes are kept as they are', async () => {
    const bytes = Buffer.from(`\ufeff${plainRows(3, 7001)}`, 'utf16le');
    const done = await importAs(work, files.write('wide.csv', bytes));
    expect(done).toMatchObject({ cases: 3, rejectedRows: 0 });
    expect(await work.station.vault.check(createHash('sha256').update(bytes).digest('hex'))).toBe('there');
  });
});

describe('rows that cannot be taken', () => {
  const head = 'number,opened_at,closed_at,state,sys_updated_at,made_sla,reopen_count\n';

  it('are named with row, column, value, why, and what to do', async () => {
    const preview = await previewOf(
      `${head}A1,31-02-2025 08:00,,New,,TRUE,0\n,01-03-2025 08:00,,New,,TRUE,0\nA2,01-03-2025 08:00,,New,,perhaps,0\nA3,01-03-2025 08:00,,New,,TRUE,often\nA4,01-03-2025 08:00\nA5,03-03-2025 08:00,02-03-2025 08:00,Closed,,TRUE,0\nA6,?,,New,,TRUE,0\nA7,29-03-2025 08:00,,New,,TRUE,0\n`,
      { dates: 'day-first' },
    );
    expect(preview).toMatchObject({ rows: 8, cases: 1, rejectedRows: 7, rejectedCases: 6 });
    expect(preview.rejects.map((r) => [r.row, r.number, r.column, r.value])).toEqual([
      [2, 'A1', 'opened_at', '31-02-2025 08:00'],
      [3, '', 'number', ''],
      [4, 'A2', 'made_sla', 'perhaps'],
      [5, 'A3', 'reopen_count', 'often'],
      [6, 'A4', '', ''],
      [7, 'A5', 'closed_at', '2025-03-02 08:00 UTC'],
      [8, 'A6', 'opened_at', ''],
    ]);
    for (const reject of preview.rejects)
      expect(`${reject.why} / ${reject.todo}`).toMatch(/^[A-Z].+ \/ [A-Z].+\.$/);
    unchanged();
  });

  it('take their whole case with them, and every row is counted once', async () => {
    const preview = await previewOf(
      `${head}B1,01-03-2025 08:00,,New,,,\nB1,01-03-2025 08:00,,New,99-99-2025,,\nB1,01-03-2025 08:00,,New,,,x\nB2,13-03-2025 08:00,,New,,,\n`,
      { dates: 'day-first' },
    );
    expect(preview).toMatchObject({ rows: 4, cases: 1, rejectedRows: 3, rejectedCases: 1 });
    expect(preview.rejects.map((r) => [r.row, r.rows])).toEqual([
      [3, 2],
      [4, 1],
    ]);
  });

  it('are duplicates where one number is opened twice, or was imported before', async () => {
    const preview = await previewOf(
      `${head}D1,01-03-2025 08:00,,New,,,\nD1,02-03-2025 08:00,,New,,,\nC3,14-03-2025 08:00,,New,,,\nD2,14-03-2025 08:00,,New,,,\n`,
      { dates: 'day-first' },
    );
    expect(preview.cases).toBe(1);
    expect(preview.rejects.map((r) => [r.row, r.rows, r.number, r.why.slice(0, 9)])).toEqual([
      [3, 2, 'D1', 'Duplicate'],
      [4, 1, 'C3', 'Duplicate'],
    ]);
    expect(preview.rejects[1]?.why).toContain('was imported before, from first.csv');
  });

  it('are saved as a CSV that runs no formula, before the import and after it', async () => {
    const file = await read(
      work,
      files.write(
        'some.csv',
        `${head}=1+1,01-03-2025 08:00,,New,,,\n=1+1,02-03-2025 08:00,,New,,,\nF1,14-03-2025 08:00,,New,,,\n`,
      ),
    );
    const mapping = mappingOf(file, { dates: 'day-first' });
    await work.done(admin, 'previewHistory', { file: file.file, mapping });
    const folder = mkdtempSync(join(tmpdir(), 'process-designer-rejects-'));
    const { shell } = work.station;
    const { askWhere } = shell;
    Object.assign(shell, { askWhere: async (name: string) => join(folder, name) });
    try {
      const { saved } = await work.done(admin, 'saveRejects', { file: file.file });
      const text = readFileSync(saved ?? '', 'utf8');
      expect(text).toContain("'=1+1");
      const done = await work.done(admin, 'importHistory', { file: file.file, mapping });
      expect(done).toMatchObject({ cases: 1, rejectedRows: 2, rejectedCases: 1 });
      const after = await work.done(admin, 'saveRejects', { import: done.import });
      expect(readFileSync(after.saved ?? '', 'utf8')).toBe(text);
      const [newest] = await work.query(admin, 'historyImports', {});
      expect(newest).toMatchObject({ hasReport: true, rejectedRows: 2 });
    } finally {
      Object.assign(shell, { askWhere });
      rmSync(folder, { recursive: true });
    }
  });

  it('leave nothing to import where they are all', async () => {
    const file = await read(work, files.write('again.csv', plainRows(12)));
    expect(file.before).toMatchObject({ byName: 'Sven Halvorsen' });
    const outcome = await work.give(admin, 'importHistory', { file: file.file, mapping: mappingOf(file) });
    expect(outcome).toMatchObject({
      ok: false,
      code: 'already-done',
      message: expect.stringMatching(/None of the 12 cases/),
    });
    unchanged();
  });
});

describe('a mapping that does not fit', () => {
  it('is refused with the field that is at fault, and the next try can mend it', async () => {
    const file = await read(work, files.write('some.csv', plainRows(4, 900)));
    const give = (change: Partial<Mapping>) =>
      work.give(admin, 'importHistory', { file: file.file, mapping: mappingOf(file, change) });
    expect(await give({ columns: { opened: 'opened_at' } })).toMatchObject({
      ok: false,
      code: 'missing',
      fields: { number: expect.any(String) },
    });
    expect(await give({ columns: { number: 'number', opened: 'gone' } })).toMatchObject({
      ok: false,
      fields: { opened: 'The file has no column “gone”' },
    });
    expect(await give({ columns: { number: 'number', opened: 'number' } })).toMatchObject({
      ok: false,
      fields: { opened: expect.stringContaining('already') },
    });
    expect(await give({ zone: 'Mars/Olympus' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('Mars/Olympus'),
    });
    unchanged();
    expect(await give({})).toMatchObject({ ok: true });
  });

  it('is refused where the file was changed since it was read', async () => {
    const path = files.write('moving.csv', plainRows(4, 950));
    const file = await read(work, path);
    files.write('moving.csv', plainRows(5, 950));
    const mapping = mappingOf(file);
    for (const name of ['previewHistory', 'importHistory'] as const)
      expect(await work.give(admin, name, { file: file.file, mapping })).toMatchObject({
        ok: false,
        message: expect.stringContaining('moving.csv was changed since it was read'),
      });
    unchanged();
  });
});

describe('an import that does not end', () => {
  it('counts nothing where it is cancelled between two pieces, says so, and can be done again', async () => {
    const path = files.write('many.csv', plainRows(1000, 2000));
    const file = await read(work, path);
    const args = { file: file.file, mapping: mappingOf(file) };
    const again = stopJobs(work, cancelAfter(2));
    const outcome = await work.give(admin, 'importHistory', args);
    again();
    expect(outcome).toMatchObject({
      ok: false,
      message: expect.stringMatching(/ended after 400 cases\. None of them counts/),
    });
    expect(shownOf(work)).toEqual(before.shown);
    const [newest] = await work.query(admin, 'historyImports', {});
    expect(newest).toMatchObject({ state: 'cancelled', cases: 400, fileName: 'many.csv' });
    expect(await work.done(admin, 'importHistory', args)).toMatchObject({ cases: 1000, rejectedRows: 0 });
  }, 60_000);

  it('lets other commands take their turn between its pieces', async () => {
    const file = await read(work, files.write('side.csv', plainRows(1000, 4000)));
    const order: string[] = [];
    const again = stopJobs(work, (pieces) => {
      order.push(`piece ${pieces}`);
      if (pieces === 2)
        void work
          .give('m.kovac', 'openWorkOrder', {
            title: 'In between',
            jobType: [...work.station.world.site.jobTypes.keys()][0] ?? '',
            asset: 'Press 4',
            inputs: {},
          })
          .then(() => order.push('other'));
    });
    await work.windowOf('m.kovac');
    await work.done(admin, 'importHistory', { file: file.file, mapping: mappingOf(file) });
    again();
    expect(order.indexOf('other')).toBeGreaterThan(-1);
    expect(order.indexOf('other')).toBeLessThan(order.indexOf('piece 5'));
  }, 60_000);

  it('is found at the next start where the app was killed between two pieces, and ended there', async () => {
    const file = await read(work, files.write('cut.csv', plainRows(1000, 6000)));
    let reached: () => void = () => undefined;
    const third = new Promise<void>((done) => {
      reached = done;
    });
    Object.assign(work.station.shell, {
      jobs: {
        ...jobsStoppedBy(() => undefined),
        // The third piece never comes back: the process is gone.
        run: (name: 'importHistory', given: never, take: (piece: unknown) => Promise<void>) => {
          let pieces = 0;
          return jobsStoppedBy(() => undefined).run(name, given, async (piece) => {
            pieces += 1;
            if (pieces === 3) {
              reached();
              await new Promise(() => undefined);
            }
            await take(piece);
          });
        },
      },
    });
    void work.give(admin, 'importHistory', { file: file.file, mapping: mappingOf(file) });
    await third;
    // While it is under way nobody takes it for broken off.
    await tick(work.station, work.executor, []);
    expect((await work.query(admin, 'historyImports', {}))[0]).toMatchObject({ state: 'running' });
    await work.reopen();
    await tick(work.station, work.executor, []);
    await tick(work.station, work.executor, []);
    expect(shownOf(work)).toEqual(before.shown);
    const [newest] = await work.query(admin, 'historyImports', {});
    expect(newest).toMatchObject({ state: 'cut-off', fileName: 'cut.csv', cases: 200 });
    const ends = work.station.site.ledger.db
      .prepare("SELECT count(*) FROM entries WHERE type = 'history.import-ended' AND person IS NULL")
      .pluck()
      .get();
    expect(ends).toBe(1);
  }, 60_000);
});
