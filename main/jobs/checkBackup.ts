import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JobTable } from '../commands/jobs';
import { siteSubject } from '../domain/entry';
import { emptySite, evolveSite } from '../domain/procedure/site';
import { verifyEnrolment } from '../identity/enrolment';
import { filePermissionsOnly, openKeyStore, type SiteIdentity } from '../identity/keyStore';
import { openReader } from '../ledger/database';
import { entriesAbout } from '../ledger/read';
import { unknownMigration } from '../ledger/snapshot';
import { firstWrong, type Told } from '../site/backup';
import { isNewer, type Manifest, manifestFile, noteFile, readManifest, readNote } from '../site/backupFormat';
import { placeName } from '../site/backupPlace';
import { diskWords } from '../site/copying';
import { fillStage, lostBy, notABackup, reachedHere } from '../site/restore';
import { recorded } from '../views/fold';
import { wrongDatabase } from './backUp';
import { verifyHeld } from './verifySite';

type Check = JobTable['checkBackup'];
const kept = 'Nothing was changed.';
const no = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });

/**
 * Checks a backup whole: signature, every file, SQLite's own check, every entry to the signed heads; and compares it with the
 * newest heads known on this machine. Reads only.
 */
export async function checkBackup(given: Check['given'], tell: Told): Promise<Check['result']> {
  try {
    return await checked(given, tell);
  } catch (error) {
    return no(diskWords(error, placeName(given.backup)));
  }
}

type Opened = {
  readonly ok: true;
  readonly manifest: Manifest;
  readonly identity: SiteIdentity;
  readonly sha256: string;
};

/** Reads what a folder says that it is, and who signed that. */
function openBackup(backup: string): Opened | { readonly ok: false; readonly message: string } {
  const note = join(backup, noteFile);
  if (!existsSync(note) || statSync(note).size > 16_384) return no(notABackup(backup));
  const altered = no(
    `${backup} was altered after it was made, or is not whole: its signature does not hold. ${kept} Choose another backup.`,
  );
  const newer = no(
    `${backup} was made by a newer version of Process Designer. ${kept} Install that version, then restore it.`,
  );
  let identity: SiteIdentity | undefined;
  try {
    identity = openKeyStore(join(backup, 'keys'), filePermissionsOnly).loadIdentity();
  } catch {
    return altered;
  }
  if (!identity || !verifyEnrolment(identity.rootKey, identity.enrolment)) return altered;
  const { site, device, deviceKey } = identity.enrolment.statement;
  const reading = readNote(readFileSync(note, 'utf8'), (s) =>
    s.site === site && s.device === device ? deviceKey : undefined,
  );
  if (!reading.ok) return reading.newer ? newer : altered;
  const path = join(backup, manifestFile);
  if (!existsSync(path)) return altered;
  const bytes = readFileSync(path);
  const manifest = readManifest(bytes, reading.summary);
  if (manifest === undefined) return isNewer(plain(bytes)) ? newer : altered;
  return { ok: true, manifest, identity, sha256: reading.summary.manifest };
}

/** Whether the folder that is there now belongs to another site or station, in words. */
function inTheWayOf(folder: string, { manifest, identity }: Opened): string | undefined {
  let there: SiteIdentity | undefined;
  try {
    there = openKeyStore(join(folder, 'keys'), filePermissionsOnly).loadIdentity();
  } catch {
    return undefined;
  }
  if (there === undefined) return undefined;
  if (there.site !== identity.site)
    return `This is a backup of the site “${manifest.siteName}”, and another site is open here. A backup is never restored over another site. ${kept} Start with --site and an empty folder.`;
  const { device, name } = there.enrolment.statement;
  return device === manifest.device
    ? undefined
    : `This is a backup of station ${manifest.station}, and this is station ${name} of the same site. A station is restored from its own backups only. ${kept}`;
}

