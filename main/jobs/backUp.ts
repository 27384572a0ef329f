import { dirname, join } from 'node:path';
import type { JobTable } from '../commands/jobs';
import { openReader } from '../ledger/database';
import { headsOf, integrityOf } from '../ledger/snapshot';
import { copySite, firstWrong, type Told } from '../site/backup';
import { backupFormat, type Manifest, manifestBytes, manifestFile, summaryOf } from '../site/backupFormat';
import { placeName } from '../site/backupPlace';
import { diskWords, putDurably, syncFolders } from '../site/copying';
import { verifyHeld } from './verifySite';

type Given = JobTable['backUp']['given'];
type Result = JobTable['backUp']['result'];

/**
 * Writes a backup into `given.part` and reads it back: every byte from the medium, SQLite's own check, the ledger entry by
 * entry to its signed head. It has no note yet: until the main process has signed one, nothing takes it for a backup.
 * What went wrong is a sentence; the folder is the caller's to remove.
 */
export async function backUp(given: Given, tell: Told): Promise<Result> {
  try {
    return await written(given, tell);
  } catch (error) {
    return { ok: false, message: diskWords(error, placeName(dirname(given.part)), dirname(given.part)) };
  }
}

async function written(given: Given, tell: Told): Promise<Result> {
  const { part, about } = given;
  const { files, heads, entries } = await copySite(given, tell);
  tell(0, entries, 'Verifying the copy');
  const verified = await verifyHeld(part, (done, total) => tell(done, total, 'Verifying the copy'));
  const [unsound] = verified.ledger;
  if (unsound !== undefined)
    return {
      ok: false,
      message: `The ledger itself does not verify, so no backup was made of it: ${unsound} The backups before are kept. Open the ledger, check it, and restore from one of them.`,
    };
  const manifest: Manifest = {
    format: backupFormat,
    ...about,
    entries,
    heads: heads.map(({ log, size, note }) => ({ log, size, note })),
    missing: [...new Set(verified.files.map(({ sha256 }) => sha256))].sort(),
    files: [...files],
  };
  const bytes = manifestBytes(manifest);
  putDurably(join(part, manifestFile), bytes);
  syncFolders(part);
  const summary = summaryOf(manifest, bytes);
  const wrong =
    (await firstWrong(
      part,
      [...files, { path: manifestFile, size: bytes.length, sha256: summary.manifest }],
      tell,
    )) ?? wrongDatabase(part, manifest);
  if (wrong !== undefined)
    return {
      ok: false,
      message: `Read back from ${placeName(dirname(part))}, the backup is not what was written: ${wrong} It was removed, and does not count. Do not rely on that disk; choose another place.`,
    };
  const head = heads.find(({ log }) => log === given.log);
  if (head === undefined) throw new Error(`The copy holds no checkpoint of ${given.log}.`);
  return { ok: true, summary, head: { log: head.log, size: head.size } };
}

/** SQLite's own check of the copy, and whether it holds the heads that the manifest names. */
export function wrongDatabase(folder: string, manifest: Manifest): string | undefined {
  const reader = openReader(folder);
  if (!reader.ok) return reader.message;
  try {
    const broken = integrityOf(reader.db);
    if (broken !== undefined) return `ledger.db does not hold together (${broken}).`;
    const held = new Map(headsOf(reader.db).map((head) => [head.log, head]));
    const other = manifest.heads.find(
      ({ log, size, note }) => held.get(log)?.size !== size || held.get(log)?.note !== note,
    );
    return other === undefined && held.size === manifest.heads.length
      ? undefined
      : 'ledger.db ends at another place than the manifest says.';
  } finally {
    reader.db.close();
  }
}
