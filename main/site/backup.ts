import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyLedger } from '../ledger/snapshot';
import type { BackupAbout, BackupFile, BackupHead } from './backupFormat';
import { settingsFile } from './backupFormat';
import { copyDurably, filesIn, putDurably, readBack, readFileOnce } from './copying';

/** Names what a folder at the place is, while a backup is being written in it: whose it is to sweep. */
export const partMark = 'writing.json';

export type BackUpGiven = {
  /** The site that is open. */
  readonly folder: string;
  /** The folder to fill; it is not there yet. */
  readonly part: string;
  readonly about: Omit<BackupAbout, 'entries'>;
  /** What this device remembers about the site, kept as it is. */
  readonly settings: string;
};

export type Told = (done: number, total: number, words: string) => void;

/** What was copied, before anything of it is believed. */
export type Copied = {
  readonly files: readonly BackupFile[];
  readonly heads: readonly BackupHead[];
  readonly entries: number;
};

const evidence = /^evidence\/[0-9a-f]{2}\/[0-9a-f]{64}$/;
const closure = /^closures\/[A-Za-z0-9][A-Za-z0-9._-]*\.pdf$/;
const key = /^keys\/(?:[a-z]+|users\/usr_[0-9a-zA-Z-]{1,64})\.json$/;

/**
 * Writes everything that cannot be made again into a new folder: the ledger by SQLite's own backup, then the files that
 * it may refer to, which are on disk before their entries are, so that none is missing. Every file is synced. An
 * evidence file whose bytes are not those of its name is left out: it is not what was recorded.
 */
export async function copySite(given: BackUpGiven, tell: Told): Promise<Copied> {
  const { folder, part, about } = given;
  mkdirSync(part, { mode: 0o700 });
  putDurably(join(part, partMark), Buffer.from(JSON.stringify({ site: about.site, device: about.device })));
  const { heads, entries } = await copyLedger(folder, join(part, 'ledger.db'), (done, total) =>
    tell(done, total, 'Copying the ledger'),
  );
  const files: BackupFile[] = [
    { path: 'ledger.db', ...(await readFileOnce(join(part, 'ledger.db'))) },
    ...(await copyFiles(given, tell)),
  ];
  const settings = join(part, settingsFile);
  putDurably(settings, Buffer.from(given.settings));
  files.push({ path: settingsFile, ...(await readFileOnce(settings)) });
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return { files, heads, entries };
}

async function copyFiles({ folder, part }: BackUpGiven, tell: Told): Promise<BackupFile[]> {
  const wanted = ['keys', 'evidence', 'closures'].flatMap((name) =>
    filesIn(join(folder, name))
      .map((path) => `${name}/${path}`)
      .filter((path) => evidence.test(path) || closure.test(path) || key.test(path)),
  );
  const total = wanted.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  const files: BackupFile[] = [];
  let done = 0;
  for (const path of wanted) {
    const from = join(folder, path);
    done += statSync(from).size;
    if (evidence.test(path) && (await readFileOnce(from)).sha256 !== path.slice(-64)) continue;
    files.push({ path, ...(await copyDurably(from, join(part, path))) });
    tell(done, total, `Copying the files, ${files.length} of ${wanted.length}`);
  }
  return files;
}

/** Reads every file of a backup from its medium. @returns the first that is not what the manifest says, in words. */
export async function firstWrong(
  folder: string,
  files: readonly BackupFile[],
  tell: Told,
): Promise<string | undefined> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  tell(0, total, 'Reading it back');
  for (const { path, size, sha256 } of files) {
    const at = join(folder, path);
    if (!existsSync(at)) return `${path} is missing in it.`;
    const read = await readBack(at);
    if (read.size !== size)
      return `${path} has ${read.size.toLocaleString('en')} bytes there instead of ${size.toLocaleString('en')}.`;
    if (read.sha256 !== sha256) return `${path} is not what was written: bytes of it are different.`;
    done += size;
    tell(done, total, 'Reading it back');
  }
  return undefined;
}
