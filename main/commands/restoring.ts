import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CheckedBackup } from '../contract/backup';
import type { Outcome } from '../contract/call';
import { numbersAfter } from '../domain/backup/backup';
import { logRestored, lostWords } from '../domain/backup/decide';
import { numberKinds } from '../domain/entry';
import { refuse } from '../domain/refusal';
import { openKeyStore } from '../identity/keyStore';
import { openUserKey } from '../identity/signIn';
import { openReader, type ReadableDb } from '../ledger/database';
import { entryAt, isStored } from '../ledger/read';
import { headsOf, makeWritable } from '../ledger/snapshot';
import { markIn } from '../site/backupPlace';
import { diskWords } from '../site/copying';
import {
  asideName,
  dropStage,
  keepHead,
  lostBy,
  markWhole,
  reachedHere,
  stageOf,
  takePlaceOf,
  takeSettings,
} from '../site/restore';
import { closeSite, holdsSite, type OpenSite, openSite, type SitePlaces } from '../site/site';
import type { BackupMemory } from './backupMemory';
import { firstPlan } from './backupMemory';
import { type BackupFacts, JobStopped, type Jobs } from './jobs';
import { type Acting, newId, record, type Station, stationName } from './station';

/** What a restore needs, with a site or without one. */
export type Restoring = {
  readonly places: SitePlaces;
  readonly now: () => number;
  readonly jobs: Jobs;
  readonly stationOver: (site: OpenSite) => Station;
  readonly backups: BackupMemory;
  /** Closes the site that is open, if one is; nothing writes to its folder after it. */
  readonly leave: () => Promise<void>;
};

type Checked = { readonly path: string; readonly facts: BackupFacts };
const last = new WeakMap<Restoring, Checked>();
const n = (value: number): string => value.toLocaleString('en');

/** Checks the backup in a folder whole, and remembers it: only what was checked can be restored. Changes nothing. */
export async function readBackup(r: Restoring, path: string): Promise<Outcome<{ found: CheckedBackup }>> {
  last.delete(r);
  const { folder, heads } = r.places;
  try {
    const facts = await r.jobs.run('checkBackup', { backup: path, folder, heads });
    if (!facts.ok) return refuse('not-trusted', facts.message);
    const usable = keyProblem(r, path);
    if (usable !== undefined) return refuse('not-ready', usable);
    last.set(r, { path, facts });
    return { ok: true, answer: { found: shown(r, path, facts) } };
  } catch (error) {
    if (error instanceof JobStopped) return refuse('not-ready', error.message);
    throw error;
  }
}

/** Why the station's key in a backup cannot be used here, in words: an operating system's store opens it for one account on one machine. */
function keyProblem(r: Restoring, path: string): string | undefined {
  try {
    if (openKeyStore(join(path, 'keys'), r.places.protector).loadDevice() !== undefined) return undefined;
    return 'The backup does not hold the key of its station, so nothing could be recorded with it. Nothing was changed.';
  } catch (error) {
    return `The backup is whole, but it cannot be used under this account. ${error instanceof Error ? error.message : ''} Its records can still be read and verified there.`;
  }
}

function shown(r: Restoring, path: string, facts: BackupFacts): CheckedBackup {
  const { about, files, bytes, missing, admins, lost, known, manifest } = facts;
  const own = facts.heads.filter(({ log }) => log.startsWith(`${about.device}/`));
  const head = own.reduce((best, one) => (epochOf(one.log) > epochOf(best.log) ? one : best));
  const aside = asideName(r.places.folder, r.now());
  const { protectedBy } = openKeyStore(join(path, 'keys'), r.places.protector).loadDevice() ?? {};
  return {
    manifest,
    path,
    backup: about.backup,
    site: about.site,
    siteName: about.siteName,
    station: about.station,
    madeAt: about.madeAt,
    app: about.app,
    entries: about.entries,
    head: { log: head.log, size: head.size },
    files,
    bytes,
    missing,
    admins,
    lost: lost.map((gap) =>
      gap.from === gap.to
        ? `${lostWords(gap)}${ofLog(gap.log, head.log)}, recorded after this backup, is not in it.`
        : `${lostWords(gap)}${ofLog(gap.log, head.log)}, recorded after this backup, are not in it.`,
    ),
    lostEntries: known ? lost.reduce((sum, { from, to }) => sum + to - from + 1, 0) : null,
    over: aside === undefined ? null : overWords(r, aside),
    keyWords: keyWords(protectedBy ?? ''),
  };
}

