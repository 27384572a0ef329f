import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { partMark } from './backup';
import { type BackupSummary, noteFile, readNote } from './backupFormat';
import { codeOf, diskWords, putDurably, syncOne } from './copying';

/**
 * The folder or stick where a device keeps its backups. A mark in it tells it from an empty folder of the same path, which
 * is what is left where a stick was pulled out.
 */
const markFile = '.process-designer-place';
const form = /^process-designer-backup-[a-z0-9-]{1,80}-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

/** What people call a place: the last part of its path. */
export function placeName(place: string): string {
  const name = basename(resolve(place));
  return (name === '' ? place : name).slice(0, 120);
}

/** Takes a folder as a place for backups. @returns its mark, or why it cannot be one. */
export function takePlace(
  place: string,
  siteFolder: string,
): { readonly ok: true; readonly mark: string } | { readonly ok: false; readonly message: string } {
  const [at, site] = [resolve(place), resolve(siteFolder)];
  if (at === site || at.startsWith(site + sep))
    return {
      ok: false,
      message: `${place} lies inside the site's own folder, so it would be lost with it. Nothing was changed. Choose a folder on another disk or on a stick.`,
    };
  const known = markIn(at);
  if (known !== undefined) return writable(at) ?? { ok: true, mark: known };
  const mark = randomBytes(16).toString('hex');
  try {
    putDurably(join(at, markFile), Buffer.from(`${mark}\n`));
    syncOne(at);
    return { ok: true, mark };
  } catch (error) {
    return { ok: false, message: diskWords(error, placeName(at)) };
  }
}

/** Why no backup can be written to a place now, or undefined. `mark`: as it was given when the place was chosen. */
export function placeProblem(place: string, mark: string): string | undefined {
  const name = placeName(place);
  if (!existsSync(place)) return `${name} is not there. Put it back, or choose another place.`;
  if (markIn(place) !== mark)
    return `${place} is there, but it is not the folder that was chosen: the stick is not in it, or it is another one. Put it back, or choose another place.`;
  const closed = writable(place);
  return closed?.message;
}

function writable(place: string): { readonly ok: false; readonly message: string } | undefined {
  try {
    accessSync(place, constants.W_OK | constants.R_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return { ok: false, message: diskWords(error, placeName(place)) };
  }
}

/** The mark in a folder that was chosen as a place for backups, or undefined. */
export function markIn(place: string): string | undefined {
  try {
    const mark = readFileSync(join(place, markFile), 'utf8').trim();
    return /^[0-9a-f]{32}$/.test(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a place is on the disk that the site is on. */
export function onSameDisk(place: string, siteFolder: string): boolean {
  try {
    return statSync(place).dev === statSync(siteFolder).dev;
  } catch {
    return false;
  }
}

export type Held = { readonly name: string; readonly summary: BackupSummary };
/** The key of a device of the site, by its id, raw and base64; undefined for a device that the site does not know. */
export type KeyOf = (device: string) => string | undefined;

/** Whole backups of a site at a place, newest first: those whose signed note holds. Costs a small file each. */
export function heldAt(place: string, site: string, keyOf: KeyOf): Held[] {
  return names(place)
    .filter((name) => form.test(name))
    .flatMap((name) => {
      try {
        const note = readFileSync(join(place, name, noteFile), 'utf8');
        const reading = readNote(note, (s) => (s.site === site ? keyOf(s.device) : undefined));
        return reading.ok ? [{ name, summary: reading.summary }] : [];
      } catch {
        return [];
      }
    })
    .sort((left, right) => (left.summary.madeAt < right.summary.madeAt ? 1 : -1));
}

/** Removes what a backup of this device left that was broken off. Nothing else is ever touched. */
export function sweepParts(place: string, of: { readonly site: string; readonly device: string }): number {
  const parts = names(place).filter((name) => name.endsWith('.part') && form.test(name.slice(0, -5)));
  const ours = parts.filter((name) => {
    try {
      const mark: unknown = JSON.parse(readFileSync(join(place, name, partMark), 'utf8'));
      return (
        typeof mark === 'object' &&
        mark !== null &&
        'site' in mark &&
        'device' in mark &&
        mark.site === of.site &&
        mark.device === of.device
      );
    } catch {
      return false;
    }
  });
  for (const name of ours) rmSync(join(place, name), { recursive: true, force: true });
  return ours.length;
}

/**
 * Keeps the newest `keep` daily backups of this device and removes older daily ones; those that a person or an update asked for
 * stay, and so does the newest of all. One that goes is renamed first, so that half of it is never taken for a backup.
 */
export function keepNewest(
  place: string,
  of: { readonly site: string; readonly device: string },
  keep: number,
  keyOf: KeyOf,
): string[] {
  const held = heldAt(place, of.site, keyOf).filter(({ summary }) => summary.device === of.device);
  const gone = held
    .slice(1)
    .filter(({ summary }) => summary.how === 'daily')
    .slice(Math.max(0, keep - (held[0]?.summary.how === 'daily' ? 1 : 0)));
  for (const { name } of gone) {
    putDurably(
      join(place, name, partMark),
      Buffer.from(JSON.stringify({ site: of.site, device: of.device })),
    );
    renameSync(join(place, name), join(place, `${name}.part`));
    rmSync(join(place, `${name}.part`), { recursive: true, force: true });
  }
  return gone.map(({ name }) => name);
}

function names(place: string): string[] {
  try {
    return readdirSync(place);
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR', 'EIO'].includes(codeOf(error))) return [];
    throw error;
  }
}
