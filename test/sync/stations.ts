import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinSite, requestToJoin } from '../../main/commands/joining';
import type { ImportedFile } from '../../main/contract/sync';
import type { ReadableDb } from '../../main/ledger/database';
import { viewTables } from '../../main/views/tables';
import { AtWork, sampleSecret } from '../commands/atWork';

export const admin = 's.halvorsen';
export const supervisor = 't.okafor';

/** A folder between stations, as a stick is. */
export const newStick = (): string => mkdtempSync(join(tmpdir(), 'process-designer-stick-'));
export const throwAway = (stick: string): void => rmSync(stick, { recursive: true, force: true });

/** A second station of a site: requested on a new machine, invited on the first, joined from the invitation. */
export async function secondStation(first: AtWork, name: string, stick: string): Promise<AtWork> {
  const second = AtWork.empty();
  second.clock.calendar = first.clock.calendar;
  second.chosen.where = join(stick, `${name}.pdrequest`);
  const asked = await requestToJoin(second.joining(), { station: name });
  if (!asked.ok) throw new Error(asked.message);
  first.chosen.file = second.chosen.where;
  const { request } = await first.done(admin, 'readJoinRequest', {});
  if (request?.fingerprint !== asked.answer.joining.fingerprint) throw new Error('the fingerprints differ');
  first.chosen.where = join(stick, `${name}.pdinvite`);
  await first.done(admin, 'inviteStation', {
    device: request.device,
    station: name,
    sign: { identifier: admin, secret: sampleSecret },
  });
  second.chosen.file = first.chosen.where;
  const joined = await joinSite(second.joining());
  if (!joined.ok) throw new Error(joined.message);
  second.open();
  return second;
}

/** Writes a bundle on one station for others; tells its path. */
export async function write(
  from: AtWork,
  to: readonly AtWork[],
  stick: string,
  what: 'unacknowledged' | 'new' = 'unacknowledged',
): Promise<string> {
  from.chosen.folder = stick;
  const done = await from.done(supervisor, 'exportBundle', {
    to: to.map((t) => t.station.site.device.id),
    what,
  });
  if (done.saved === null) throw new Error('nothing was written');
  return done.saved;
}

/** Takes one file in. */
export async function take(to: AtWork, file: string): Promise<readonly ImportedFile[]> {
  to.chosen.file = file;
  return (await to.done(supervisor, 'importBundles', { from: 'file' })).files;
}

/** Carries all that the other is not known to hold. */
export async function carry(from: AtWork, to: AtWork, stick: string): Promise<readonly ImportedFile[]> {
  const files = await take(to, await write(from, [to], stick));
  const refused = files.find((f) => f.outcome === 'refused' || f.outcome === 'held');
  if (refused) throw new Error(`${refused.name}: ${refused.words}`);
  return files;
}

/** Every row of every view, in an order of its own, so that two stations can be compared. */
export function viewsOf(db: ReadableDb): Record<string, string[]> {
  return Object.fromEntries(
    viewTables.map((table) => [
      table,
      (db.prepare(`SELECT * FROM ${table}`).all() as object[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  );
}

export const bundlesIn = (stick: string): string[] =>
  readdirSync(stick)
    .filter((name) => name.endsWith('.pdbundle'))
    .sort()
    .map((name) => join(stick, name));
