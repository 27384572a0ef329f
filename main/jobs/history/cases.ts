import type { HistoryCase, HistoryReject, Mapping } from '../../domain/history/history';
import { type CellFault, type ReadRow, rowReader } from './cells';
import { columnNames, rowsOf, type TableFile } from './table';

/** What the rows of a file come to: whole cases in the order of their first rows, and why the other rows are left out. */
export type ReadCases = {
  readonly rows: number;
  readonly cases: readonly HistoryCase[];
  readonly rejects: readonly HistoryReject[];
  /** Rejects beyond the most that are listed. */
  readonly unlisted: number;
  readonly rejectedRows: number;
  readonly rejectedCases: number;
};

export const mostRejects = 20_000;

type Fault = CellFault & { readonly row: number };
type Group = { readonly number: string; readonly rows: ReadRow[]; readonly faults: Fault[]; count: number };

/** What else may speak against a case: it was imported before. */
export type Earlier = (number: string) => { readonly why: string; readonly todo: string } | undefined;

/**
 * Reads a table and puts its rows together, one case a number. A case with a row that cannot be read is left out whole,
 * so that no number ever comes from half a case. Every row is in exactly one case or one reject.
 * `jobTypeKeyOf`: what a job type's name is kept under. @throws JobStopped as `rowsOf` and `rowReader` do.
 */
export async function readCases(
  file: TableFile,
  mapping: Mapping,
  jobTypeKeyOf: (name: string) => string,
  earlier: Earlier,
  read: (bytes: number, rows: number) => void = () => undefined,
): Promise<ReadCases> {
  const groups = new Map<string, Group>();
  const alone: HistoryReject[] = [];
  let reader: ReturnType<typeof rowReader> | undefined;
  let rows = 0;
  for await (const { row, cells } of rowsOf(file, (bytes) => read(bytes, rows))) {
    if (reader === undefined) {
      reader = rowReader(mapping, columnNames(cells));
      continue;
    }
    rows += 1;
    const one = reader(row, cells);
    if (one.number === '') {
      if ('fault' in one) alone.push({ row, rows: 1, number: '', ...one.fault });
      continue;
    }
    const group: Group = groups.get(one.number) ?? { number: one.number, rows: [], faults: [], count: 0 };
    groups.set(one.number, group);
    group.count += 1;
    if ('fault' in one) group.faults.push({ row, ...one.fault });
    else group.rows.push(one);
  }
  const cases: HistoryCase[] = [];
  const rejects = alone;
  let rejectedCases = 0;
  for (const group of groups.values()) {
    const faults = group.faults.length > 0 ? group.faults : faultsOf(group, mapping, earlier);
    if (faults.length === 0) {
      cases.push(wholeCase(group, jobTypeKeyOf));
      continue;
    }
    rejectedCases += 1;
    // The rows that were well go with the first that was not.
    const others = group.count - faults.length;
    for (const [index, fault] of faults.entries())
      rejects.push({ ...fault, rows: index === 0 ? others + 1 : 1, number: group.number });
  }
  rejects.sort((a, b) => a.row - b.row);
  return {
    rows,
    cases,
    rejects: rejects.slice(0, mostRejects),
    unlisted: Math.max(0, rejects.length - mostRejects),
    rejectedRows: rejects.reduce((n, reject) => n + reject.rows, 0),
    rejectedCases,
  };
}

const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** What speaks against a case whose rows can all be read. */
function faultsOf({ number, rows }: Group, mapping: Mapping, earlier: Earlier): Fault[] {
  const first = rows.find((r) => r.opened !== undefined);
  const column = (field: 'number' | 'opened' | 'closed'): string => mapping.columns[field] ?? '';
  if (first?.opened === undefined)
    return [
      {
        row: rows[0]?.row ?? 0,
        column: column('opened'),
        value: '',
        why: 'No row of this case says when it was opened',
        todo: 'Give it the time in the file, then import that file.',
      },
    ];
  const other = rows.find((r) => r.opened !== undefined && r.opened !== first.opened);
  if (other?.opened !== undefined)
    return [
      {
        row: other.row,
        column: column('number'),
        value: number,
        why: `Duplicate: row ${first.row} opens the same number at ${stamp(first.opened)} UTC, this row at ${stamp(other.opened)} UTC`,
        todo: 'One number stands for one case. Give one of them another number, then import that file.',
      },
    ];
  const closed = closing(rows);
  if (closed?.closed !== undefined && closed.closed < first.opened)
    return [
      {
        row: closed.row,
        column: column('closed'),
        value: `${stamp(closed.closed)} UTC`,
        why: `It is closed before it was opened, at ${stamp(first.opened)} UTC`,
        todo: 'Correct one of the two times in the file, or the order of day and month.',
      },
    ];
  const before = earlier(number);
  if (before !== undefined)
    return [{ row: rows[0]?.row ?? 0, column: column('number'), value: number, ...before }];
  return [];
}

/** Rows in the order they were written: by their own time; one without it stands where the row before it stands. */
function ordered(rows: readonly ReadRow[]): { readonly row: ReadRow; readonly at: number | undefined }[] {
  let last: number | undefined;
  const placed = rows.map((row) => {
    last = row.updated ?? last;
    return { row, at: last };
  });
  return placed.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.row.row - b.row.row);
}

function lastKnown<K extends keyof ReadRow>(rows: readonly ReadRow[], field: K): ReadRow[K] | undefined {
  return rows.findLast((row) => row[field] !== undefined)?.[field];
}

const closing = (rows: readonly ReadRow[]): ReadRow | undefined =>
  ordered(rows)
    .map(({ row }) => row)
    .findLast((row) => row.closed !== undefined);

/** One case out of its rows: what was known last, and how long it waited in a stalling state. */
function wholeCase(group: Group, jobTypeKeyOf: (name: string) => string): HistoryCase {
  const placed = ordered(group.rows);
  const rows = placed.map(({ row }) => row);
  const closed = lastKnown(rows, 'closed');
  const jobTypeName = lastKnown(rows, 'jobType') ?? 'No job type';
  const opened = rows.find((row) => row.opened !== undefined)?.opened ?? 0;
  let waited = 0;
  placed.forEach(({ row, at }, index) => {
    if (!row.stalling || at === undefined) return;
    // In the last row it waits until the case is closed; of an open case nobody knows until when.
    const until = placed[index + 1]?.at ?? closed ?? at;
    waited += Math.max(0, until - at);
  });
  const numbers = rows.map((row) => row.row);
  const code = lastKnown(rows, 'code');
  const owner = lastKnown(rows, 'owner');
  const slaMet = lastKnown(rows, 'slaMet');
  return {
    caseNumber: group.number,
    title: lastKnown(rows, 'title') ?? jobTypeName,
    jobType: jobTypeKeyOf(jobTypeName),
    jobTypeName,
    openedAt: new Date(opened).toISOString(),
    ...(closed === undefined ? {} : { closedAt: new Date(closed).toISOString() }),
    ...(code === undefined ? {} : { code }),
    stalled: rows.some((row) => row.stalling),
    stalledMinutes: Math.floor(waited / 60_000),
    reopened: rows.reduce((most, row) => Math.max(most, row.reopened ?? 0), 0),
    ...(slaMet === undefined ? {} : { slaMet }),
    evidence: rows.some((row) => row.evidence === true),
    ...(owner === undefined ? {} : { owner }),
    fromRow: numbers.reduce((least, n) => Math.min(least, n)),
    toRow: numbers.reduce((most, n) => Math.max(most, n)),
    rows: group.count,
  };
}
