import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nextNumber, writeBundle } from '../../main/commands/bundles';
import { rangesOf } from '../../main/commands/exporting';
import { newId } from '../../main/commands/station';
import { takeBundle } from '../../main/commands/taking';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { readBundle } from '../../main/jobs/readBundle';
import type { BundleReading } from '../../main/sync/reading';
import { AtWork } from '../commands/atWork';
import { newStick, secondStation, throwAway } from '../sync/stations';
import { type Files, readFiles, recordOrders, siteIn } from './tamperSite';

/** Two stations of one site, as files. */
export type Pair = {
  /** The first one at growing sizes, each with both of its heads as they were then. */
  readonly history: readonly { readonly size: number; readonly files: Files }[];
  /** The second one, which holds the first one's log up to this size, and a bundle of it for the first. */
  readonly second: Files;
  readonly held: number;
  readonly toFirst: Buffer;
  /** A bundle of the first one with what the second does not hold yet: entries, evidence, a closure. */
  readonly toSecond: Buffer;
};

/** Writes a bundle as the app does, and reads it from the stick. */
export async function bundleFor(from: AtWork, device: string, stick: string): Promise<Buffer> {
  const { station } = from;
  const receiver = station.world.site.devices.find((d) => d.device === device);
  if (!receiver || receiver.recipient === null) throw new Error(`${device} cannot be written to`);
  const to = [{ device, station: receiver.station, recipient: receiver.recipient }];
  const ranges = rangesOf(station, to, 'unacknowledged').map(({ log, from: begin, to: end }) => ({
    log,
    from: begin,
    to: end,
  }));
  const target = join(stick, `${newId('bundle')}.pdbundle`);
  await writeBundle(station, {
    kind: 'bundle',
    bundle: newId('bundle'),
    number: nextNumber(station),
    to,
    ranges,
    since: ranges.filter((range) => range.from > 0).map(({ log, from: size }) => ({ log, size })),
    target,
  });
  return readFileSync(target);
}

/** Reads a bundle as the utility process does for the site in this folder. Nothing of the site is changed by it. */
export async function readAt(root: string, file: string): Promise<BundleReading> {
  const folder = siteIn(root);
  const keys = openKeyStore(join(folder, 'keys'), filePermissionsOnly);
  const identity = keys.loadIdentity();
  const age = keys.loadAgeKey();
  if (!identity || !age) throw new Error(`${root} holds no station that can read bundles`);
  const inbox = join(root, 'inbox');
  mkdirSync(inbox, { recursive: true });
  return readBundle(
    {
      folder,
      inbox,
      staging: join(inbox, '.staging'),
      source: file,
      copied: false,
      kind: 'bundle',
      device: identity.enrolment.statement.device,
      site: identity.site,
      rootKey: identity.rootKey,
      identity: age.identity,
    },
    () => undefined,
  );
}

/** Takes in what was read, as the app does. */
export async function takeAt(work: AtWork, bundle: Buffer, stick: string): Promise<BundleReading> {
  const file = join(stick, `${newId('bundle')}.pdbundle`);
  writeFileSync(file, bundle);
  const root = dirname(work.folder);
  const reading = await readAt(root, file);
  if (!reading.ok) throw new Error(reading.words);
  await takeBundle(work.station, join(root, 'inbox', '.staging'), reading, 'bundle', undefined);
  rmSync(join(root, 'inbox'), { recursive: true, force: true });
  return reading;
}

async function make(): Promise<Pair> {
  const stick = newStick();
  const first = await AtWork.sample();
  const second = await secondStation(first, 'K2', stick);
  try {
    const [here, there] = [first.station.site.device.id, second.station.site.device.id];
    const history: { size: number; files: Files }[] = [];
    for (let order = 8; order < 14; order++) {
      history.push({
        size: first.station.site.ledger.head()?.size ?? 0,
        files: readFiles(dirname(first.folder)),
      });
      await recordOrders(first, order, order + 1);
    }
    await takeAt(second, await bundleFor(first, there, stick), stick);
    const held = first.station.site.ledger.head()?.size ?? 0;
    history.push({ size: held, files: readFiles(dirname(first.folder)) });
    const toFirst = await bundleFor(second, here, stick);
    await recordOrders(first, 14, 15);
    const toSecond = await bundleFor(first, there, stick);
    return { history, second: readFiles(dirname(second.folder)), held, toFirst, toSecond };
  } finally {
    await first.close();
    await second.close();
    throwAway(stick);
  }
}

let made: Promise<Pair> | undefined;
/** Made once a process. */
export function tamperPair(): Promise<Pair> {
  made ??= make();
  return made;
}
