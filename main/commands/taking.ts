import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { HeldBundle, ImportedFile } from '../contract/sync';
import { subjectsOf } from '../domain/subjects';
import { bundleImported, forkFound } from '../domain/sync/decide';
import { ForeignChanged, heldOf, takeForeign } from '../ledger/foreign';
import { writeDurably } from '../site/durable';
import { members } from '../sync/bundle';
import { entriesIn } from '../sync/lines';
import { gapWords } from '../sync/merge';
import type { BundleReading, CheckedRange } from '../sync/reading';
import { isOfSite } from '../views/fold';
import { type HeldNote, inboxOf, keepFiles, keepPeople, readHeld, stationOf } from './bundles';
import { finishErasures, keepDocuments, oweErasure } from './erasing';
import { type Acting, newId, type Station, toEntry } from './station';

type Sound = Extract<BundleReading, { ok: true }>;
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets other work of this process go on after every few milliseconds of a long one. */
function slices(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < 12) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

/**
 * Takes what was read and checked: entries, then what they mean, then the entry that says so, in one transaction. Evidence is
 * put in place before, as it is before any entry refers to it. `acting` undefined: a station that joins does it by itself.
 */
export async function takeBundle(
  station: Station,
  staging: string,
  reading: Sound,
  name: string,
  acting: Acting | undefined,
): Promise<{ readonly entries: number }> {
  const { world, site } = station;
  await keepFiles(station, staging, reading);
  const before = new Map(reading.ranges.map(({ log }) => [log, heldOf(site.ledger.db, log)]));
  const isNew = ({ log, seq }: { log: string; seq: number }): boolean =>
    seq >= (before.get(log) ?? Number.POSITIVE_INFINITY);
  const workOrders = new Set<string>();
  let ofSite = false;
  let entries = 0;
  let erased = false;
  const touch = (type: string, workOrder: unknown): void => {
    if (isOfSite(type)) ofSite = true;
    if (typeof workOrder === 'string') workOrders.add(workOrder);
  };
  const pause = slices();
  try {
    const done = await site.ledger.receive({
      idem: newId('command'),
      entries: proposalsFor(reading, name, before, acting).map((p) => toEntry(p, acting)),
      receive: async (db) => {
        const clock = await takeForeign(
          db,
          reading.ranges.map((range) => foreignOf(site.identity.site, staging, range)),
          {
            subjectsOf: (entry) => (entry.body === null ? [] : subjectsOf(entry.header.type, entry.body)),
            took: (entry) => {
              entries += 1;
              touch(entry.header.type, (entry.body ?? entry.erasing?.stays)?.workOrder);
              world.take(entry);
              if (entries % 500 === 0)
                station.shell.progress?.('merging', entries, reading.entries, 'Taking entries in');
            },
            erasing: (entry) => {
              const workOrder = entry.body?.workOrder;
              touch(entry.header.type, workOrder);
              if (typeof workOrder === 'string') world.untouched(workOrder, isNew);
            },
            erased: (entry) => {
              oweErasure(station, [entry]);
              erased = true;
              world.erased(entry);
            },
            pause,
          },
        );
        await world.merge({ site: ofSite, workOrders, isNew }, pause);
        return clock;
      },
      project: world.projectingMerge(),
      answer: () => ({}),
    });
    if (!done.ok) throw new Error(done.message);
    world.keep();
  } catch (error) {
    world.drop();
    throw error;
  }
  keepPeople(station, reading.keys.people);
  await keepDocuments(station, staging, reading.closures);
  if (erased) await finishErasures(station);
  station.changed();
  return { entries };
}

