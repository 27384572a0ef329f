import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VerifyReport } from '../contract/answers';
import { siteSubject } from '../domain/entry';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { deviceOf } from '../domain/sync/sync';
import { filePermissionsOnly, openKeyStore } from '../identity/keyStore';
import { openReader, type ReadableDb } from '../ledger/database';
import { primitives } from '../ledger/primitives';
import { entriesAbout } from '../ledger/read';
import { logsToVerify } from '../ledger/verify';
import { sameBytes } from '../proof/encoding';
import { verifyAll } from '../proof/verify';
import { openVault } from '../vault/evidence';
import { recorded } from '../views/fold';
import { restoredWords } from '../views/sentences';
import { enrolledKeys } from './enrolledKeys';

/** What was found, and of what: a backup may lack a file that the site lacked too, but never an entry. */
export type Held = {
  readonly report: VerifyReport;
  readonly ledger: readonly string[];
  readonly files: readonly FileFinding[];
};
type FileFinding = { readonly sha256: string; readonly message: string };

/**
 * Re-reads every entry and every evidence file of a site from disk and says what it found, in words. Calls `progress`
 * with entries read and their number. Throws when the ledger cannot be opened at all.
 */
export async function verifySite(
  folder: string,
  progress: (done: number, total: number) => void,
): Promise<VerifyReport> {
  return (await verifyHeld(folder, progress)).report;
}

/** Verifies a folder in the shape of a site's: the site, or a backup of it. */
export async function verifyHeld(
  folder: string,
  progress: (done: number, total: number) => void,
): Promise<Held> {
  const begun = Date.now();
  const reader = openReader(folder);
  if (!reader.ok) throw new Error(reader.message);
  const { db } = reader;
  try {
    const total = db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
    let site = emptySite;
    for (const entry of entriesAbout(db, siteSubject)) site = evolveSite(site, recorded(entry));
    const keys = new Map([...site.people.values()].map((p) => [p.user, p.key]));
    const identity = openKeyStore(join(folder, 'keys'), filePermissionsOnly).loadIdentity();
    if (!identity)
      throw new Error(
        `The identity of the site in ${folder} is missing. Restore the keys folder from a backup.`,
      );
    const keyOf = enrolledKeys(identity.rootKey, site, {
      devices: [
        {
          statement: JSON.stringify(identity.enrolment.statement),
          signature: identity.enrolment.signature,
          certificate: '',
        },
      ],
    });
    // One read transaction, so that what is recorded meanwhile does not show as a finding.
    db.exec('BEGIN');
    const walk = verifyAll(
      primitives,
      logsToVerify(db, {
        site: identity.site,
        isSigner: (key, user) => keys.get(user) === key,
        isDevice: (log, key) => {
          const enrolled = keyOf(deviceOf(log));
          return enrolled !== undefined && sameBytes(enrolled, key);
        },
      }),
    );
    let step = walk.next();
    let told = 0;
    while (!step.done) {
      if (step.value.entries - told >= 2000) {
        told = step.value.entries;
        progress(told, total);
        await new Promise((resolve) => setImmediate(resolve));
      }
      step = walk.next();
    }
    const report = step.value;
    const files = await checkFiles(
      folder,
      db
        .prepare(
          "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.sha256') FROM entries WHERE type IN ('run.evidence-added', 'remediation.evidence-added', 'history.import-started', 'history.import-finished') AND body IS NOT NULL AND json_extract(CAST(body AS TEXT), '$.sha256') IS NOT NULL",
        )
        .pluck()
        .all() as string[],
      closureHashes(db),
    );
    const ledger = report.findings.map((f) => f.message);
    const findings = [...ledger, ...files.findings.map((f) => f.message)];
    const verdict = files.findings.length > 0 ? 1 : report.verdict;
    const logs = report.logs;
    const witnessed = witnessesOf(db, identity.enrolment.statement.device, site);
    const witnesses = Math.max(witnessed.length, ...logs.map((l) => l.witnesses.length));
    const restored = restoresIn(db);
    const words =
      verdict === 1
        ? (findings[0] ?? report.summary)
        : verdict === 0
          ? ['Nothing missing, nothing changed.', ...restored.map((said) => `${said}.`)].join(' ')
          : report.summary;
    const whole: VerifyReport = {
      verdict,
      at: new Date().toISOString(),
      entries: report.entries,
      files: files.read,
      seconds: Math.max(1, Math.round((Date.now() - begun) / 100)) / 10,
      words,
      findings,
      witnesses,
      witnessed,
      checkpoints: logs.reduce((n, l) => n + l.checkpoints, 0),
      signatures: logs.reduce((n, l) => n + l.electronicSignatures, 0),
      ...(restored.length > 0 ? { restored } : {}),
    };
    return { report: whole, ledger, files: files.findings };
  } finally {
    db.close();
  }
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

/** Hashes of the closure PDFs, each with its number; of one that was issued again, the newest alone, which is the file. */
function closureHashes(db: ReadableDb): ReadonlyMap<string, string> {
  const rows = db
    .prepare(
      `SELECT json_extract(CAST(d.body AS TEXT), '$.sha256') AS sha256, json_extract(CAST(c.body AS TEXT), '$.number') AS number
       FROM entries d JOIN entries c ON c.type = 'work-order.closed' AND json_extract(CAST(c.body AS TEXT), '$.closure') = json_extract(CAST(d.body AS TEXT), '$.closure')
       WHERE d.type = 'closure.document-issued' AND d.body IS NOT NULL AND c.body IS NOT NULL ORDER BY d.clock`,
    )
    .all() as { sha256: string; number: string }[];
  const newest = new Map(rows.map((r) => [r.number, r.sha256]));
  return new Map([...newest].map(([number, sha256]) => [sha256, number]));
}

async function checkFiles(
  folder: string,
  hashes: readonly string[],
  closures: ReadonlyMap<string, string>,
): Promise<{ read: number; findings: FileFinding[] }> {
  const vault = openVault(join(folder, 'evidence'));
  const findings: FileFinding[] = [];
  const all = new Set([...hashes, ...closures.keys()]);
  for (const sha256 of all) {
    const number = closures.get(sha256);
    if (number !== undefined) {
      const path = join(folder, 'closures', `${number}.pdf`);
      const there = existsSync(path) ? await hashOfFile(path) : undefined;
      if (there === undefined)
        findings.push({
          sha256,
          message: `The closure PDF ${number}.pdf is missing. Its record is whole, and the PDF can be made again from it.`,
        });
      else if (there !== sha256)
        findings.push({ sha256, message: `The closure PDF ${number}.pdf was changed after it was issued.` });
      continue;
    }
    const state = await vault.check(sha256);
    if (state === 'missing')
      findings.push({
        sha256,
        message: `Evidence file ${sha256.slice(0, 12)}… is recorded, but not in the site’s folder.`,
      });
    if (state === 'altered')
      findings.push({
        sha256,
        message: `Evidence file ${sha256.slice(0, 12)}… was changed after it was recorded.`,
      });
  }
  return { read: all.size, findings };
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
