/** Verification of everything held: each log by itself, then what one log says about another. */

import type { JsonObject } from './canonical';
import type { Finding, Verdict } from './findings';
import { entryOrder, type Header } from './header';
import type { Primitives } from './primitives';
import {
  type Erasure,
  type LogReport,
  type LogToVerify,
  type Progress,
  type Seen,
  walkLog,
} from './verifyLog';

export interface VerifyOptions {
  /** In an audit pack bodies may be left out by choice; in a ledger a missing body is damage unless an entry erased it. */
  readonly withheldAllowed?: boolean;
  /** Is given every entry that can be read, of all logs, in the order of `clock`, `log` and `seq`: the rules. */
  readonly visit?: (header: Header, body: JsonObject | undefined) => void;
  /** Of which types `visit` reads the body; of others it gets an empty one. */
  readonly needsBody?: (type: string) => boolean;
  /** Erasures by entries that were verified before, and are not among those read now. */
  readonly known?: readonly Erasure[];
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

const otherEraser = (log: string, seq: number): Finding => ({
  code: 'erased-otherwise',
  log,
  seq,
  message: `The database names another entry than the ledger does as having erased entry ${seq}.`,
});

/** Joins the reports of all logs: bodies that are missing, erased or withheld, and the verdict. */
export function conclude(reports: readonly LogReport[], options: VerifyOptions = {}): VerifyReport {
  const name = (log: string, seq: number): string => `${log} ${seq}`;
  // Two stations may have decided the same erasure.
  const erasures = new Map<string, Erasure[]>();
  for (const erasure of [...(options.known ?? []), ...reports.flatMap((report) => report.erasures)]) {
    const of = name(erasure.target.log, erasure.target.seq);
    erasures.set(of, [...(erasures.get(of) ?? []), erasure]);
  }
  const findings: Finding[] = [];
  const erased: Erasure[] = [];
  const withheld: { log: string; seq: number }[] = [];
  let count = 0;
  for (const report of reports) {
    findings.push(...report.findings);
    count += report.findingCount;
    const without = new Set(report.withoutBody);
    for (const seq of report.saidErased.keys())
      if (!without.has(seq)) {
        count += 1;
        findings.push(otherEraser(report.log, seq));
      }
    for (const seq of report.withoutBody) {
      const by = erasures.get(name(report.log, seq));
      const said = report.saidErased.get(seq);
      if (by?.[0] !== undefined) {
        erased.push(by[0]);
        if (said !== undefined && !by.some((one) => one.by.log === said.log && one.by.seq === said.seq)) {
          count += 1;
          findings.push(otherEraser(report.log, seq));
        }
      } else if (options.withheldAllowed === true) withheld.push({ log: report.log, seq });
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

const STEP = 1000;

/** Verifies all logs held, beside each other in the order of their clocks. Yields progress; the report comes at the end. */
export function* verifyAll(
  primitives: Primitives,
  logs: readonly LogToVerify[],
  options: VerifyOptions = {},
): Generator<Progress, VerifyReport> {
  return conclude(yield* walkAll(primitives, logs, options), options);
}

/** The walk of `verifyAll` without its end: where signatures are answered later, they are waited for before `conclude`. */
export function* walkAll(
  primitives: Primitives,
  logs: readonly LogToVerify[],
  { visit, needsBody }: VerifyOptions,
): Generator<Progress, LogReport[]> {
  const reports: (LogReport | undefined)[] = logs.map(() => undefined);
  const walks = logs.map((log) => walkLog(primitives, log, needsBody));
  const open: { readonly log: string; readonly index: number; seen: Seen }[] = [];
  const go = (index: number): Seen | undefined => {
    const step = (walks[index] as Generator<Seen, LogReport>).next();
    if (step.done !== true) return step.value;
    reports[index] = step.value;
    return undefined;
  };
  for (const [index, { log }] of logs.entries()) {
    const seen = go(index);
    if (seen !== undefined) open.push({ log, index, seen });
  }
  for (let entries = 0; open.length > 0; ) {
    let first = open[0] as (typeof open)[number];
    for (const one of open) if (comesBefore(one.seen, first.seen)) first = one;
    const { header, body } = first.seen;
    if (header !== undefined) visit?.(header, body);
    entries += 1;
    if (go(first.index) === undefined) open.splice(open.indexOf(first), 1);
    if (entries % STEP === 0) yield { log: first.log, entries };
  }
  return reports as LogReport[];
}

/** What cannot be read has no place in the order, and goes first. */
function comesBefore(left: Seen, right: Seen): boolean {
  if (right.header === undefined) return false;
  return left.header === undefined || entryOrder(left.header, right.header) < 0;
}
