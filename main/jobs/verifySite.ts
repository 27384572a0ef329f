import type {
  ChainPart,
  ContentPart,
  FileFinding,
  FilesRead,
  Lists,
  VerifyPlan,
} from '../commands/verifyParts';
import type { VerifyReport } from '../contract/answers';
import type { SiteState } from '../domain/procedure/site';
import type { ReadableDb } from '../ledger/database';
import type { Finding } from '../proof/findings';
import { conclude, type VerifyReport as ProofReport } from '../proof/verify';
import { type Erasure, joined, type LogReport } from '../proof/verifyLog';
import { restoredWords } from '../views/sentences';
import { verifyFiles } from './verifyFiles';
import { type Told, verifyHalf } from './verifyHalf';
import { verifyLists } from './verifyLists';
import { forgetVerified, identityOf, keepVerified, planVerify, readerOf, siteOf } from './verifyPlan';
import { Places } from './verifyWords';

/** What was found, and of what: a backup may lack a file that the site lacked too, but never an entry. */
export type Held = {
  readonly report: VerifyReport;
  readonly ledger: readonly string[];
  readonly files: readonly FileFinding[];
};

/** The part of a verification that reads headers, checkpoints and lists; the other may run beside it. */
export async function verifyChain(plan: VerifyPlan, tell: Told): Promise<ChainPart> {
  return { chain: await verifyHalf(plan, 'chain', tell), lists: await verifyLists(plan, tell) };
}

/** The part that reads bodies, signatures and files, and judges by the rules. */
export async function verifyContent(plan: VerifyPlan, tell: Told): Promise<ContentPart> {
  return { content: await verifyHalf(plan, 'content', tell), files: await verifyFiles(plan, tell) };
}

/**
 * Re-reads every entry and every evidence file of a site from disk and says what it found, in words, all in this process.
 * `full`: also what an earlier verification read. Reads only. Throws when the ledger cannot be opened at all.
 */
export async function verifySite(folder: string, tell: Told, full = true): Promise<VerifyReport> {
  return (await verifyHeld(folder, tell, full)).report;
}

/** Verifies a folder in the shape of a site's: the site, or a backup of it. */
export async function verifyHeld(folder: string, tell: Told, full = true): Promise<Held> {
  const plan = planVerify(folder, full);
  const chain = await verifyChain(plan, tell);
  const content = await verifyContent(plan, tell);
  return concludeVerify(plan, chain, content);
}

/** Keeps how far this report verified, so that the next goes on from there; forgets it where something was found. */
export function rememberVerified(plan: VerifyPlan, report: VerifyReport, { chain }: ChainPart): void {
  if (report.verdict === 1 || report.verdict === 3) forgetVerified(plan.folder);
  else keepVerified(plan.folder, report.at, chain.logs);
}

/** Joins what both parts found into one report: verdict, findings with their places in words, and what still holds. */
export function concludeVerify(
  plan: VerifyPlan,
  { chain, lists }: ChainPart,
  { content, files }: ContentPart,
): Held {
  const db = readerOf(plan.folder);
  try {
    const identity = identityOf(plan.folder);
    const site = siteOf(db);
    const device = identity.enrolment.statement.device;
    const places = new Places(db, site, device);
    const logs = chain.logs.flatMap((one) => {
      const other = content.logs.find(({ log }) => log === one.log);
      return other === undefined ? [] : [joined(one, other)];
    });
    const proof = conclude(logs, { known: plan.since === null ? [] : erasuresIn(db) });
    const ledger = [...proof.findings.filter(({ code }) => code !== 'newer-format'), ...content.rules];
    const said = (f: Finding): VerifyReport['found'][number] => ({
      words: places.said(f.message, f.log, f.seq),
      at: f.seq === null ? null : { log: f.log, seq: f.seq },
    });
    const place = ({ message, at }: { message: string; at: FileFinding['at'] }) => ({
      words: at === null ? places.said(message, '', null) : withPlace(places, message, at),
      at,
    });
    // Where entries do not hold, what follows from them says nothing.
    const derived = ledger.length > 0 ? [] : lists.findings;
    const found = [...ledger.map(said), ...files.findings.map(place), ...derived.map(place)];
    const erasures = plan.since === null ? proof.erased : erasuresIn(db);
    const verdict = found.length > 0 ? 1 : proof.verdict === 0 && erasures.length > 0 ? 2 : proof.verdict;
    const erased = erasures.map(
      ({ target, by, authority }) =>
        `What entry ${target.seq.toLocaleString('en')}${places.log(target.log)} said was erased by entry ${by.seq.toLocaleString('en')}${places.log(by.log)}: ${authority}`,
    );
    const witnessed = witnessesOf(db, device, site);
    const restored = restoresIn(db);
    const report: VerifyReport = {
      verdict,
      at: new Date().toISOString(),
      entries: proof.entries,
      files: files.read,
      seconds: Math.max(1, Math.round((Date.now() - plan.begun) / 100)) / 10,
      words: wordsOf(verdict, found[0]?.words, proof, erasures.length, restored),
      findings: found.map(({ words }) => words),
      found,
      holds:
        verdict === 1
          ? stillHolds(places, logs, ledger, files, { rows: lists.rows, findings: derived }, plan)
          : [],
      erased,
      since: plan.since,
      held: plan.logs.reduce((sum, { entries }) => sum + entries, 0),
      rows: ledger.length > 0 ? null : lists.rows,
      witnesses: Math.max(witnessed.length, ...logs.map((l) => l.witnesses.length)),
      witnessed,
      checkpoints: logs.reduce((n, l) => n + l.checkpoints, 0),
      signatures: logs.reduce((n, l) => n + l.electronicSignatures, 0),
      ...(restored.length > 0 ? { restored } : {}),
    };
    return { report, ledger: ledger.map((f) => said(f).words), files: files.findings };
  } finally {
    db.close();
  }
}

