import type { Recorded } from '../domain/entry';
import type { ReadableDb, WritableDb } from '../ledger/database';

type Body = Readonly<Record<string, unknown>>;

/**
 * The rows that entries of history imports make, inside the append's or the merge's transaction. Whatever the order in
 * which the entries of an import become known, the rows are the same.
 */
export function historyProjector(db: WritableDb): {
  readonly entry: (entry: Recorded) => void;
  /** An entry whose rows are there was erased: what stays of it stands in them. */
  readonly erased: (entry: Recorded) => void;
} {
  const putCase = db.prepare(
    `INSERT INTO history_cases (history_case, import, number, title, job_type, job_type_name, opened_at, closed_at, code, stalled,
       stalled_minutes, reopened, sla_met, evidence, owner, counted)
     VALUES (@historyCase, @import, @caseNumber, @title, @jobType, @jobTypeName, @openedAt, @closedAt, @code, @stalled,
       @stalledMinutes, @reopened, @slaMet, @evidence, @owner, @counted)`,
  );
  const putImport = db.prepare(
    `INSERT INTO history_imports (import, log, seq, state, file_name, sha256, size, encoding, rows, started_at, by_user, ended_at, cases,
       rejected_rows, rejects_sha256)
     VALUES (@import, @log, @seq, 'running', @fileName, @sha256, @size, @encoding, @rows, @at, @by, NULL, @cases, @rejectedRows, NULL)`,
  );
  const endImport = db.prepare(
    'UPDATE history_imports SET state = @state, ended_at = @at, cases = @cases, rejects_sha256 = @sha256 WHERE import = @import',
  );
  const count = db.prepare('UPDATE history_cases SET counted = 1 WHERE import = ? AND counted = 0');

  const number = (value: unknown): number | null => (typeof value === 'boolean' ? Number(value) : null);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

  const renameCase = db.prepare(
    'UPDATE history_cases SET title = @title, owner = @owner WHERE history_case = @historyCase',
  );
  const renameFile = db.prepare('UPDATE history_imports SET file_name = @fileName WHERE import = @import');
  const erased = ({ type, body }: Recorded): void => {
    if (body === undefined) return;
    if (type === 'history.case-imported') renameCase.run({ ...body, owner: text(body.owner) });
    else if (type === 'history.import-started') renameFile.run(body);
  };

  const put = (entry: Recorded): void => {
    const { type, body } = entry;
    if (body === undefined || !type.startsWith('history.')) return;
    if (type === 'history.case-imported') {
      // An entry of a log lies behind the one that began its import and before the one that ends it.
      const b: Body = body;
      putCase.run({
        ...b,
        closedAt: text(b.closedAt),
        code: text(b.code),
        owner: text(b.owner),
        stalled: number(b.stalled),
        slaMet: number(b.slaMet),
        evidence: number(b.evidence),
        counted: 0,
      });
    } else if (type === 'history.import-started')
      putImport.run({
        ...body,
        log: entry.log,
        seq: entry.seq,
        at: entry.at,
        by: 'user' in entry.actor ? entry.actor.user : '',
      });
    else if (type === 'history.import-finished') {
      count.run(body.import);
      endImport.run({ ...body, state: 'finished', at: entry.at, sha256: text(body.sha256) });
    } else if (type === 'history.import-ended')
      endImport.run({ ...body, state: body.how, at: entry.at, sha256: null });
  };
  return { entry: put, erased };
}

export type ImportRecord = {
  readonly import: string;
  readonly log: string;
  readonly seq: number;
  readonly state: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  readonly encoding: string;
  readonly rows: number;
  readonly startedAt: string;
  readonly byUser: string;
  readonly endedAt: string | null;
  readonly cases: number;
  readonly rejectedRows: number;
  readonly rejectsSha256: string | null;
};

const importColumns = `import, log, seq, state, file_name AS fileName, sha256, size, encoding, rows, started_at AS startedAt, by_user AS byUser,
  ended_at AS endedAt, cases, rejected_rows AS rejectedRows, rejects_sha256 AS rejectsSha256`;

/** Every import, newest first. */
export function listImports(db: ReadableDb): ImportRecord[] {
  return db
    .prepare(`SELECT ${importColumns} FROM history_imports ORDER BY started_at DESC, import DESC`)
    .all() as ImportRecord[];
}

export function importOf(db: ReadableDb, id: string): ImportRecord | undefined {
  return db.prepare(`SELECT ${importColumns} FROM history_imports WHERE import = ?`).get(id) as
    | ImportRecord
    | undefined;
}

/** Whether the import of a case is finished; undefined where there is no such case. */
export function caseCounts(db: ReadableDb, historyCase: string): boolean | undefined {
  const counted = db
    .prepare('SELECT counted FROM history_cases WHERE history_case = ?')
    .pluck()
    .get(historyCase) as 0 | 1 | undefined;
  return counted === undefined ? undefined : counted === 1;
}

/** Cases of an import that are recorded and do not count yet. */
export function waitingCases(db: ReadableDb, id: string): number {
  return db
    .prepare('SELECT count(*) FROM history_cases WHERE import = ? AND counted = 0')
    .pluck()
    .get(id) as number;
}
