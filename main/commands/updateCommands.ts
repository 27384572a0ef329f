import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../contract/call';
import type {
  updateCommands as calls,
  FoundUpdate,
  PreparedUpdate,
  updateQueries,
} from '../contract/updates';
import type { Decision } from '../domain/entry';
import { type Refusal, refuse } from '../domain/refusal';
import {
  approveUpdate,
  prepareUpdate,
  type Release,
  updateInstalled,
  updateRefused,
} from '../domain/update/decide';
import { compareVersions } from '../domain/update/update';
import { isStored, pageOfEntries } from '../ledger/read';
import {
  keyFingerprint,
  type ReleaseReading,
  readUpdateFolder,
  type SignedRelease,
  takePackage,
  wrongPackage,
} from '../site/updatePackage';
import { recorded } from '../views/fold';
import { entryRow } from '../views/sentences';
import { actingFor } from './authority';
import { makeBackup } from './backupMaking';
import type { Asked, Deed } from './deeds';
import { contextFor, newId, record, type Station } from './station';
import type { Updater } from './updater';

type Found = { readonly from: 'folder' | 'server'; readonly place: string; readonly release: SignedRelease };
const found = new WeakMap<Station, Found>();
const preparedNote = 'update-prepared';
const versionNote = 'app-version';

type InTurn = Parameters<Deed<'lookForUpdate'>>[3];

export const updateAskers: { readonly [N in keyof typeof updateQueries]: Asked<N> } = {
  updates: (station) => {
    const updater = station.shell.updater;
    const { url, active } = updater.server();
    const seen = found.get(station);
    return {
      current: updater.version,
      released: updater.released,
      server: url,
      serverActive: active,
      found: seen ? shown(seen) : null,
      prepared: preparedOf(station),
      keys: updater.keys.map(({ id, key }) => ({ id, fingerprint: keyFingerprint(key) })),
      history: historyOf(station),
    };
  },
};

/** S7. Each of these waits for a person, a disk or a server, so none holds up the work; they take a turn to record. */
export const updateCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {
  setUpdateServer: async (station, _window, { server }) => {
    const url = server === null || server === '' ? null : server;
    if (url !== null && !allowedServer(url, station.shell.updater))
      return refuse(
        'malformed',
        'An update server is an address that begins with https://, such as https://updates.example.org/designer/.',
        {
          server: 'An address that begins with https://',
        },
      );
    station.shell.updater.setServer(url);
    station.changed();
    return { ok: true, answer: { server: url } };
  },
  lookForUpdate: async (station, _window, { from }, inTurn) => {
    const { updater } = station.shell;
    found.delete(station);
    const place =
      from === 'folder'
        ? await station.shell.askFolder('The folder or stick with the release')
        : updater.server().url;
    if (place === null)
      return from === 'folder'
        ? { ok: true, answer: { found: null, words: 'No folder was chosen.' } }
        : refuse(
            'missing',
            'No update server is set on this device. Set one, or bring the release on a stick.',
          );
    if (from === 'server' && !updater.server().active)
      return refuse(
        'not-ready',
        'The update server counts from the next start of the app. Start it anew, then look again.',
      );
    const reading = await (from === 'folder' ? readUpdateFolder(place, updater) : lookOnServer(updater));
    if (!reading.ok) return refusedRelease(station, inTurn, from, reading);
    const order = compareVersions(reading.release.version, updater.version);
    if (order === 0)
      return {
        ok: true,
        answer: {
          found: null,
          words: `Version ${updater.version} is the newest there. It runs here already.`,
        },
      };
    if (order < 0)
      return refusedRelease(station, inTurn, from, {
        ok: false,
        version: reading.release.version,
        message: `Release ${reading.release.version} is older than ${updater.version}, which runs here. An older version is never installed over a newer one.`,
      });
    const one: Found = { from, place, release: reading.release };
    found.set(station, one);
    station.changed();
    return {
      ok: true,
      answer: {
        found: shown(one),
        words: `Release ${reading.release.version} is signed by ${reading.release.signedBy}.`,
      },
    };
  },
  prepareUpdate: async (station, window, { version }, inTurn) => {
    const { updater } = station.shell;
    const one = found.get(station);
    if (one?.release.version !== version)
      return refuse('stale', 'This release is not the one that was found last. Look for it again.');
    const acting = actingFor(station, window, 'prepareUpdate');
    if ('ok' in acting) return acting;
    const from =
      one.from === 'folder' ? join(one.place, one.release.package.file) : await loaded(updater, one.release);
    if (typeof from !== 'string') return from;
    const taken = await takePackage(from, one.release, updater.store);
    if (!taken.ok)
      return refusedRelease(station, inTurn, one.from, { ok: false, message: taken.message, version });
    const backup = await makeBackup(station, 'update', inTurn, acting);
    if (!backup.ok) {
      rmSync(taken.path, { force: true });
      return backup;
    }
    const decided = prepareUpdate(
      station.site.device.id,
      updater.version,
      releaseOf(one),
      backup.answer.backup,
    );
    return inTurn(async () => {
      const done = await recordDecided(station, acting, decided);
      if (!done.ok) return done;
      const prepared: PreparedUpdate = {
        ...shown(one),
        preparedAt: done.answer.at,
        backup: backup.answer.place,
        command: updater.commandFor(taken.path),
      };
      station.site.drafts.setNote(
        preparedNote,
        JSON.stringify({ prepared, release: one.release, path: taken.path }),
      );
      found.delete(station);
      station.changed();
      return { ok: true, answer: { ...done.answer, prepared } };
    });
  },
  installUpdate: async (station, window, { version }, inTurn) => {
    const { updater } = station.shell;
    const kept = keptOf(station);
    if (kept?.prepared.version !== version)
      return refuse('stale', 'This release is not prepared here. Look for it and prepare it first.');
    const acting = actingFor(station, window, 'installUpdate');
    if ('ok' in acting) return acting;
    const wrong = await wrongPackage(kept.path, kept.release);
    if (wrong !== undefined) {
      station.site.drafts.setNote(preparedNote, '');
      return refusedRelease(station, inTurn, kept.prepared.from, { ok: false, message: wrong, version });
    }
    const release = releaseOf({ from: kept.prepared.from, place: '', release: kept.release });
    const done = await inTurn(() =>
      recordDecided(station, acting, approveUpdate(station.site.device.id, updater.version, release)),
    );
    if (!done.ok) return done;
    return { ok: true, answer: { ...done.answer, words: updater.install(kept.path).words } };
  },
};