/** A sentence about a file or a list, with the entry that it belongs to. */
function withPlace(places: Places, message: string, at: { log: string; seq: number }): string {
  const named = places.said(`entry ${at.seq}`, at.log, at.seq);
  return /\bentry \d/.test(message) ? places.said(message, at.log, at.seq) : `${message} Named by ${named}.`;
}

function wordsOf(
  verdict: VerifyReport['verdict'],
  first: string | undefined,
  proof: ProofReport,
  erased: number,
  restored: readonly string[],
): string {
  const before = restored.map((said) => ` ${said}.`).join('');
  if (verdict === 1) return first ?? proof.summary;
  if (verdict === 0) return `Nothing missing, nothing changed.${before}`;
  if (verdict === 2)
    return `Nothing missing, nothing changed. What ${erased === 1 ? 'one entry' : `${erased.toLocaleString('en')} entries`} said was erased, by entries that say so.${before}`;
  return proof.summary;
}

/** Everything that was ever erased, by the entries that say so. */
function erasuresIn(db: ReadableDb): Erasure[] {
  const rows = db
    .prepare(
      "SELECT log, seq, CAST(body AS TEXT) AS body FROM entries JOIN logs USING (log_no) WHERE type = 'body.erased' AND body IS NOT NULL ORDER BY clock, log, seq",
    )
    .all() as { log: string; seq: number; body: string }[];
  return rows.flatMap(({ log, seq, body }) => {
    const { entry, authority, scope } = JSON.parse(body) as {
      entry?: { log: string; seq: number };
      authority?: string;
      scope?: string;
    };
    return entry === undefined
      ? []
      : [{ by: { log, seq }, target: entry, authority: authority ?? '', scope: scope ?? '' }];
  });
}

/** What holds in spite of what was found, so that a person knows what they can still rely on. */
function stillHolds(
  places: Places,
  logs: readonly LogReport[],
  ledger: readonly Finding[],
  files: FilesRead,
  lists: Lists,
  plan: VerifyPlan,
): string[] {
  const ownFirst = [...logs].sort((a, b) => places.log(a.log).length - places.log(b.log).length);
  const holds = ownFirst.flatMap(({ log, entries }) => {
    const bad = ledger.filter((f) => f.log === log);
    const size = (plan.logs.find((one) => one.log === log)?.from?.range.size ?? 0) + entries;
    const whose = places.log(log) === '' ? ' of this station’s log' : places.log(log);
    if (bad.some(({ seq }) => seq === null)) return [];
    const first = Math.min(...bad.map(({ seq }) => seq ?? 0));
    if (bad.length === 0)
      return [`All ${size.toLocaleString('en')} entries${whose} are as they were recorded.`];
    return first > 0
      ? [`Entries 0 to ${(first - 1).toLocaleString('en')}${whose} are as they were recorded.`]
      : [];
  });
  if (files.findings.length === 0)
    holds.push(
      files.read === 0
        ? 'No file is recorded, and none is missing.'
        : `All ${files.read.toLocaleString('en')} files are as they were recorded.`,
    );
  else
    holds.push(
      `${(files.read - files.findings.length).toLocaleString('en')} of ${files.read.toLocaleString('en')} files are as they were recorded.`,
    );
  holds.push(
    ledger.length > 0
      ? 'The lists of the app were not judged, because the entries that they follow from do not all hold.'
      : lists.rows === null
        ? 'The lists of the app were not compared: a full verification does that.'
        : lists.findings.length === 0
          ? 'Every list of the app follows from the entries.'
          : 'The entries themselves hold: what the lists of the app show can be made anew from them.',
  );
  return holds;
}

/** Restores that this ledger went through, and what each is known to have lost: no finding, but never silent. */
function restoresIn(db: ReadableDb): string[] {
  return (
    db
      .prepare(
        "SELECT CAST(body AS TEXT) FROM entries WHERE type = 'log.restored' AND body IS NOT NULL ORDER BY clock",
      )
      .pluck()
      .all() as string[]
  ).map((body) => restoredWords(JSON.parse(body) as Record<string, unknown>));
}

/** The other stations that were seen to hold this station's own log, each by the most it holds and since when. */
function witnessesOf(db: ReadableDb, device: string, site: SiteState): VerifyReport['witnessed'] {
  const rows = db
    .prepare(
      'SELECT device, size, at FROM seen_heads WHERE log LIKE ? AND device <> ? ORDER BY size DESC, device',
    )
    .all(`${device}/%`, device) as { device: string; size: number; at: string }[];
  return rows.map(({ device: holder, size, at }) => ({
    station: site.devices.find((d) => d.device === holder)?.station ?? holder,
    size,
    at,
  }));
}
