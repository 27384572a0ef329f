import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { siteSubject } from '../domain/entry';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { deviceOf } from '../domain/sync/sync';
import { keyId } from '../identity/keys';
import { openReader, type ReadableDb } from '../ledger/database';
import { primitives } from '../ledger/primitives';
import { entriesAbout } from '../ledger/read';
import { isManifestNote, type Manifest, members, readKeys, readManifest } from '../sync/bundle';
import { checkHeads, checkRange, type FoundFork, type RangeCheck, rootIn, sizeOf } from '../sync/check';
import { entriesIn, NotLines } from '../sync/lines';
import { gapBefore } from '../sync/merge';
import type { BundleReading, CheckedRange, ReadGiven } from '../sync/reading';
import { copyIn, NotABundle, unpack } from '../sync/unpack';
import { hashFile } from '../vault/hashFile';
import { recorded } from '../views/fold';
import { enrolledKeys } from './enrolledKeys';

type Checked = Pick<
  Extract<BundleReading, { ok: true }>,
  'ranges' | 'gaps' | 'forks' | 'heads' | 'entries' | 'clock'
>;

type Told = (done: number, total: number, words: string) => void;

/**
 * Copies a bundle into the inbox, opens the copy and checks every byte of it against what this station holds and believes. It
 * has no way to write the ledger. A refusal takes the copy away again; what is good, or waits for other entries, stays.
 */
export async function readBundle(given: ReadGiven, progress: Told): Promise<BundleReading> {
  let copy = given.copied ? given.source : undefined;
  const drop = (): void => {
    rmSync(given.staging, { recursive: true, force: true });
    if (copy !== undefined && !given.copied) rmSync(copy, { force: true });
  };
  try {
    const copied = given.copied
      ? { path: given.source, sha256: await hashFile(given.source) }
      : await copyIn(given.source, given.inbox);
    copy = copied.path;
    progress(0, 1, 'Opening the bundle');
    await unpack(copied.path, given.staging, given.identity, (done, total) =>
      progress(done, total, 'Opening the bundle'),
    );
    const reading = await check(given, copied, progress);
    if (!reading.ok) drop();
    else if (reading.known || reading.gaps.length > 0)
      rmSync(given.staging, { recursive: true, force: true });
    return reading;
  } catch (error) {
    drop();
    if (error instanceof NotABundle) return { ok: false, code: error.code, words: error.message };
    if (error instanceof NotLines)
      return {
        ok: false,
        code: 'altered',
        words:
          'Its entries are not written as entries are. Nothing was taken. Have the bundle written again.',
      };
    throw error;
  }
}

const no = (code: string, words: string): BundleReading => ({ ok: false, code, words });

async function check(
  given: ReadGiven,
  copied: { readonly path: string; readonly sha256: string },
  progress: Told,
): Promise<BundleReading> {
  const bytes = readFileSync(join(given.staging, members.manifest));
  const manifest = readManifest(bytes);
  const keys = readKeys(readFileSync(join(given.staging, members.keys)));
  if (!manifest || !keys)
    return no(
      'newer',
      'Its list of contents cannot be read: it was written by a newer version, or changed. Nothing was taken. Update this station, or have the bundle written again.',
    );
  const rootKey = given.rootKey ?? keys.rootKey;
  const site = given.site ?? manifest.site;
  if (manifest.site !== site || keys.site !== site || keyId('site', rootKey) !== site)
    return no(
      'other-site',
      'It belongs to another site. Nothing was taken. Bring the one that was written for this site.',
    );
  if (manifest.kind !== given.kind)
    return no(
      'other-kind',
      manifest.kind === 'invitation'
        ? 'It is an invitation for a new station, not a bundle. Nothing was taken.'
        : 'It is a bundle, not an invitation. Nothing was taken. Ask for the invitation file, which ends in .pdinvite.',
    );
  if (!manifest.to.some((to) => to.device === given.device))
    return no(
      'not-for-us',
      `It is for station ${manifest.to.map((to) => to.station).join(', ')}, not for this one. Nothing was taken.`,
    );
  const reader = given.folder === null ? undefined : openReader(given.folder);
  if (reader && !reader.ok) throw new Error(reader.message);
  const db = reader?.db;
  try {
    const state = db ? siteOf(db) : emptySite;
    const keyOf = enrolledKeys(rootKey, state, keys);
    const sender = keyOf(manifest.from.device);
    if (!sender)
      return no(
        'unknown-device',
        `It comes from station ${manifest.from.station}, which this site has not enrolled. Nothing was taken. If it should belong here, an admin enrols it first.`,
      );
    const note = readFileSync(join(given.staging, members.note), 'utf8');
    if (!isManifestNote(primitives, note, bytes, { site, device: manifest.from.device, key: sender }))
      return no(
        'altered',
        `The signature of station ${manifest.from.station} on its list of contents does not hold. Nothing was taken. Have the bundle written again.`,
      );
    await checkFiles(given.staging, manifest, progress);
    const known =
      db !== undefined &&
      db
        .prepare("SELECT 1 FROM bundles WHERE bundle = ? AND device = ? AND direction = 'received'")
        .get(manifest.bundle, given.device) !== undefined;
    const checked = known ? nothing : await checkLogs(given, db, site, manifest, keyOf, state, progress);
    const named = manifest.files.map((f) => f.name);
    return {
      ok: true,
      copy: copied.path,
      sha256: copied.sha256,
      manifest,
      keys,
      known,
      ...checked,
      evidence: named.flatMap((name) => /^evidence\/([0-9a-f]{64})$/.exec(name)?.[1] ?? []),
      closures: named.flatMap((name) => /^closures\/(.+)\.pdf$/.exec(name)?.[1] ?? []),
    };
  } finally {
    db?.close();
  }
}