/** At a start: the first one of another version is recorded, with the version before. */
export async function recordVersion(station: Station, inTurn: InTurn): Promise<void> {
  const { version } = station.shell.updater;
  const before = station.site.drafts.note(versionNote);
  if (before === version) return;
  if (before !== undefined && /^\d+\.\d+\.\d+$/.test(before))
    await inTurn(() =>
      record(
        station,
        newId('command'),
        [updateInstalled(station.site.device.id, before, version)],
        undefined,
        () => ({}),
      ),
    );
  station.site.drafts.setNote(versionNote, version);
  const kept = keptOf(station);
  if (kept && compareVersions(kept.prepared.version, version) <= 0) {
    station.site.drafts.setNote(preparedNote, '');
    rmSync(kept.path, { force: true });
  }
}

/** A release that was not taken is an entry of its own: somebody offered it. */
async function refusedRelease(
  station: Station,
  inTurn: InTurn,
  from: 'folder' | 'server',
  reading: Extract<ReleaseReading, { ok: false }>,
): Promise<Refusal> {
  const entry = updateRefused(station.site.device.id, from, reading.message, reading.version);
  await inTurn(() => record(station, newId('command'), [entry], undefined, () => ({})));
  return refuse('not-trusted', reading.message);
}

async function lookOnServer(updater: Updater): Promise<ReleaseReading> {
  try {
    return await updater.lookOnServer();
  } catch (error) {
    return {
      ok: false,
      message: `The update server could not be asked (${reasonOf(error)}). Nothing was taken from it. Check the address and the network, then look again.`,
    };
  }
}

async function loaded(updater: Updater, release: SignedRelease): Promise<string | Refusal> {
  try {
    return await updater.loadFromServer(release);
  } catch (error) {
    return refuse(
      'not-ready',
      `The package of release ${release.version} could not be loaded (${reasonOf(error)}). Nothing was changed. Try again, or bring it on a stick.`,
    );
  }
}

/** The first line of what a library says, without addresses of files. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/\/[^\s:]+/g, '…').slice(0, 160);
}

/** https only; a server on this very machine may be plain, while developing. */
function allowedServer(url: string, updater: Updater): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (!updater.released && protocol === 'http:' && hostname === '127.0.0.1');
}

async function recordDecided(
  station: Station,
  acting: Exclude<ReturnType<typeof actingFor>, Refusal>,
  decided: Decision,
): Promise<Outcome<{ seq: number; at: string }>> {
  if (!decided.ok) return decided;
  const { now } = contextFor(station, acting);
  const done = await record(station, newId('command'), decided.entries, acting, (last) => ({
    seq: last?.seq ?? -1,
    at: last?.header.at ?? now,
  }));
  return done.ok ? { ok: true, answer: done.answer } : refuse('read-only', done.message);
}

function releaseOf({ from, release }: Found): Release {
  const { file, size, sha256 } = release.package;
  return { version: release.version, place: from, file, size, sha256, signedBy: release.signedBy };
}

function shown({ from, place, release }: Found): FoundUpdate {
  const { version, released, notes, signedBy } = release;
  const { file, size, sha256 } = release.package;
  return { version, released, notes, file, size, sha256, signedBy, from, place };
}

function keptOf(
  station: Station,
): { readonly prepared: PreparedUpdate; readonly release: SignedRelease; readonly path: string } | undefined {
  const note = station.site.drafts.note(preparedNote);
  return note === undefined || note === '' ? undefined : JSON.parse(note);
}

function preparedOf(station: Station): PreparedUpdate | null {
  return keptOf(station)?.prepared ?? null;
}

function historyOf(station: Station) {
  const { entries } = pageOfEntries(station.site.ledger.db, { subject: station.site.device.id }, 200);
  return entries
    .filter(isStored)
    .filter((e) => e.header.type.startsWith('update.'))
    .slice(0, 30)
    .map((e) => {
      const row = entryRow(station.world.site, recorded(e));
      return {
        at: row.at,
        words: row.sentence,
        refused: e.header.type === 'update.refused',
        log: row.log,
        seq: row.seq,
      };
    });
}
