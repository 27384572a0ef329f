import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictRow, syncCommands as calls, syncQueries } from '../contract/sync';
import { settleConflict } from '../domain/conflict/decide';
import { refuse } from '../domain/refusal';
import { handOverRun } from '../domain/run/holder';
import { announceRecipient } from '../domain/sync/decide';
import { makeAgeKey } from '../identity/recipient';
import { actingFor } from './authority';
import type { Asked, Deed, Judge, Me } from './deeds';
import { exportBundle } from './exporting';
import { newId, record, type Station } from './station';
import { bundleRows, conflictRows, conflictToSettle, stationRows } from './syncViews';
import { dropHeld, heldBundles, importFiles } from './taking';

/** Given on a machine without a site, so the shell carries them out. */
type WithoutSite = 'requestToJoin' | 'joinSite';
type Judged = 'handOverRun' | 'settleConflict';

export const syncAskers: { readonly [N in keyof typeof syncQueries]: Asked<N> } = {
  stations: (station) => stationRows(station),
  bundles: (station) => ({
    rows: bundleRows(station),
    held: heldBundles(station).map(({ path: _, ...held }) => held),
  }),
  conflicts: (station, args, me) => conflictRows(station, args.state, me),
};

/** For the inbox: the open conflicts that are this person's to settle. */
export function openConflicts(station: Station, me: Me): readonly ConflictRow[] {
  return conflictRows(station, 'open', me).filter((c) => c.mine);
}

/** Long or asking: they take their turn only to record. */
export const syncCommands: { readonly [N in Exclude<keyof typeof calls, WithoutSite | Judged>]: Deed<N> } = {
  // Certificates are needed a few times in a site's life, so they are not loaded at every start.
  readJoinRequest: async (station) => (await import('./inviting')).readJoinRequest(station),
  inviteStation: async (station, window, args, inTurn) =>
    (await import('./inviting')).inviteStation(station, window, args, inTurn),
  exportBundle: (station, window, args, inTurn) => exportBundle(station, window, args, inTurn),
  importBundles: async (station, window, { from }, inTurn) => {
    const acting = actingFor(station, window, 'importBundles');
    if ('ok' in acting) return acting;
    const place =
      from === 'file'
        ? await station.shell.askFile('A bundle from another station', ['pdbundle'])
        : await station.shell.askFolder('The folder or stick with bundles');
    if (place === null) return { ok: true, answer: { files: [] } };
    let paths: string[];
    try {
      paths = from === 'file' ? [place] : bundlesIn(place);
    } catch {
      return refuse('folder', 'This folder cannot be read. Nothing was changed. Choose another one.');
    }
    if (paths.length === 0)
      return refuse('not-found', 'There is no bundle in this folder. Their names end in .pdbundle.');
    return { ok: true, answer: { files: await importFiles(station, acting, paths, inTurn) } };
  },
  dropHeldBundle: async (station, _window, { bundle }) => ({
    ok: true,
    answer: { dropped: dropHeld(station, bundle) },
  }),
};

function bundlesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pdbundle'))
    .sort()
    .map((name) => join(folder, name));
}

/** Judged and recorded in one turn. */
export const syncSiteCommands: { readonly [N in Judged]: Judge<N> } = {
  handOverRun: (station, args, ctx) =>
    handOverRun(station.world.site, station.world.caseOf(args.workOrder), args.to, ctx),
  settleConflict: (station, args, ctx) =>
    settleConflict(conflictToSettle(station, args.conflict), args.decision, ctx),
};

/** At a start: a station made before bundles gets its key for them, and says to the others how to encrypt to it. */
export async function announceBundles(
  station: Station,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const { keys, device } = station.site;
  let age = keys.loadAgeKey();
  if (!age) {
    age = await makeAgeKey();
    keys.saveAgeKey(age);
  }
  const { recipient } = age;
  await inTurn(async () => {
    const said = announceRecipient(station.world.site, device.id, recipient);
    if (said.length > 0) await record(station, newId('command'), said, undefined, () => ({}));
  });
}