const nothing: Checked = { ranges: [], gaps: [], forks: [], heads: [], entries: 0, clock: '' };

function siteOf(db: ReadableDb): SiteState {
  let site = emptySite;
  for (const entry of entriesAbout(db, siteSubject)) site = evolveSite(site, recorded(entry));
  return site;
}

/** Every member is listed with its hash and size, and everything listed is there. */
async function checkFiles(staging: string, manifest: Manifest, progress: Told): Promise<void> {
  const listed = new Set(manifest.files.map((f) => f.name));
  const expected = manifest.logs.flatMap(({ log }) => [members.entries(log), members.checkpoint(log)]);
  const altered = new NotABundle(
    'altered',
    'Its members are not those of its list of contents. Nothing was taken. Have the bundle written again.',
  );
  if (listed.size !== manifest.files.length || [members.keys, ...expected].some((name) => !listed.has(name)))
    throw altered;
  let done = 0;
  for (const { name, sha256, size } of manifest.files) {
    const path = join(staging, name);
    if (!existsSync(path) || statSync(path).size !== size || (await hashFile(path)) !== sha256) throw altered;
    const evidence = /^evidence\/(.+)$/.exec(name)?.[1];
    if (evidence !== undefined && evidence !== sha256) throw altered;
    done += 1;
    if (done % 100 === 0) progress(done, manifest.files.length, 'Checking files');
  }
}

async function checkLogs(
  given: ReadGiven,
  db: ReadableDb | undefined,
  site: string,
  manifest: Manifest,
  keyOf: (device: string) => Uint8Array | undefined,
  state: SiteState,
  progress: Told,
): Promise<Checked> {
  const own = `${given.device}/`;
  const forkedBefore = new Set(
    db ? (db.prepare("SELECT of_log FROM forks WHERE kind <> 'lost'").pluck().all() as string[]) : [],
  );
  const logs = manifest.logs.filter(({ log }) => !forkedBefore.has(log));
  const gaps = logs.flatMap((range) =>
    range.log.startsWith(own) ? [] : (gapBefore(sizeOf(db, range.log), range) ?? []),
  );
  if (gaps.length > 0) return { ...nothing, gaps: gaps.map(({ log, from, to }) => ({ log, from, to })) };
  const total = logs.reduce((sum, { from, to }) => sum + to - from, 0);
  const checks: RangeCheck[] = [];
  const ranges: CheckedRange[] = [];
  let done = 0;
  for (const { log, from, to } of logs) {
    const key = keyOf(deviceOf(log));
    if (!key)
      throw new NotABundle(
        'unknown-device',
        'It carries the log of a station that this site has not enrolled. Nothing was taken.',
      );
    const note = readFileSync(join(given.staging, members.checkpoint(log)), 'utf8');
    const entries = counted(entriesIn(join(given.staging, members.entries(log))), () => {
      done += 1;
      if (done % 1000 === 0) progress(done, total, 'Checking entries');
    });
    const check = await checkRange(db, site, { log, from, to }, key, note, seenOf(db, log), entries);
    const held = sizeOf(db, log);
    if (log.startsWith(own)) {
      // Nobody but this station writes its log; what another holds of it only shows what is missing here.
      if (check.fork) checks.push(check);
      continue;
    }
    checks.push(check);
    if (!check.fork && to > held)
      ranges.push({ log, from, to, key: Buffer.from(key).toString('base64'), note });
  }
  await checkWhole(db, state, checks);
  const forks = checks.flatMap((c) => (c.fork ? [c.fork] : []));
  const heads = db
    ? checkHeads(db, site, ownLog(db, given.device), manifest.heads, keyOf)
    : { forks: [], believed: manifest.heads };
  const named = new Set(forks.map((f) => f.log));
  return {
    ranges: ranges.filter(({ log }) => !heads.forks.some((f) => f.log === log && f.kind !== 'lost')),
    gaps: [],
    forks: [...forks, ...heads.forks.filter((f) => !named.has(f.log))].filter((f) => isNews(db, f)),
    heads: heads.believed,
    entries: checks.reduce((sum, c) => sum + c.entries, 0),
    clock: checks.reduce((newest, c) => (c.clock > newest ? c.clock : newest), ''),
  };
}