/** What the own log says of an import: the bundle with the heads it told, and each fork it showed. */
function proposalsFor(
  reading: Sound,
  name: string,
  before: ReadonlyMap<string, number>,
  acting: Acting | undefined,
) {
  const { manifest } = reading;
  const imported = bundleImported({
    bundle: manifest.bundle,
    name,
    number: manifest.number,
    ranges: reading.ranges.map(({ log, from, to }) => ({
      log,
      from: Math.max(from, before.get(log) ?? 0),
      to,
    })),
    entries: reading.entries,
    files: reading.evidence.length + reading.closures.length,
    from: manifest.from.device,
    writtenAt: manifest.at,
    heads: reading.heads.map((head) => ({ ...head })),
  });
  const forks = reading.forks.map((fork) =>
    forkFound({
      log: fork.log,
      ...(fork.seq === undefined ? {} : { seq: fork.seq }),
      kind: fork.kind,
      ours: fork.ours,
      theirs: fork.theirs,
      bundle: manifest.bundle,
      from: manifest.from.device,
    }),
  );
  return [acting ? imported : { ...imported, system: 'joining' }, ...forks];
}

function foreignOf(site: string, staging: string, { log, key, from, to, note }: CheckedRange) {
  return {
    site,
    log,
    key: Buffer.from(key, 'base64'),
    from,
    to,
    note,
    entries: entriesIn(join(staging, members.entries(log))),
  };
}

const openConflictCount = (station: Station): number =>
  station.site.ledger.db
    .prepare(
      'SELECT count(*) FROM conflicts c WHERE NOT EXISTS (SELECT 1 FROM conflict_settlements s WHERE s.conflict = c.conflict)',
    )
    .pluck()
    .get() as number;