function ofLog(log: string, own: string): string {
  if (log === own) return '';
  return log.slice(0, log.indexOf('/')) === own.slice(0, own.indexOf('/'))
    ? ` of its log ${log.slice(log.indexOf('/') + 1)}`
    : ` of another station (${log.slice(0, 12)}…)`;
}

function overWords(r: Restoring, aside: string): string {
  return holdsSite(r.places.folder)
    ? `The site that is here now is moved aside, whole, to ${aside}. Nothing of it is deleted.`
    : `What lies in the folder now is moved aside, whole, to ${aside}. Nothing of it is deleted.`;
}

function epochOf(log: string): number {
  return Number(log.slice(log.indexOf('/') + 1));
}

/** How the station's key is guarded in a backup. */
export function keyWords(protectedBy: string): string {
  return protectedBy === 'file permissions only'
    ? 'The station’s key lies open in it: this machine offers no key store. Whoever holds the backup can record as this station, so keep it locked away. It can be restored on any machine.'
    : `The station’s key in it is locked by this machine’s key store (${protectedBy}). It can be restored only under this account on this machine.`;
}

type RestoreArgs = {
  readonly manifest: string;
  readonly admin: string;
  readonly secret: string;
  readonly confirm: string;
};

/**
 * Restores the backup that was checked: copied beside the site and verified again while the site still works; then the site is
 * left, the new epoch begins with the entry that names what was lost, and the copy takes the site's place in one step. What was
 * there is moved aside. A refusal or a failure leaves the site as it was; the caller opens whatever is there.
 */
export async function restoreBackup(r: Restoring, args: RestoreArgs): Promise<Outcome<{ words: string }>> {
  const checked = last.get(r);
  if (checked?.facts.manifest !== args.manifest)
    return refuse('stale', 'This is not the backup that was checked last. Check it again, then restore it.');
  const { facts, path } = checked;
  if (args.confirm !== facts.about.siteName)
    return refuse('missing', 'The name of the site is not typed as it stands there. Nothing was changed.', {
      confirm: `Type ${facts.about.siteName}`,
    });
  const admin = facts.admins.find(({ user }) => user === args.admin);
  if (!admin)
    return refuse('not-allowed', 'Only an admin whom the backup knows may restore it. Nothing was changed.', {
      admin: 'Choose an admin of the backup',
    });
  const opened = await openUserKey(
    openKeyStore(join(path, 'keys'), r.places.protector),
    admin.user,
    args.secret,
    'as it is',
  );
  if (!opened.ok)
    return refuse(
      'wrong-secret',
      `This is not the secret that opened the key of ${admin.name} when the backup was made. Nothing was changed. Enter it again.`,
      { secret: 'Not the secret of that time' },
    );
  const acting: Acting = { user: admin.user, role: 'admin', session: newId('session'), key: opened.key };
  const { folder } = r.places;
  try {
    const staged = await r.jobs.run('stageBackup', {
      backup: path,
      stage: stageOf(folder),
      manifest: facts.manifest,
    });
    if (!staged.ok) return dropped(r, staged.message);
  } catch (error) {
    return dropped(r, error instanceof JobStopped ? error.message : diskWords(error, 'The disk of the site'));
  }
  last.delete(r);
  await r.leave();
  try {
    return { ok: true, answer: { words: await begin(r, facts, acting, path) } };
  } catch (error) {
    return dropped(
      r,
      `The restore could not be ended (${diskWords(error, 'The disk of the site')}). The site is as it was before.`,
    );
  }
}

function dropped(r: Restoring, message: string) {
  dropStage(r.places.folder);
  return refuse('not-ready', message);
}