/** The log that this device appends to: its newest epoch. */
function ownLog(db: ReadableDb, device: string): string {
  const logs = db.prepare('SELECT log FROM logs WHERE log LIKE ?').pluck().all(`${device}/%`) as string[];
  return logs.sort((a, b) => Number(b.split('/')[1]) - Number(a.split('/')[1]))[0] ?? `${device}/0`;
}

/** A fork that is in the ledger already is not found again, whoever brings it. */
function isNews(db: ReadableDb | undefined, fork: FoundFork): boolean {
  if (!db) return true;
  return (
    db
      .prepare('SELECT 1 FROM forks WHERE of_log = ? AND kind = ? AND theirs = ?')
      .get(fork.log, fork.kind, fork.theirs) === undefined
  );
}

function seenOf(
  db: ReadableDb | undefined,
  log: string,
): { readonly size: number; readonly root: string; readonly note: string }[] {
  if (!db) return [];
  const notes = db
    .prepare("SELECT DISTINCT note FROM seen_heads WHERE log = ? AND note <> ''")
    .pluck()
    .all(log) as string[];
  return notes.map((note) => ({ note, root: rootIn(note), size: sizeIn(note) }));
}

const sizeIn = (note: string): number => Number(note.split('\n')[1] ?? Number.NaN);

/** What only all logs together show: whose the keys of signatures are, and that every missing body was erased by an entry. */
async function checkWhole(
  db: ReadableDb | undefined,
  state: SiteState,
  checks: readonly RangeCheck[],
): Promise<void> {
  const keys = new Map<string, Set<string>>();
  const add = (user: string, key: string): void => {
    keys.set(user, (keys.get(user) ?? new Set()).add(key));
  };
  for (const person of state.people.values()) for (const key of person.keys) add(person.user, key);
  for (const { people } of checks) for (const [user, key] of people) add(user, key);
  const stranger = checks.flatMap((c) => c.signed).find((s) => !keys.get(s.user)?.has(s.key));
  if (stranger)
    throw new NotABundle(
      'altered',
      `Entry ${stranger.seq} of a log is signed with a key that is not that person’s. Nothing was taken. Find out who wrote the bundle.`,
    );
  const erased = new Set(checks.flatMap((c) => c.erased));
  const erasure = db
    ?.prepare(
      "SELECT 1 FROM entry_subjects s JOIN entries e USING (place) WHERE s.subject = ? AND s.is_stream = 1 AND e.type = 'body.erased'",
    )
    .pluck();
  const missing = checks.flatMap((c) => c.bare).find((p) => !erased.has(p) && erasure?.get(p) === undefined);
  if (missing)
    throw new NotABundle(
      'altered',
      `What entry ${missing.slice(missing.lastIndexOf('/') + 1)} of a log says is missing, and no entry says that it was erased. Nothing was taken. Have the bundle written again.`,
    );
}

async function* counted<T>(items: AsyncIterable<T>, each: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    each();
    yield item;
  }
}
