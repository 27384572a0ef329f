import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  centralRecord,
  descriptor,
  endRecord,
  isStreamed,
  localHeader,
  type ZipEntry,
} from '../../main/proof/pack/zip';
import { type OpenPack, readPack, type Said } from './packing';

/** Members by name, in the order of the ZIP. */
export type Members = ReadonlyMap<string, Uint8Array>;

/** Packs members as a pack's ZIP is made: whoever changes a pack can do that too. */
export function zipOf(members: Members): Buffer {
  const parts: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [name, bytes] of members) {
    const described = isStreamed(name);
    const entry: ZipEntry = {
      name: Buffer.from(name),
      size: bytes.length,
      crc: crc32(bytes),
      offset: at,
      described,
    };
    entries.push(entry);
    put(localHeader(entry));
    put(bytes);
    put(descriptor(entry));
  }
  const start = at;
  for (const entry of entries) put(centralRecord(entry));
  put(endRecord(entries.length, at - start, start));
  return Buffer.concat(parts);
}

/** A pack with some members replaced, or taken out (undefined), and nothing else touched: its manifest still says the old. */
function withMembers(zip: Uint8Array, changed: ReadonlyMap<string, Uint8Array | undefined>): Buffer {
  const members = new Map<string, Uint8Array>(readPack(zip).members);
  for (const [name, bytes] of changed) {
    if (bytes === undefined) members.delete(name);
    else members.set(name, bytes);
  }
  return zipOf(members);
}

type Json = { [key: string]: unknown };

/** What a forger without the device's key can do at most: the manifest is made to fit again, and its note is left as it was. */
export function withManifest(zip: Uint8Array, change: (manifest: Json) => void): Buffer {
  const { members } = readPack(zip);
  const manifest = JSON.parse(members.get('manifest.json')?.toString('utf8') ?? '') as Json;
  manifest.files = [...members]
    .filter(([name]) => !name.startsWith('manifest.'))
    .map(([name, bytes]) => ({
      name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    }));
  change(manifest);
  return withMembers(zip, new Map([['manifest.json', Buffer.from(canonical(manifest))]]));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
    .join(',')}}`;
}

const lineOf = ({ line }: Said): string => {
  const { body, header, proof, salt } = line;
  return `${canonical({ body, header, proof, salt })}\n`;
};

/** Lines written again from what a pack says, some of them left out or changed. */
function withLines(zip: Uint8Array, change: (said: Said) => Said | undefined): Buffer {
  const pack: OpenPack = readPack(zip);
  const members = new Map<string, Uint8Array>();
  for (const { log } of pack.manifest.logs) {
    const kept = pack.lines.filter((said) => said.log === log).flatMap((said) => change(said) ?? []);
    members.set(`ledger/${log}/entries.jsonl`, Buffer.from(kept.map(lineOf).join('')));
  }
  return withMembers(zip, members);
}

/** Without the line of one entry. */
export function withoutLine(zip: Uint8Array, at: { readonly log: string; readonly seq: number }): Buffer {
  return withLines(zip, (said) => (said.log === at.log && said.seq === at.seq ? undefined : said));
}

/** Without any line that belongs to a work order. */
export function withoutRun(zip: Uint8Array, workOrder: string): Buffer {
  return withLines(zip, (said) =>
    said.body?.workOrder === workOrder || said.header.stream === workOrder ? undefined : said,
  );
}

/** With salt and body of one entry taken away, as if it had been withheld. */
export function withheld(zip: Uint8Array, at: { readonly log: string; readonly seq: number }): Buffer {
  return withLines(zip, (said) => {
    if (said.log !== at.log || said.seq !== at.seq) return said;
    const { header, proof } = said.line;
    return { ...said, line: { header, proof } };
  });
}

/** Without a member. */
export function withoutFile(zip: Uint8Array, name: string): Buffer {
  return withMembers(zip, new Map([[name, undefined]]));
}

/** With one bit of one byte of the file turned over. */
export function withFlip(zip: Uint8Array, at: number, bit = 0): Buffer {
  const bytes = Buffer.from(zip);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes;
}