async function checked(given: Check['given'], tell: Told): Promise<Check['result']> {
  const { backup, folder, heads } = given;
  const opened = openBackup(backup);
  if (!opened.ok) return opened;
  const { manifest, identity } = opened;
  const other = inTheWayOf(folder, opened);
  if (other !== undefined) return no(other);
  const wrong = await firstWrong(backup, manifest.files, tell);
  if (wrong !== undefined)
    return no(`The backup is not what was written when it was made: ${wrong} ${kept} Choose another backup.`);
  const unsound = await unsoundLedger(backup, manifest, tell);
  if (unsound !== undefined) return no(unsound);
  const known = readKnown(backup);
  const gap = lostBy(manifest.device, manifest.heads, reachedHere(folder, heads, identity), known.named);
  const { files, heads: _heads, missing, format: _format, ...about } = manifest;
  return {
    ok: true,
    manifest: opened.sha256,
    about,
    heads: manifest.heads,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    missing: missing.length,
    admins: known.admins,
    named: [...known.named],
    ...gap,
  };
}

/** Why the ledger of a copy does not count, in words. */
async function unsoundLedger(copy: string, manifest: Manifest, tell: Told): Promise<string | undefined> {
  const reader = openReader(copy);
  if (!reader.ok) return reader.message;
  const newer = unknownMigration(reader.db);
  reader.db.close();
  if (newer !== undefined)
    return `The backup was made by a newer version of Process Designer (${manifest.app}; it has ${newer}). ${kept} Install that version, then restore it.`;
  const wrong = wrongDatabase(copy, manifest);
  if (wrong !== undefined)
    return `The backup does not hold together: ${wrong} ${kept} Choose another backup.`;
  tell(0, manifest.entries, 'Verifying its entries');
  const verified = await verifyHeld(copy, (done, total) => tell(done, total, 'Verifying its entries'));
  const missing = new Set(manifest.missing);
  const found = verified.ledger[0] ?? verified.files.find(({ sha256 }) => !missing.has(sha256))?.message;
  return found === undefined
    ? undefined
    : `The backup does not verify: ${found} ${kept} Choose another backup.`;
}

/** Who its admins are, and what restores before it have said to be lost. */
function readKnown(backup: string): {
  readonly admins: readonly { user: string; name: string; identifier: string }[];
  readonly named: ReadonlyMap<string, number>;
} {
  const reader = openReader(backup);
  if (!reader.ok) throw new Error(reader.message);
  try {
    let site = emptySite;
    for (const entry of entriesAbout(reader.db, siteSubject)) site = evolveSite(site, recorded(entry));
    const admins = [...site.people.values()]
      .filter(({ active, role }) => active && role === 'admin')
      .map(({ user, name, identifier }) => ({ user, name, identifier }));
    const bodies = reader.db
      .prepare("SELECT CAST(body AS TEXT) FROM entries WHERE type = 'log.restored' AND body IS NOT NULL")
      .pluck()
      .all() as string[];
    const named = new Map<string, number>();
    for (const body of bodies)
      for (const { log, to } of (JSON.parse(body) as { lost: { log: string; to: number }[] }).lost)
        named.set(log, Math.max(named.get(log) ?? 0, to + 1));
    return { admins, named };
  } finally {
    reader.db.close();
  }
}

/** Copies a checked backup into the stage beside the site, and verifies the copy like the backup itself. */
export async function stageBackup(
  given: JobTable['stageBackup']['given'],
  tell: Told,
): Promise<JobTable['stageBackup']['result']> {
  const { backup, stage } = given;
  try {
    const opened = openBackup(backup);
    if (!opened.ok) return opened;
    if (opened.sha256 !== given.manifest)
      return no(`${backup} is not the backup that was checked. ${kept} Check it again.`);
    const wrong = await fillStage(backup, stage, opened.manifest, tell);
    if (wrong !== undefined) return no(`The backup could not be copied whole: ${wrong} ${kept}`);
    const unsound = await unsoundLedger(stage, opened.manifest, tell);
    return unsound === undefined ? { ok: true } : no(unsound);
  } catch (error) {
    return no(diskWords(error, 'The disk of the site'));
  }
}

function plain(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
