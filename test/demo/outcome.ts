import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkClosure } from '../../main/closure/check';
import type { PackReport } from '../../main/contract/packs';
import { evolveCase } from '../../main/domain/case';
import { type CaseState, emptyCase } from '../../main/domain/caseState';
import { siteSubject } from '../../main/domain/entry';
import { emptySite, evolveSite, type SiteState } from '../../main/domain/procedure/site';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { verifySite } from '../../main/jobs/verifySite';
import { openReader, type ReadableDb } from '../../main/ledger/database';
import { entriesAbout, newestCheckpoint } from '../../main/ledger/read';
import { recorded } from '../../main/views/fold';

/** What is wrong with the result, as sentences; empty when it verifies. */
export type Faults = readonly string[];

/** What the demo left, read back from the disk of the site. */
export interface Outcome {
  /** The case of the work order, folded anew from the ledger's entries. */
  readonly state: CaseState;
  /** The newest signed checkpoint, as text. */
  readonly checkpoint: string;
  /** Entries of the whole site. */
  readonly entries: number;
}

/** Reads the work order of this number, and the newest checkpoint, from the ledger of a site that is not open. */
export function readOutcome(site: string, number: string): Outcome {
  const reader = openReader(site);
  if (!reader.ok) throw new Error(reader.message);
  const { db } = reader;
  try {
    const log = db.prepare('SELECT log FROM logs').pluck().get() as string;
    const head = newestCheckpoint(db, log);
    if (head === undefined) throw new Error('The ledger has no checkpoint.');
    const entries = db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
    return { state: caseByNumber(db, number), checkpoint: head.note, entries };
  } finally {
    db.close();
  }
}

function caseByNumber(db: ReadableDb, number: string): CaseState {
  let site: SiteState = emptySite;
  for (const entry of entriesAbout(db, siteSubject)) site = evolveSite(site, recorded(entry));
  const id = db
    .prepare(
      `SELECT json_extract(CAST(body AS TEXT), '$.workOrder') FROM entries WHERE type = 'work-order.opened' AND json_extract(CAST(body AS TEXT), '$.number') = ?`,
    )
    .pluck()
    .get(number) as string | undefined;
  if (id === undefined) throw new Error(`The ledger holds no work order ${number}.`);
  return entriesAbout(db, id)
    .map(recorded)
    .reduce(
      (state, entry) => evolveCase(state, entry, (version) => site.versions.get(version)?.document),
      emptyCase,
    );
}

/** Copies the closure PDF of a closed case to `to` and checks it, the ledger and every file of the site. */
export async function checkResult(
  site: string,
  state: CaseState,
  to: string,
): Promise<{ faults: Faults; report: Awaited<ReturnType<typeof verifySite>>; pdfsig: string }> {
  const faults: string[] = [];
  const report = await verifySite(site, () => undefined);
  if (report.verdict !== 0) faults.push(`Verify of the site folder: ${report.words}`, ...report.findings);
  if (state.closure?.document === undefined) {
    return { faults: [...faults, 'The work order has no closure PDF.'], report, pdfsig: 'not asked' };
  }
  copyFileSync(join(site, 'closures', `${state.closure.number}.pdf`), to);
  const identity = openKeyStore(join(site, 'keys'), filePermissionsOnly).loadIdentity();
  if (identity === undefined) throw new Error('The site has no identity.');
  const check = await checkClosure(readFileSync(to), {
    sha256: state.closure.document.sha256,
    rootCertificate: identity.rootCertificate,
  });
  faults.push(
    ...check.findings.filter((finding) => !finding.ok).map((finding) => `Closure PDF: ${finding.message}`),
  );
  const pdfsig = askPdfsig(to);
  if (pdfsig !== undefined) {
    for (const wanted of ['Signature is Valid', 'Total document signed'])
      if (!pdfsig.includes(wanted)) faults.push(`pdfsig does not say “${wanted}”.`);
  }
  return {
    faults,
    report,
    pdfsig:
      pdfsig === undefined
        ? 'not installed'
        : faults.length === 0
          ? 'valid, total document signed'
          : 'see above',
  };
}

/** Checks the audit pack that the story left: its hash is the one that the screen said, and all of it holds. */
export async function checkPack(
  path: string,
  sha256: string,
): Promise<{ faults: Faults; report: PackReport }> {
  const faults: string[] = [];
  if (createHash('sha256').update(readFileSync(path)).digest('hex') !== sha256)
    faults.push('The audit pack has another SHA-256 than the screen said.');
  const report = await verifyPackFile(path);
  if (report.verdict !== 0) faults.push(`Audit pack: ${report.words}`, ...report.findings);
  return { faults, report };
}

/** What an outside program says about the signature, or undefined where it is not installed. */
function askPdfsig(pdf: string): string | undefined {
  try {
    return execFileSync('pdfsig', ['-nocert', pdf], { encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return String(error);
  }
}