/** Reads and takes one file. What it comes to is told in words; a refusal changes nothing. */
async function importOne(
  station: Station,
  acting: Acting,
  source: { readonly path: string; readonly copied: boolean; readonly name: string },
  inTurn: InTurn,
): Promise<ImportedFile> {
  const { site } = station;
  const age = site.keys.loadAgeKey();
  const nothing = { name: source.name, entries: 0, fromStation: null, conflicts: 0, forks: [] } as const;
  if (!age)
    return {
      ...nothing,
      outcome: 'refused',
      words: 'This station has no key for bundles yet. Start the app again: it makes one and says so.',
    };
  const inbox = inboxOf(station);
  const staging = join(inbox, `.staging-${newId('bundle')}`);
  try {
    const reading = await station.shell.jobs.run('readBundle', {
      folder: site.folder,
      inbox,
      staging,
      source: source.path,
      copied: source.copied,
      kind: 'bundle',
      device: site.device.id,
      site: site.identity.site,
      rootKey: site.identity.rootKey,
      identity: age.identity,
    });
    if (!reading.ok) return { ...nothing, outcome: 'refused', words: reading.words };
    const fromStation = reading.manifest.from.station;
    if (reading.gaps.length > 0) {
      const words = await hold(station, reading, source.name);
      return { ...nothing, outcome: 'held', words, fromStation };
    }
    const found = openConflictCount(station);
    if (reading.known) keepPeople(station, reading.keys.people);
    const taken = reading.known
      ? undefined
      : await inTurn(() => takeBundle(station, staging, reading, source.name, acting));
    rmSync(reading.copy, { force: true });
    rmSync(noteOf(reading.copy), { force: true });
    if (!taken) {
      const words = 'It was taken in before. Nothing was changed.';
      return { ...nothing, outcome: 'known', words, fromStation };
    }
    const conflicts = Math.max(0, openConflictCount(station) - found);
    return {
      name: source.name,
      outcome: 'taken',
      words: takenWords(station, taken.entries, reading, conflicts),
      entries: taken.entries,
      fromStation,
      conflicts,
      forks: reading.forks.map((f) => stationOf(station, f.log)),
    };
  } catch (error) {
    if (!(error instanceof ForeignChanged)) throw error;
    const words = `It was changed between reading and taking (${error.message}). Nothing was taken. Import it again.`;
    return { ...nothing, outcome: 'refused', words };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const noteOf = (copy: string): string => copy.replace(/\.pdbundle$/, '.json');

/** Keeps a bundle in the inbox that waits for entries which are not here yet, and says which. */
async function hold(station: Station, reading: Sound, name: string): Promise<string> {
  const path = noteOf(reading.copy);
  const before = readHeld(path);
  const note: HeldNote = {
    bundle: reading.manifest.bundle,
    name: before?.name ?? name,
    fromStation: reading.manifest.from.station,
    heldAt: before?.heldAt ?? new Date(station.now()).toISOString(),
    missing: reading.gaps,
  };
  await writeDurably(path, Buffer.from(JSON.stringify(note)));
  station.changed();
  return `${gapWords(reading.gaps, (log) => stationOf(station, log))} The bundle is kept in the inbox and tried again after the next import.`;
}

function takenWords(station: Station, entries: number, reading: Sound, conflicts: number): string {
  const count = (n: number, one: string, many: string): string =>
    `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
  const from = reading.manifest.from.station;
  const parts = [
    entries === 0
      ? `Nothing new from station ${from}.`
      : `${count(entries, 'entry', 'entries')} taken in from station ${from}.`,
  ];
  if (conflicts > 0)
    parts.push(
      `${count(conflicts, 'act cannot', 'acts cannot')} stand beside what was done elsewhere: see the conflicts.`,
    );
  const ahead = Math.round((Number(reading.clock.slice(0, 13)) - station.now()) / 60_000);
  if (reading.clock !== '' && ahead > 5)
    parts.push(
      `Its clock is ${ahead.toLocaleString('en')} minutes ahead of this station’s. Set the one that is wrong: what is done here now would stand before what it is about.`,
    );
  for (const fork of reading.forks)
    parts.push(
      fork.kind === 'lost'
        ? 'It shows entries of this very station that are missing here. Do not go on before the newest backup is restored.'
        : `Station ${stationOf(station, fork.log)} has two histories, so nothing more of its log is taken. Both signed heads are kept. Find out whether that station’s folder was copied.`,
    );
  return parts.join(' ');
}

/** Bundles that wait in the inbox, oldest first. */
export function heldBundles(station: Station): (HeldBundle & { readonly path: string })[] {
  const inbox = inboxOf(station);
  if (!existsSync(inbox)) return [];
  return readdirSync(inbox)
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .flatMap((name) => {
      const note = readHeld(join(inbox, name));
      const path = join(inbox, name.replace(/\.json$/, '.pdbundle'));
      if (!note || !existsSync(path)) return [];
      const { bundle, fromStation, heldAt } = note;
      const named = (log: string): string => stationOf(station, log);
      const missing = note.missing.map((range) => ({ ...range, station: named(range.log) }));
      const words = gapWords(note.missing, named);
      return [{ bundle, name: note.name, fromStation, heldAt, missing, words, path }];
    })
    .sort((a, b) => a.heldAt.localeCompare(b.heldAt));
}

/**
 * Imports files one after the other, then tries those that waited, for as long as one of them could be taken. The order of the
 * files does not matter.
 */
export async function importFiles(
  station: Station,
  acting: Acting,
  paths: readonly string[],
  inTurn: InTurn,
): Promise<ImportedFile[]> {
  sweep(inboxOf(station));
  const files: ImportedFile[] = [];
  for (const path of paths)
    files.push(await importOne(station, acting, { path, copied: false, name: basename(path) }, inTurn));
  for (let again = files.some((f) => f.outcome === 'taken'); again; ) {
    again = false;
    for (const held of heldBundles(station)) {
      const source = { path: held.path, copied: true, name: held.name };
      const one = await importOne(station, acting, source, inTurn);
      if (one.outcome === 'taken') again = true;
      if (one.outcome === 'taken' || one.outcome === 'refused') files.push(one);
    }
  }
  return files;
}

/** Takes a held bundle out of the inbox. */
export function dropHeld(station: Station, bundle: string): boolean {
  const held = heldBundles(station).find((h) => h.bundle === bundle);
  if (!held) return false;
  rmSync(noteOf(held.path), { force: true });
  rmSync(held.path, { force: true });
  station.changed();
  return true;
}

/** Removes what imports left that were cut off: parts, unpacked bundles, copies that nobody waits for. */
function sweep(inbox: string): void {
  mkdirSync(inbox, { recursive: true, mode: 0o700 });
  const names = new Set(readdirSync(inbox));
  for (const name of names)
    if (name.startsWith('.') || (name.endsWith('.pdbundle') && !names.has(noteOf(name))))
      rmSync(join(inbox, name), { recursive: true, force: true });
}
