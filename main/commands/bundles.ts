import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deviceOf, type Range } from '../domain/sync/sync';
import type { WrappedKey } from '../identity/secret';
import { primitives } from '../ledger/primitives';
import { hex, utf8 } from '../proof/encoding';
import { writeDurably } from '../site/durable';
import {
  type BundleKeys,
  keysBytes,
  type Manifest,
  manifestBytes,
  members,
  signManifest,
} from '../sync/bundle';
import { headsOf } from '../sync/collect';
import { type Station, stationName } from './station';

/** Where bundles lie while they are made, and where those that came lie until they are taken. */
const outboxOf = (station: Station): string => join(station.site.folder, 'outbox');
export const inboxOf = (station: Station): string => join(station.site.folder, 'inbox');

export type Receiver = { readonly device: string; readonly station: string; readonly recipient: string };

/** The station a log belongs to, by its short name. */
export function stationOf(station: Station, log: string): string {
  const device = deviceOf(log);
  return station.world.site.devices.find((d) => d.device === device)?.station ?? device.slice(0, 12);
}

/** Sizes of logs that a device is known to hold, from what it and others told. */
export function knownTo(station: Station, device: string): ReadonlyMap<string, number> {
  const rows = station.site.ledger.db
    .prepare('SELECT log, size FROM seen_heads WHERE device = ?')
    .all(device) as { log: string; size: number }[];
  return new Map(rows.map(({ log, size }) => [log, size]));
}

/** Sizes of logs that were sent to a device before, whether or not they arrived. */
export function sentTo(station: Station, device: string): ReadonlyMap<string, number> {
  const rows = station.site.ledger.db
    .prepare("SELECT to_devices AS whom, ranges FROM bundles WHERE device = ? AND direction = 'sent'")
    .all(station.site.device.id) as { whom: string; ranges: string }[];
  const sent = new Map<string, number>();
  for (const { whom, ranges } of rows) {
    if (!(JSON.parse(whom) as string[]).includes(device)) continue;
    for (const { log, to } of JSON.parse(ranges) as Range[]) sent.set(log, Math.max(sent.get(log) ?? 0, to));
  }
  return sent;
}

/** The how-manieth bundle the next one of this station is. */
export function nextNumber(station: Station): number {
  const last = station.site.ledger.db
    .prepare("SELECT coalesce(max(number), 0) FROM bundles WHERE device = ? AND direction = 'sent'")
    .pluck()
    .get(station.site.device.id) as number;
  return last + 1;
}

/** Who the site, its devices and its people are; people's keys stay locked by their secrets. */
function keysOf(station: Station): BundleKeys {
  const { identity, keys } = station.site;
  const { site } = station.world;
  return {
    v: 1,
    site: identity.site,
    rootKey: identity.rootKey,
    rootCertificate: identity.rootCertificate,
    devices: site.devices.map(({ statement, signature, certificate }) => ({
      statement,
      signature,
      certificate,
    })),
    people: [...site.people.keys()].flatMap((user) => {
      const wrapped = keys.loadUserKey(user);
      return wrapped ? [wrapped] : [];
    }),
  };
}

/** Keeps the locked keys of people that a bundle brought: of those whose public key is the one this site knows. */
export function keepPeople(station: Station, people: readonly WrappedKey[]): void {
  for (const wrapped of people) {
    const person = station.world.site.people.get(wrapped.owner);
    if (!person || person.key !== wrapped.publicKey) continue;
    if (station.site.keys.loadUserKey(wrapped.owner)?.publicKey === wrapped.publicKey) continue;
    station.site.keys.saveUserKey(wrapped);
  }
}

/** What a bundle is written from. */
export type Writing = {
  readonly kind: Manifest['kind'];
  readonly bundle: string;
  readonly number: number;
  readonly to: readonly Receiver[];
  readonly ranges: readonly Range[];
  readonly since: readonly { readonly log: string; readonly size: number }[];
  readonly target: string;
};
export type WrittenBundle = {
  readonly bytes: number;
  readonly sha256: string;
  readonly entries: number;
  readonly files: number;
};

/**
 * Writes a bundle: its parts are gathered by a job, its list of contents is signed here with the device's key, and it is
 * packed, encrypted, written and read back by another job. Changes nothing of the site.
 */
export async function writeBundle(station: Station, writing: Writing): Promise<WrittenBundle> {
  const { site, shell } = station;
  const staging = join(outboxOf(station), writing.bundle);
  const notes = new Map(headsOf(site.ledger.db).map(({ log, note }) => [log, note]));
  try {
    const { parts, logs, heads, entries, files } = await shell.jobs.run('collectBundle', {
      folder: site.folder,
      staging,
      ranges: writing.ranges,
      since: writing.since,
    });
    const texts = [
      { name: members.keys, text: Buffer.from(keysBytes(keysOf(station))).toString('utf8') },
      ...writing.ranges.map(({ log }) => ({ name: members.checkpoint(log), text: notes.get(log) ?? '' })),
    ];
    const manifest: Manifest = {
      v: 1,
      kind: writing.kind,
      bundle: writing.bundle,
      site: site.identity.site,
      from: { device: site.device.id, station: stationName(station) },
      to: writing.to.map(({ device, station: name }) => ({ device, station: name })),
      number: writing.number,
      at: new Date(station.now()).toISOString(),
      app: station.app,
      logs,
      heads,
      files: [
        ...texts.map(({ name, text }) => ({
          name,
          sha256: hex(primitives.sha256(utf8(text))),
          size: utf8(text).length,
        })),
        ...parts.map(({ name, sha256, size }) => ({ name, sha256, size })),
      ],
    };
    const bytes = manifestBytes(manifest);
    const note = signManifest(
      primitives.sha256,
      bytes,
      {
        site: site.identity.site,
        device: site.device.id,
        key: Buffer.from(site.device.key.publicKey, 'base64'),
      },
      (message) => site.device.key.sign(message),
    );
    const sealed = await shell.jobs.run('sealBundle', {
      texts: [
        { name: members.manifest, text: Buffer.from(bytes).toString('utf8') },
        { name: members.note, text: note },
        ...texts,
      ],
      parts,
      recipients: writing.to.map((to) => to.recipient),
      target: writing.target,
    });
    return { ...sealed, entries, files };
  } finally {
    rmSync(staging, { recursive: true, force: true });
    // A job that was cancelled is killed where it stands.
    rmSync(`${writing.target}.part`, { force: true });
  }
}

/** Puts the files that a bundle brought into their places: evidence by its hash, closure PDFs by their number. */
export async function keepFiles(
  station: Station,
  staging: string,
  { evidence, closures }: { readonly evidence: readonly string[]; readonly closures: readonly string[] },
): Promise<void> {
  for (const sha256 of evidence) {
    const path = join(staging, members.evidence(sha256));
    if (existsSync(path)) await station.vault.adopt(path, sha256);
  }
  const folder = join(station.site.folder, 'closures');
  for (const number of closures) {
    const path = join(folder, `${number}.pdf`);
    if (existsSync(path)) continue;
    mkdirSync(folder, { recursive: true });
    await writeDurably(path, await readFile(join(staging, members.closure(number))));
  }
}

/** What is known of a bundle that waits in the inbox, beside it. */
export type HeldNote = {
  readonly bundle: string;
  readonly name: string;
  readonly fromStation: string;
  readonly heldAt: string;
  readonly missing: readonly Range[];
};

export function readHeld(path: string): HeldNote | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as HeldNote;
  } catch {
    return undefined;
  }
}