/** Begins the new epoch in the stage, and puts it in the site's place. @returns what to say. */
async function begin(r: Restoring, facts: BackupFacts, acting: Acting, path: string): Promise<string> {
  const { folder, heads } = r.places;
  const stage = stageOf(folder);
  const settings = takeSettings(stage);
  makeWritable(stage);
  const keys = openKeyStore(join(stage, 'keys'), r.places.protector);
  const identity = keys.loadIdentity();
  if (!identity) throw new Error('The backup holds no identity of its site.');
  // Only now, with the site closed, is it certain what it has reached.
  const gap = lostBy(
    facts.about.device,
    facts.heads,
    reachedHere(folder, heads, identity),
    new Map(facts.named),
  );
  const aside = asideName(folder, r.now());
  const opened = openSite({ ...r.places, folder: stage, heads: join(stage, '.heads'), epoch: gap.epoch });
  if (!opened.ok) throw new Error(opened.message);
  let words = '';
  try {
    const station = r.stationOver(opened.site);
    const own = headsOf(opened.site.ledger.db).filter(({ log }) => log.startsWith(`${facts.about.device}/`));
    const before = own.reduce((best, one) => (epochOf(one.log) > epochOf(best.log) ? one : best));
    const name = stationName(station);
    const lasts = Object.fromEntries(
      Object.keys(numberKinds).map((kind) => [kind, station.world.lastNumber(kind, name)]),
    );
    const back = erasedSince(folder, opened.site.ledger.db);
    const entry = logRestored(facts.about.device, {
      backup: facts.about.backup,
      manifest: facts.manifest,
      madeAt: facts.about.madeAt,
      before: { log: before.log, size: before.size, head: before.note },
      lost: gap.lost,
      known: gap.known,
      station: name,
      numbers: numbersAfter(lasts, gap.lost, gap.known),
      ...(back.length > 0 ? { erased: back } : {}),
      ...(aside === undefined ? {} : { aside }),
    });
    const done = await record(station, newId('command'), [entry], acting, () => ({}));
    if (!done.ok) throw new Error(done.message);
    words = restoredSaid(facts, gap, aside, back.length);
  } finally {
    await closeSite(opened.site);
  }
  rmSync(join(stage, '.heads'), { recursive: true, force: true });
  markWhole(stage, words);
  keepHead(heads, { site: identity.site, device: facts.about.device });
  takePlaceOf(folder, aside);
  adoptSettings(r, identity.site, settings, path);
  return words;
}

/** Entries whose bodies the restored ledger holds, though the one that it replaces says that they were erased. */
function erasedSince(folder: string, db: ReadableDb): { readonly log: string; readonly seq: number }[] {
  try {
    const before = openReader(folder);
    if (!before.ok) return [];
    try {
      const erased = before.db
        .prepare(
          `SELECT json_extract(CAST(body AS TEXT), '$.entry.log') AS log, json_extract(CAST(body AS TEXT), '$.entry.seq') AS seq
           FROM entries WHERE type = 'body.erased' AND body IS NOT NULL ORDER BY clock DESC`,
        )
        .all() as { log: string; seq: number }[];
      return erased
        .filter((place) => {
          const held = entryAt(db, place);
          return held !== undefined && isStored(held) && held.body !== null;
        })
        .slice(0, 500);
    } finally {
      before.db.close();
    }
  } catch {
    // What was there cannot be read: a reason to restore, and none not to.
    return [];
  }
}

function restoredSaid(
  { about }: BackupFacts,
  { lost, known }: Pick<BackupFacts, 'lost' | 'known'>,
  aside: string | undefined,
  back: number,
): string {
  const count = lost.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const gone =
    count > 0
      ? `${n(count)} ${count === 1 ? 'entry' : 'entries'} recorded after it ${count === 1 ? 'is' : 'are'} not in it; the first entry of the new log names ${count === 1 ? 'it' : 'them'}.`
      : known
        ? 'Nothing recorded after it is known to be lost.'
        : 'What was recorded after it is not in it; this machine cannot count it.';
  const again =
    back === 0
      ? ''
      : ` ${n(back)} ${back === 1 ? 'entry that was erased since is' : 'entries that were erased since are'} back; ask for the erasure again.`;
  const kept = aside === undefined ? '' : ` What was here before is kept in ${aside}.`;
  return `Restored “${about.siteName}” from the backup of ${about.madeAt.slice(0, 16).replace('T', ' ')} UTC. ${gone}${again}${kept}`;
}

/** On a machine that remembers nothing of this site, its backups go on where the restored one lies. */
function adoptSettings(r: Restoring, site: string, text: string, path: string): void {
  if (r.backups.of(site) !== undefined) return;
  const place = dirname(path);
  const mark = markIn(place);
  let plan = firstPlan;
  try {
    const told = JSON.parse(text) as { daily?: unknown; hour?: unknown; keep?: unknown };
    plan = {
      ...plan,
      ...(typeof told.daily === 'boolean' ? { daily: told.daily } : {}),
      ...(Number.isInteger(told.hour) && Number(told.hour) >= 0 && Number(told.hour) < 24
        ? { hour: Number(told.hour) }
        : {}),
      ...(Number.isInteger(told.keep) && Number(told.keep) >= 1 && Number(told.keep) <= 365
        ? { keep: Number(told.keep) }
        : {}),
    };
  } catch {
    // Settings are a convenience; the first ones serve.
  }
  r.backups.keep(site, mark === undefined ? plan : { ...plan, place, mark });
}

/** The name of a backup at a place, as its folder. */
export function backupAt(place: string, name: string): string {
  return join(place, basename(name));
}
