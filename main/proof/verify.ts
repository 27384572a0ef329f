/** Verification of everything held: each log by itself, then what one log says about another. */
import type { Finding, Verdict } from './findings';
import type { Primitives } from './primitives';
import { type Erasure, type LogReport, type LogToVerify, type Progress, verifyLog } from './verifyLog';

export interface VerifyOptions {
  /** In an audit pack bodies may be left out by choice; in a ledger a missing body is damage unless an entry erased it. */
  readonly withheldAllowed?: boolean;
}

export interface VerifyReport {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly summary: string;
  /** The first is the first bad place. Empty unless the verdict is 1 or 3. */
  readonly findings: readonly Finding[];
  /** All findings, also those beyond the list. */
  readonly findingCount: number;
  readonly entries: number;
  /** Bodies erased, each with the entry that says so. */
  readonly erased: readonly Erasure[];
  /** Places whose body was left out of this copy. */
  readonly withheld: readonly { readonly log: string; readonly seq: number }[];
  readonly logs: readonly LogReport[];
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function summaryOf(
  verdict: Verdict,
  entries: number,
  findings: readonly Finding[],
  erased: number,
  withheld: number,
): string {
  const all = counted(entries, 'entry', 'entries');
  switch (verdict) {
    case 0:
      return `${all} read. Each is where it was recorded, unchanged.`;
    case 1:
      return findings[0]?.message ?? '';
    case 2: {
      const parts = [
        ...(erased > 0
          ? [`${counted(erased, 'body was', 'bodies were')} erased by an entry that says so`]
          : []),
        ...(withheld > 0 ? [`${counted(withheld, 'body is', 'bodies are')} not part of this copy`] : []),
      ];
      return `${all} read. Each is where it was recorded, unchanged; ${parts.join(' and ')}.`;
    }
    case 3:
      return `${all} read. Some are in a newer format than this version knows, so they could not be checked.`;
  }
}

/** Joins the reports of all logs: bodies that are missing, erased or withheld, and the verdict. */
export function conclude(reports: readonly LogReport[], options: VerifyOptions = {}): VerifyReport {
  const name = (log: string, seq: number): string => `${log} ${seq}`;
  const erasures = new Map<string, Erasure>();
  for (const report of reports)
    for (const erasure of report.erasures)
      erasures.set(name(erasure.target.log, erasure.target.seq), erasure);
  const findings: Finding[] = [];
  const erased: Erasure[] = [];
  const withheld: { log: string; seq: number }[] = [];
  let count = 0;
  for (const report of reports) {
    findings.push(...report.findings);
    count += report.findingCount;
    for (const seq of report.withoutBody) {
      const erasure = erasures.get(name(report.log, seq));
      if (erasure !== undefined) erased.push(erasure);
      else if (options.withheldAllowed === true) withheld.push({ log: report.log, seq });
      else {
        count += 1;
        findings.push({
          code: 'body-missing',
          log: report.log,
          seq,
          message: `What entry ${seq} says is missing, and no entry says that it was erased.`,
        });
      }
    }
  }
  const invalid = findings.filter(({ code }) => code !== 'newer-format');
  const newer = reports.some(({ notUnderstood }) => notUnderstood > 0);
  const verdict: Verdict = invalid.length > 0 ? 1 : newer ? 3 : erased.length + withheld.length > 0 ? 2 : 0;
  const entries = reports.reduce((sum, report) => sum + report.entries, 0);
  const summary = summaryOf(verdict, entries, invalid, erased.length, withheld.length);
  return { verdict, summary, findings, findingCount: count, entries, erased, withheld, logs: reports };
}

/** Verifies all logs held. Yields progress; the report comes at the end. */
export function* verifyAll(
  primitives: Primitives,
  logs: readonly LogToVerify[],
  options: VerifyOptions = {},
): Generator<Progress, VerifyReport> {
  const reports: LogReport[] = [];
  for (const log of logs) reports.push(yield* verifyLog(primitives, log));
  return conclude(reports, options);
}
