import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { verifySignature } from '../identity/keys';

/**
 * A release on a folder, a stick or a server, in two files beside the package:
 *
 * `update.json`: what is released; `update.json.sig`: one line, `<key id> <base64>`, an Ed25519 signature (RFC 8032) by one
 * of the vendor's keys over `"process-designer/update/v1"` ‖ 0x00 ‖ the bytes of update.json as they are. The package is
 * named by its SHA-256 and SHA-512, so the signature covers it. Nothing is parsed before the signature holds.
 */
export const releaseFile = 'update.json';
export const signatureFile = 'update.json.sig';
const prefix = Buffer.from('process-designer/update/v1\0', 'utf8');
const mostBytes = 64 * 1024;
const mostPackage = 2 * 1024 ** 3;

const releaseSchema = z.strictObject({
  format: z.literal('process-designer-update/1'),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
  released: z.iso.date(),
  /** `<process.platform>-<process.arch>`, such as `linux-x64`. */
  platform: z.string().regex(/^[a-z0-9]+-[a-z0-9]+$/),
  package: z.strictObject({
    file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}$/),
    size: z.int().min(1).max(mostPackage),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Base64, as the updater library compares it. */
    sha512: z.string().length(88),
  }),
  notes: z.string().max(8000),
});
export type SignedRelease = z.infer<typeof releaseSchema> & { readonly signedBy: string };

/** The vendor's keys that may sign a release: two, so that one can be replaced. */
export const updateKeysSchema = z
  .array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{3,40}$/), key: z.string().length(44) }))
  .min(1)
  .max(4);
export type UpdateKeys = z.infer<typeof updateKeysSchema>;

export type ReleaseReading =
  | { readonly ok: true; readonly release: SignedRelease }
  | { readonly ok: false; readonly message: string; readonly version?: string };

/** Reads the vendor's keys that ship with the app. Throws when they are not there: then nothing may update. */
export function readUpdateKeys(path: string): UpdateKeys {
  return updateKeysSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** A key in a form that people compare: the first 16 hex digits of SHA-256 over its raw bytes, in groups of four. */
export function keyFingerprint(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex');
  return digest.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
}

/** The bytes a vendor's key signs for this release, and for nothing else. */
export function releaseMessage(release: Uint8Array): Uint8Array {
  return Buffer.concat([prefix, release]);
}

/**
 * Checks a release: the signature first, by a key this app knows; then its form, platform and version. `compare` is
 * positive where the first version is the newer.
 */
export function readRelease(
  bytes: Uint8Array,
  signature: string,
  known: { readonly keys: UpdateKeys; readonly platform: string },
): ReleaseReading {
  const line = /^([a-z0-9-]{3,40}) ([A-Za-z0-9+/]{86}==)\n?$/.exec(signature);
  if (line === null || bytes.length > mostBytes)
    return no('This is not a signed release: its signature has another form. Nothing was taken from it.');
  const [, id = '', value = ''] = line;
  const key = known.keys.find((k) => k.id === id);
  if (key === undefined)
    return no(`It is signed with a key that this app does not know (${id}). Nothing was taken from it.`);
  const raw = Buffer.from(value, 'base64');
  // The last letter before the padding has four bits to spare: only the canonical spelling counts (RFC 4648 3.5).
  if (raw.toString('base64') !== value || !verifySignature(key.key, releaseMessage(bytes), raw))
    return no(
      'Its signature does not hold: the release was altered, or another key signed it. Nothing was taken from it.',
    );
  const parsed = releaseSchema.safeParse(plain(bytes));
  if (!parsed.success)
    return no(
      'It is signed by the vendor, but in a form that this version does not know. Nothing was taken from it.',
    );
  const release = { ...parsed.data, signedBy: id };
  if (release.platform !== known.platform)
    return no(
      `Release ${release.version} is for ${release.platform}; this machine is ${known.platform}. Ask for the package of this machine.`,
      release.version,
    );
  return { ok: true, release };
}

/** Finds and checks the release in a folder or on a stick. Reads the package whole; runs nothing. */
export async function readUpdateFolder(
  folder: string,
  known: { readonly keys: UpdateKeys; readonly platform: string },
): Promise<ReleaseReading> {
  const at = join(folder, releaseFile);
  const beside = join(folder, signatureFile);
  if (!existsSync(at))
    return no(
      `There is no release in ${folder}: the file ${releaseFile} is missing. Choose the folder that holds it.`,
    );
  if (!existsSync(beside))
    return no(
      `The release in ${folder} is not signed: ${signatureFile} is missing. Unsigned releases are never taken.`,
    );
  if (statSync(at).size > mostBytes || statSync(beside).size > 1024)
    return no('This is not a signed release: its files are too large. Nothing was taken from it.');
  const reading = readRelease(readFileSync(at), readFileSync(beside, 'utf8'), known);
  if (!reading.ok) return reading;
  const wrong = await wrongPackage(join(folder, reading.release.package.file), reading.release);
  return wrong === undefined ? reading : no(wrong, reading.release.version);
}

/** Why a file is not the package of a release, in words, or undefined when it is: size and both hashes are the signed ones. */
export async function wrongPackage(
  path: string,
  { package: named, version }: SignedRelease,
): Promise<string | undefined> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || !there.isFile())
    return `The package of release ${version}, ${named.file}, is missing. Copy it again, with both update files beside it.`;
  if (there.size !== named.size)
    return `The package of release ${version} has ${there.size.toLocaleString('en')} bytes; ${named.size.toLocaleString('en')} are signed for. It was cut short or altered. Copy it again.`;
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  for await (const chunk of createReadStream(path)) {
    sha256.update(chunk as Buffer);
    sha512.update(chunk as Buffer);
  }
  return sha256.digest('hex') === named.sha256 && sha512.digest('base64') === named.sha512
    ? undefined
    : `The package of release ${version} is not the one that was signed: it was altered. Nothing was taken from it.`;
}

/**
 * Copies the package of a checked release into `store`, and checks the copy, not what it was copied from: that may
 * change behind our back. Whole or not at all. Answers the copy's path, or why there is none.
 */
export async function takePackage(
  from: string,
  release: SignedRelease,
  store: string,
): Promise<{ readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string }> {
  const folder = join(store, release.version);
  const path = join(folder, basename(release.package.file));
  const part = `${path}.part`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  try {
    await pipeline(createReadStream(from), createWriteStream(part, { mode: 0o700 }));
    const handle = await open(part, 'r+');
    await handle.sync();
    await handle.close();
    const wrong = await wrongPackage(part, release);
    if (wrong !== undefined) {
      rmSync(part, { force: true });
      return { ok: false, message: wrong };
    }
    renameSync(part, path);
    return { ok: true, path };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function no(message: string, version?: string): ReleaseReading {
  return version === undefined ? { ok: false, message } : { ok: false, message, version };
}

function plain(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
