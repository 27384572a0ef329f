import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SiteIdentity } from '../identity/keyStore';
import { readHead } from '../ledger/head';
import { primitives } from '../ledger/primitives';
import { type LogHead, reachedIn } from '../ledger/snapshot';
import { checkNote, parseCheckpoint } from '../proof/note';
import { firstWrong, type Told } from './backup';
import { type Manifest, noteFile, settingsFile } from './backupFormat';
import { copyDurably, putDurably, syncFolders, syncOne } from './copying';

/** The folder beside a site's in which a backup becomes a site; it takes the site's place in one step, when all of it is there. */
export function stageOf(folder: string): string {
  return `${folder}.restoring`;
}

/** Written last into the stage: it is whole, and this is what to say when it has taken its place. */
const wholeFile = 'restored.json';

export type Said = { readonly ok: boolean; readonly words: string };

/**
 * Copies a checked backup into the stage: only the files of its manifest, each compared with it while it is read, then
 * read back from the disk. @returns why it is not whole, in words.
 */
export async function fillStage(
  backup: string,
  stage: string,
  manifest: Manifest,
  tell: Told,
): Promise<string | undefined> {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true, mode: 0o700 });
  const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path, size, sha256 } of manifest.files) {
    const copied = await copyDurably(join(backup, path), join(stage, path));
    if (copied.size !== size || copied.sha256 !== sha256)
      return `${path} changed since the backup was checked.`;
    done += size;
    tell(done, total, 'Copying the backup');
  }
  syncFolders(stage);
  return firstWrong(stage, manifest.files, tell);
}

/** What a device remembered about its site when the backup was made; kept out of the restored folder. */
export function takeSettings(stage: string): string {
  const path = join(stage, settingsFile);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  rmSync(path, { force: true });
  return text;
}

/** Marks the stage as whole. From here on it is either dropped or takes the site's place; nothing in between is ever opened. */
export function markWhole(stage: string, words: string): void {
  putDurably(join(stage, wholeFile), Buffer.from(JSON.stringify({ words })));
  syncFolders(stage);
}

function holdsNothing(folder: string): boolean {
  return !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0);
}

/** The name under which the folder that is there now is kept, or undefined where there is nothing to keep. */
export function asideName(folder: string, at: number): string | undefined {
  if (holdsNothing(folder)) return undefined;
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = `${basename(folder)}.before-restore-${time}Z`;
  // A second restore within the same second keeps what the first one put here, too.
  let [free, more] = [name, 2];
  while (existsSync(join(dirname(folder), free))) free = `${name}-${more++}`;
  return free;
}

/**
 * Puts the whole stage in the site's place: what was there is moved aside first, and never deleted. Killed between the
 * two moves, `finishRestore` ends it at the next start.
 */
export function takePlaceOf(folder: string, aside: string | undefined): void {
  const parent = dirname(folder);
  const moved = aside === undefined ? undefined : join(parent, aside);
  if (moved !== undefined) renameSync(folder, moved);
  else if (existsSync(folder)) rmdirSync(folder);
  syncOne(parent);
  try {
    renameSync(stageOf(folder), folder);
  } catch (error) {
    if (moved !== undefined) renameSync(moved, folder);
    throw error;
  }
  syncOne(parent);
}

/**
 * At a start: ends a restore that was cut off, one way or the other, and says which. Either the site as it was, or the
 * restored one, never a part of both.
 */
export function finishRestore(folder: string): Said | undefined {
  const stage = stageOf(folder);
  if (existsSync(stage)) {
    if (holdsNothing(folder) && existsSync(join(stage, wholeFile))) takePlaceOf(folder, undefined);
    else {
      rmSync(stage, { recursive: true, force: true });
      if (!existsSync(join(folder, wholeFile)))
        return {
          ok: false,
          words: holdsNothing(folder)
            ? 'A restore was broken off before it had taken place. There is no site here yet; the backup is as it was. Restore it again.'
            : 'A restore was broken off before it took place. This is the site as it was before; nothing of it was changed.',
        };
    }
  }
  return sayRestored(folder);
}

/** Says once that the site is a restored one. */
export function sayRestored(folder: string): Said | undefined {
  const path = join(folder, wholeFile);
  if (!existsSync(path)) return undefined;
  let words = 'This site was restored from a backup.';
  try {
    const told: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof told === 'object' && told !== null && 'words' in told) words = String(told.words);
  } catch {
    // The site is whole whatever this file says.
  }
  rmSync(path, { force: true });
  return { ok: true, words };
}

/** What a restore leaves where it could not take place: nothing. */
export function dropStage(folder: string): void {
  rmSync(stageOf(folder), { recursive: true, force: true });
}

/** The file of a device's head in the user's profile. */
function headFileOf(heads: string, of: { readonly site: string; readonly device: string }): string {
  return join(heads, `${of.site}-${of.device}.head`);
}

