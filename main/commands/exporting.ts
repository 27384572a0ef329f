import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../contract/call';
import { refuse } from '../domain/refusal';
import { bundleExported } from '../domain/sync/decide';
import { bundleName } from '../sync/bundle';
import { sizesHeld } from '../sync/collect';
import { rangesFor } from '../sync/merge';
import { NotWritten } from '../sync/notWritten';
import { actingFor } from './authority';
import { knownTo, nextNumber, type Receiver, sentTo, writeBundle } from './bundles';
import { JobStopped } from './jobs';
import { newId, record, type Station, stationName } from './station';

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * S3: writes a bundle for some stations into a folder. Only what they are not known to hold goes into it, so that one that got
 * lost is healed by the next; it is recorded once the file reads back as it was written.
 */
export async function exportBundle(
  station: Station,
  window: number,
  args: { readonly to: readonly string[]; readonly what: 'unacknowledged' | 'new' },
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const acting = actingFor(station, window, 'exportBundle');
  if ('ok' in acting) return acting;
  const to: Receiver[] = [];
  for (const device of new Set(args.to)) {
    const found = station.world.site.devices.find((d) => d.device === device);
    if (!found || device === station.site.device.id)
      return refuse('not-found', 'Choose stations of this site other than this one.');
    if (found.recipient === null)
      return refuse(
        'not-ready',
        `Station ${found.station} has not said yet how bundles for it are encrypted. Start the app there once and bring a bundle from it.`,
      );
    to.push({ device, station: found.station, recipient: found.recipient });
  }
  const ranges = rangesOf(station, to, args.what);
  if (ranges.length === 0)
    return refuse('already-done', 'There is nothing to send: these stations hold all that is here.');
  const folder = await station.shell.askFolder('The folder or stick for the bundle');
  const number = nextNumber(station);
  const name = bundleName(
    stationName(station),
    to.map((t) => t.station),
    number,
  );
  const none = {
    seq: -1,
    at: new Date(station.now()).toISOString(),
    saved: null,
    name,
    entries: 0,
    files: 0,
    bytes: 0,
  };
  if (folder === null) return { ok: true, answer: none };
  const target = join(folder, name);
  if (existsSync(target) && !statSync(target).isFile())
    return refuse('folder', `${name} is there already and is no file. Choose another folder.`);
  const bundle = newId('bundle');
  try {
    const written = await writeBundle(station, {
      kind: 'bundle',
      bundle,
      number,
      to,
      ranges: ranges.map(({ log, from, to: end }) => ({ log, from, to: end })),
      since: ranges.filter(({ from }) => from > 0).map(({ log, from }) => ({ log, size: from })),
      target,
    });
    const entry = bundleExported({
      bundle,
      name,
      number,
      ranges,
      to: to.map((t) => t.device),
      ...written,
    });
    const done = await inTurn(() =>
      record(station, newId('command'), [entry], acting, (last) => ({
        seq: last?.seq ?? -1,
        at: last?.header.at ?? none.at,
        saved: target,
        name,
        entries: written.entries,
        files: written.files,
        bytes: written.bytes,
      })),
    );
    return done.ok ? { ok: true, answer: done.answer } : refuse('read-only', done.message);
  } catch (error) {
    // In the utility process every failure in words arrives as a stopped job.
    if (error instanceof NotWritten || error instanceof JobStopped) return refuse('folder', error.message);
    throw error;
  }
}

/** What these receivers are not known to hold of each log; with `new`, and what was not sent to them either. */
export function rangesOf(
  station: Station,
  to: readonly { readonly device: string }[],
  what: 'unacknowledged' | 'new',
) {
  const known = new Map(
    to.map(({ device }) => [
      device,
      { holds: knownTo(station, device), sent: what === 'new' ? sentTo(station, device) : undefined },
    ]),
  );
  return rangesFor(
    sizesHeld(station.site.ledger.db),
    to.map((t) => t.device),
    (device, log) => {
      const of = known.get(device);
      return Math.max(of?.holds.get(log) ?? 0, of?.sent?.get(log) ?? 0);
    },
  );
}
