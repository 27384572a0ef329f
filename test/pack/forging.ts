import { createHash } from 'node:crypto';
import { packCrypto } from '../../main/jobs/verifyPack';
import { primitives } from '../../main/ledger/primitives';
import { canonicalBytes, type JsonValue } from '../../main/proof/canonical';
import {
  type PackKeys,
  type PackLine,
  type PackManifest,
  packLineText,
  packManifestBytes,
  signPackManifest,
} from '../../main/proof/pack/manifest';
import { openZip, type PackSource } from '../../main/proof/pack/source';
import { type PackVerification, verifyPack } from '../../main/proof/pack/verifyPack';
import { readPack, type Said } from './packing';
import { zipOf } from './tampering';

type Loose<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer I)[]
    ? Loose<I>[]
    : T[K] extends object
      ? Loose<T[K]>
      : T[K];
};

/** A pack taken apart, to be changed in any way. */
export type Forgery = {
  readonly manifest: Loose<PackManifest>;
  readonly keys: Loose<PackKeys>;
  /** Lines by log. */
  readonly lines: Map<string, Said[]>;
  readonly members: Map<string, Uint8Array>;
};

/** A device whose owner is dishonest: it signs what it likes. */
export type Forger = {
  readonly site: string;
  readonly device: string;
  readonly key: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/**
 * Changes a pack as its own device could: the files' hashes are made again and the manifest is signed, so that only what the entries
 * say can show it. Counts are left to `change`, but `recount` sets those of lines.
 */
export function forge(
  zip: Uint8Array,
  by: Forger,
  change: (pack: Forgery) => unknown,
  recount = true,
): Buffer {
  const open = readPack(zip);
  const lines = new Map<string, Said[]>(open.manifest.logs.map(({ log }) => [log, []]));
  for (const said of open.lines) lines.get(said.log)?.push(said);
  const pack: Forgery = {
    manifest: structuredClone(open.manifest) as Loose<PackManifest>,
    keys: structuredClone(open.keys) as Loose<PackKeys>,
    lines,
    members: new Map(open.members),
  };
  change(pack);
  const { manifest, members } = pack;
  for (const log of manifest.logs) {
    const own = pack.lines.get(log.log) ?? [];
    if (recount) log.lines = own.length;
    members.set(
      `ledger/${log.log}/entries.jsonl`,
      Buffer.from(own.map(({ line }) => packLineText(line)).join('')),
    );
  }
  if (recount) recountAll(pack);
  members.set('keys.json', canonicalBytes(pack.keys as unknown as JsonValue));
  manifest.files = [...members]
    .filter(([name]) => !name.startsWith('manifest.'))
    .map(([name, bytes]) => ({
      name,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
  const bytes = packManifestBytes(manifest as PackManifest);
  members.set('manifest.json', bytes);
  members.set('manifest.note', Buffer.from(signPackManifest(primitives.sha256, bytes, by, by.sign)));
  return zipOf(members);
}

function recountAll({ manifest, lines }: Forgery): void {
  const all = [...lines.values()].flat();
  for (const order of manifest.workOrders)
    order.entries = all.filter(({ body }) => body?.workOrder === order.workOrder).length;
  manifest.withheld = all.filter(({ line }) => line.body === undefined).length;
}

export function sourceOf(zip: Uint8Array): Promise<PackSource> {
  return openZip({ size: zip.length, read: async (from, to) => new Uint8Array(zip.subarray(from, to)) });
}

export async function judge(zip: Uint8Array): Promise<PackVerification> {
  return verifyPack(await sourceOf(zip), packCrypto);
}

/** The line without what it says. */
export const withheldLine = ({ header, proof }: PackLine): PackLine => ({ header, proof });