/** Keeps the head of the epoch before under a name of its own, before the new epoch's takes its file. */
export function keepHead(heads: string, of: { readonly site: string; readonly device: string }): void {
  const path = headFileOf(heads, of);
  const epochs = (readHead(path).notes ?? []).flatMap((note) => {
    const origin = parseCheckpoint(note)?.origin;
    return origin === undefined ? [] : [Number(origin.slice(origin.lastIndexOf('/') + 1))];
  });
  if (epochs.length === 0) return;
  putDurably(join(heads, `${of.site}-${of.device}.${Math.max(...epochs)}.head`), readFileSync(path));
  syncOne(heads);
}

/**
 * The newest heads of each log that this machine knows: from the ledger in the site's folder, the heads kept outside of it,
 * and those of folders that earlier restores moved aside. Only notes whose signature holds.
 */
export function reachedHere(
  folder: string,
  heads: string,
  identity: Pick<SiteIdentity, 'site' | 'enrolment'>,
): LogHead[] {
  const { site } = identity;
  const { device, deviceKey } = identity.enrolment.statement;
  const key = Buffer.from(deviceKey, 'base64');
  const files = [
    join(folder, 'ledger.head'),
    ...namesIn(heads)
      .filter((name) => name.startsWith(`${site}-${device}.`) && name.endsWith('.head'))
      .map((name) => join(heads, name)),
    ...namesIn(dirname(folder))
      .filter((name) => name.startsWith(`${basename(folder)}.before-restore-`))
      .map((name) => join(dirname(folder), name, 'ledger.head')),
  ];
  const outside = files.flatMap((path) =>
    (readHead(path).notes ?? []).flatMap((note) => {
      const checkpoint = parseCheckpoint(note);
      const prefix = `process-designer/${site}/`;
      if (!checkpoint?.origin.startsWith(`${prefix}${device}/`)) return [];
      const check = checkNote(primitives, note, { name: checkpoint.origin, key, kind: 'log' });
      return check.ok ? [{ log: checkpoint.origin.slice(prefix.length), size: checkpoint.size, note }] : [];
    }),
  );
  const best = new Map<string, LogHead>();
  for (const head of [...reachedIn(folder, site), ...outside])
    if (head.size > (best.get(head.log)?.size ?? -1)) best.set(head.log, head);
  return [...best.values()].sort((left, right) => (left.log < right.log ? -1 : 1));
}

/** Entries of one log that are known and not held. */
export type Gap = { readonly log: string; readonly from: number; readonly to: number; readonly head: string };

/**
 * What is known on this machine and not in a backup. `named`: up to where an earlier restore, which the backup holds, has
 * said already that entries of a log are lost. `known`: this machine is not behind the backup, so it can tell.
 */
export function lostBy(
  device: string,
  held: readonly LogHead[],
  reached: readonly LogHead[],
  named: ReadonlyMap<string, number>,
): { readonly lost: readonly Gap[]; readonly known: boolean; readonly epoch: number } {
  const sizes = new Map(held.map(({ log, size }) => [log, size]));
  const lost = reached.flatMap(({ log, size, note }) => {
    const from = Math.max(sizes.get(log) ?? 0, named.get(log) ?? 0);
    return size > from ? [{ log, from, to: size - 1, head: note }] : [];
  });
  const epochOf = (log: string): number => Number(log.slice(log.indexOf('/') + 1));
  const own = (heads: readonly LogHead[]): number[] =>
    heads.filter(({ log }) => log.startsWith(`${device}/`)).map(({ log }) => epochOf(log));
  const newestHeld = Math.max(-1, ...own(held));
  const newest = reached.find(({ log }) => log === `${device}/${newestHeld}`);
  const later = own(reached).some((epoch) => epoch > newestHeld);
  return {
    lost,
    known: later || (newest !== undefined && newest.size >= (sizes.get(newest.log) ?? 0)),
    epoch: Math.max(newestHeld, ...own(reached)) + 1,
  };
}

/** Why a folder that somebody picked is not a backup, in words. */
export function notABackup(picked: string): string {
  if (!existsSync(picked))
    return `${picked} is not there. Nothing was changed. Put the stick back, or choose another folder.`;
  const inside = namesIn(picked)
    .filter((name) => existsSync(join(picked, name, noteFile)))
    .sort();
  const newest = inside[inside.length - 1];
  if (newest !== undefined)
    return `${picked} is a place with ${inside.length === 1 ? 'one backup' : `${inside.length} backups`} in it, not a backup itself. Nothing was changed. Choose the folder inside it, the last one being ${newest}.`;
  if (basename(picked).endsWith('.part'))
    return `${picked} is a backup that was broken off before it was whole. Nothing was changed. Choose a whole one.`;
  return `${picked} holds no backup of this app: the file ${noteFile} is missing. Nothing was changed. Choose a folder whose name begins with process-designer-backup.`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
