import { csvText } from '../../commands/csv';
import { JobStopped, type JobTable, type JobVoice } from '../../commands/jobs';
import { jobTypeKey } from '../../domain/history/decide';
import type { HistoryReject } from '../../domain/history/history';
import { openReader } from '../../ledger/database';
import { inspect } from './bytes';
import { type Earlier, mostRejects, type ReadCases, readCases } from './cases';
import { countColumns } from './columns';
import { findDelimiter } from './table';

type Given<N extends 'readHistory' | 'previewHistory' | 'importHistory'> = JobTable[N]['given'];
type Result<N extends 'readHistory' | 'previewHistory' | 'importHistory'> = JobTable[N]['result'];

/** Cases in one piece, which is recorded in one commit. */
const casesAtOnce = 200;

const rowsRead = (rows: number): string => `${rows.toLocaleString('en')} rows read`;

/** Reads a file that a person picked: its bytes, its delimiter, its columns. */
export async function readHistory(
  { path, name }: Given<'readHistory'>,
  voice: JobVoice<'readHistory'>,
): Promise<Result<'readHistory'>> {
  const bytes = await inspect(path, name);
  const delimiter = await findDelimiter(path, name, bytes.encoding);
  const file = { path, name, encoding: bytes.encoding, delimiter };
  const told = every(100);
  const { rows, columns } = await countColumns(file, (done, sofar) => {
    if (told()) voice.progress(done, bytes.size, rowsRead(sofar));
  });
  return { ...bytes, delimiter, rows, columns };
}

/** Puts a file's rows together and counts what the questions will count; nothing is recorded. */
export async function previewHistory(
  given: Given<'previewHistory'>,
  voice: JobVoice<'previewHistory'>,
): Promise<Result<'previewHistory'>> {
  const read = await casesOf(given, voice.progress);
  const { cases } = read;
  const codes = new Map<string, number>();
  for (const { code } of cases) if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
  const closed = cases.filter((one) => one.closedAt !== undefined);
  const openings = cases.map((one) => one.openedAt).sort();
  return {
    rows: read.rows,
    cases: cases.length,
    rejectedRows: read.rejectedRows,
    rejectedCases: read.rejectedCases,
    first: openings[0] ?? null,
    last: openings[openings.length - 1] ?? null,
    sample: cases.slice(0, 12),
    counts: {
      closed: closed.length,
      closedWithoutEvidence: closed.filter((one) => !one.evidence).length,
      withCode: [...codes.values()].reduce((n, m) => n + m, 0),
      codes: [...codes]
        .map(([code, n]) => ({ code, cases: n }))
        .sort((a, b) => b.cases - a.cases || (a.code < b.code ? -1 : 1))
        .slice(0, 5),
      jobTypes: new Set(cases.map((one) => one.jobType)).size,
      stalled: cases.filter((one) => one.stalled).length,
      reopened: cases.filter((one) => one.reopened > 0).length,
    },
    rejects: read.rejects.slice(0, 200),
    rejectsTotal: read.rejects.length + read.unlisted,
    report: reportOf(read),
  };
}

/**
 * Reads the kept file and sends its cases: first their number, then piece by piece. Each piece is recorded before the next
 * is sent, so a cancel between two leaves whole pieces.
 */
export async function importHistory(
  given: Given<'importHistory'>,
  voice: JobVoice<'importHistory'>,
): Promise<Result<'importHistory'>> {
  const read = await casesOf(given, (done, total, words) => voice.progress(done / 4, total, words));
  const { cases, rows, rejectedRows, rejectedCases } = read;
  const counts = { rows, cases: cases.length, rejectedRows, rejectedCases };
  await voice.send({ kind: 'counted', ...counts });
  for (let from = 0; from < cases.length; from += casesAtOnce) {
    await voice.send({ kind: 'cases', cases: cases.slice(from, from + casesAtOnce) });
    const done = Math.min(cases.length, from + casesAtOnce);
    voice.progress(
      cases.length + done * 3,
      cases.length * 4,
      `${done.toLocaleString('en')} of ${cases.length.toLocaleString('en')} cases recorded`,
    );
  }
  return { ...counts, report: reportOf(read) };
}

/** Reads the cases of a file as it was when it was first read. @throws JobStopped where it is another one now. */
async function casesOf(
  given: Given<'previewHistory'>,
  progress: (done: number, total: number, words: string) => void,
): Promise<ReadCases> {
  const { path, name, encoding, delimiter, mapping, jobTypes, folder } = given;
  const bytes = await inspect(path, name);
  if (bytes.sha256 !== given.sha256)
    throw new JobStopped(
      `${name} was changed since it was read. Nothing was imported. Choose it again, so that you see what is in it now.`,
    );
  const reader = openReader(folder);
  if (!reader.ok) throw new JobStopped(reader.message);
  try {
    const told = every(100);
    const keys = new Map<string, string>();
    const keyOf = (jobType: string): string => {
      const key = keys.get(jobType) ?? jobTypeKey(jobTypes, jobType);
      keys.set(jobType, key);
      return key;
    };
    const file = { path, name, encoding, delimiter };
    return await readCases(file, mapping, keyOf, importedBefore(reader.db), (done, rows) => {
      if (told()) progress(done, bytes.size, rowsRead(rows));
    });
  } finally {
    reader.db.close();
  }
}

/** Whether a number was imported before, by an import that is finished. */
function importedBefore(db: Extract<ReturnType<typeof openReader>, { ok: true }>['db']): Earlier {
  const find = db.prepare(
    'SELECT i.file_name AS name, i.started_at AS at FROM history_cases c JOIN history_imports i USING (import) WHERE c.number = ? AND c.counted = 1 LIMIT 1',
  );
  return (number) => {
    const found = find.get(number) as { name: string; at: string } | undefined;
    if (found === undefined) return undefined;
    return {
      why: `Duplicate: case ${number} was imported before, from ${found.name} on ${found.at.slice(0, 10)}`,
      todo: 'Nothing is to be done: it counts already.',
    };
  };
}

/** Every reject as a CSV text for people; empty where there is none. The same rejects give the same text. */
function reportOf({ rejects, unlisted }: ReadCases): string {
  if (rejects.length === 0) return '';
  const rows = rejects.map((r: HistoryReject) => [r.row, r.rows, r.number, r.column, r.value, r.why, r.todo]);
  if (unlisted > 0)
    rows.push([0, 0, '', '', '', `${unlisted} more are not listed (the most is ${mostRejects})`, '']);
  return csvText(['Row', 'Rows left out', 'Case', 'Column', 'Value', 'Why', 'What to do'], rows);
}

/** True when so many milliseconds have passed since it last was: progress is for eyes. */
function every(milliseconds: number): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return false;
    last = performance.now();
    return true;
  };
}
