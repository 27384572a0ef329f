import type { Statement } from 'better-sqlite3';
import type { Scope } from '../../contract/insight';
import type { SiteState } from '../../domain/procedure/site';
import type { ReadableDb } from '../../ledger/database';

/** What every number is counted over: the connection, the site's names, and one moment that is now. */
export type Counting = {
  readonly db: ReadableDb;
  readonly site: SiteState;
  /** RFC 3339 in UTC with milliseconds. */
  readonly now: string;
};

/** A scope as bound to SQL: [from, to), open ends as texts below and above every time. */
export type Bounds = {
  readonly from: string;
  readonly to: string;
  readonly jobType: string | null;
  /** Whether records of this app, and imported ones, are counted. */
  readonly here: boolean;
  readonly imported: boolean;
};

/** Above every time in RFC 3339. */
const end = '~';

export function boundsOf(scope: Scope): Bounds {
  const time = (at: string | undefined, open: string): string =>
    at === undefined ? open : new Date(at).toISOString();
  return {
    from: time(scope.from, ''),
    to: time(scope.to, end),
    jobType: scope.jobType ?? null,
    here: scope.source !== 'imported',
    imported: scope.source !== 'here',
  };
}

const kept = new WeakMap<ReadableDb, Map<string, Statement>>();

/** The statement with this text, prepared once a connection. */
export function prepared(db: ReadableDb, sql: string): Statement {
  const known = kept.get(db) ?? new Map<string, Statement>();
  kept.set(db, known);
  const statement = known.get(sql) ?? db.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** SQL for "within the period and of the job type" over a column of times. */
export const within = (time: string, jobType = 'job_type'): string =>
  `${time} >= @from AND ${time} < @to AND (@jobType IS NULL OR ${jobType} = @jobType)`;

/** Imported cases whose import is finished. */
export const history = 'history_cases WHERE counted = 1';

/** Exceptions that count: all but those withdrawn as a wrong tap. */
export const raised = "exceptions WHERE state <> 'withdrawn'";
