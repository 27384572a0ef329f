import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BackupReason } from '../domain/backup/backup';
import { backupMade, type MadeBackup } from '../domain/backup/decide';
import { type Refusal, refuse } from '../domain/refusal';
import { partMark } from '../site/backup';
import { type BackupSummary, nameOf, noteFile, readNote, signSummary } from '../site/backupFormat';
import { type KeyOf, keepNewest, placeName, placeProblem, sweepParts } from '../site/backupPlace';
import { diskWords, putDurably, syncOne } from '../site/copying';
import { firstPlan, type KeptPlan } from './backupMemory';
import { JobStopped } from './jobs';
import { type Acting, newId, record, type Station, stationName } from './station';

/** This device's plan for the site that is open. */
export function planOf(station: Station): KeptPlan {
  return station.shell.backups.of(station.site.identity.site) ?? firstPlan;
}

/** The keys by which backups of this site at a place are known as the site's. */
export function deviceKeys(station: Station): KeyOf {
  return (device) => station.world.site.devices.find((d) => d.device === device)?.key;
}

/** Why no backup can be made now, in words, or null. */
export function problemOf(station: Station): string | null {
  const { place, mark } = planOf(station);
  if (place === null || mark === null) return 'No place for backups is chosen on this device yet.';
  return placeProblem(place, mark) ?? null;
}

const underWay = new WeakMap<Station, Promise<unknown>>();

export function isBackingUp(station: Station): boolean {
  return underWay.has(station);
}

export type BackupOutcome =
  | { readonly ok: true; readonly answer: MadeBackup & { readonly seq: number; readonly at: string } }
  | Refusal;
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Makes a backup of the open site at its place, while people work: written and read back in the utility process, signed here,
 * given its name, then recorded. Whatever goes wrong, nothing is left at the place and nothing is recorded. While one is being
 * made (the daily one begins by itself), another waits for its end: what it was asked for, such as an update, is not refused.
 */
export function makeBackup(
  station: Station,
  how: BackupReason,
  inTurn: InTurn,
  acting?: Acting,
): Promise<BackupOutcome> {
  const before = underWay.get(station) ?? Promise.resolve();
  const making = before.then(() => makeOne(station, how, inTurn, acting));
  const ended = making.then(nothing, nothing).then(() => {
    if (underWay.get(station) === ended) underWay.delete(station);
    station.changed();
  });
  underWay.set(station, ended);
  return making.finally(() => ended);
}

const nothing = (): void => undefined;

async function makeOne(
  station: Station,
  how: BackupReason,
  inTurn: InTurn,
  acting: Acting | undefined,
): Promise<BackupOutcome> {
  // Looked at now, not when it was asked for: the stick may have gone while another backup was made.
  const problem = problemOf(station);
  const { place, keep } = planOf(station);
  if (problem !== null || place === null) return refuse('folder', problem ?? '');
  const made = await write(station, how, place);
  if (!made.ok) return made;
  const { backup } = made;
  const done = await inTurn(() =>
    record(station, newId('command'), [backupMade(station.site.device.id, backup)], acting, (last) => ({
      seq: last?.seq ?? -1,
      at: last?.header.at ?? '',
    })),
  );
  if (!done.ok) return refuse('read-only', done.message);
  if (how === 'daily') prune(station, place, keep);
  return { ok: true, answer: { ...backup, ...done.answer } };
}

/** A backup that counts stands; that an older one could not be removed changes nothing of it. */
function prune(station: Station, place: string, keep: number): void {
  try {
    keepNewest(place, ofThis(station), keep, deviceKeys(station));
  } catch (error) {
    station.log(`backups: an older one could not be removed: ${String(error)}`);
  }
}

function ofThis(station: Station): { readonly site: string; readonly device: string } {
  return { site: station.site.identity.site, device: station.site.device.id };
}

async function write(
  station: Station,
  how: BackupReason,
  place: string,
): Promise<{ readonly ok: true; readonly backup: MadeBackup } | Refusal> {
  const { site, world } = station;
  const siteName = world.site.site?.name ?? '';
  const named = () => nameOf(siteName, stationName(station), station.now());
  const isTaken = (name: string) => existsSync(join(place, name)) || existsSync(join(place, `${name}.part`));
  let name = named();
  try {
    sweepParts(place, ofThis(station));
    // Its name has whole seconds, so the one after another waits for the next.
    if (isTaken(name)) {
      await setTimeout(1000);
      name = named();
    }
    if (isTaken(name))
      return refuse(
        'in-use',
        `A backup of this very second is there already. Wait a moment, then make it again.`,
      );
  } catch (error) {
    return refuse('folder', diskWords(error, placeName(place)));
  }
  const [final, part] = [join(place, name), join(place, `${name}.part`)];
  try {
    const written = await station.shell.jobs.run('backUp', {
      folder: site.folder,
      part,
      log: site.ledger.log,
      about: {
        backup: newId('backup'),
        site: site.identity.site,
        siteName,
        device: site.device.id,
        station: stationName(station),
        app: station.app,
        madeAt: new Date(station.now()).toISOString(),
        how,
      },
      settings: JSON.stringify(settingsOf(station)),
    });
    if (!written.ok) return dropped(part, written.message);
    sign(station, part, written.summary);
    renameSync(part, final);
    syncOne(place);
    const { summary } = written;
    const { backup, entries, files, bytes, missing, manifest } = summary;
    return {
      ok: true,
      backup: {
        backup,
        place: placeName(place),
        name,
        head: written.head,
        entries,
        files,
        bytes,
        missing,
        manifest,
        how,
      },
    };
  } catch (error) {
    return dropped(part, error instanceof JobStopped ? error.message : diskWords(error, placeName(place)));
  }
}

/** Signs what was read back; only now is it a backup. The note itself is read back too. */
function sign(station: Station, part: string, summary: BackupSummary): void {
  const { key } = station.site.device;
  putDurably(join(part, noteFile), Buffer.from(signSummary(summary, key)));
  const reading = readNote(readFileSync(join(part, noteFile), 'utf8'), () => key.publicKey);
  if (!reading.ok || reading.summary.manifest !== summary.manifest)
    throw new Error('The signature of the backup could not be read back. It does not count.');
  rmSync(join(part, partMark), { force: true });
  syncOne(part);
}

function settingsOf(station: Station): Omit<KeptPlan, 'mark' | 'place'> {
  const { daily, hour, keep } = planOf(station);
  return { daily, hour, keep };
}

function dropped(part: string, message: string): Refusal {
  try {
    rmSync(part, { recursive: true, force: true });
  } catch {
    // The medium is gone; what is left there has no note, and is swept when it is back.
  }
  return refuse('not-ready', message);
}
