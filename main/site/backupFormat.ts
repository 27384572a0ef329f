import { createHash } from 'node:crypto';
import { z } from 'zod';
import { verifySignature } from '../identity/keys';
import { primitives } from '../ledger/primitives';
import { canonicalBytes, type JsonObject } from '../proof/canonical';
import { fromBase64, sameBytes, utf8 } from '../proof/encoding';
import { noteKeyHash, signatureLine } from '../proof/note';

/**
 * A backup is a folder in the shape of a site's own: `ledger.db` (copied by SQLite, not in WAL mode, so that it can be
 * read where nothing can be written), `keys/`, `evidence/`, `closures/`, `settings.json`; beside them
 *
 * - `manifest.json`: canonical JSON of `manifestSchema`: every file with its size and SHA-256, and the newest checkpoint of each log;
 * - `manifest.note`: a signed note (c2sp.org/signed-note): the line `process-designer/<site>/<device>/backup`, one line of
 *   canonical JSON (`summarySchema`, with the SHA-256 of manifest.json), an empty line, and the signature of the device that made it.
 */
export const manifestFile = 'manifest.json';
export const noteFile = 'manifest.note';
export const settingsFile = 'settings.json';
export const backupFormat = 'process-designer-backup/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
/** Inside the backup, no way out of it: names of letters, digits, points, hyphens and underscores. */
const path = z
  .string()
  .max(240)
  .regex(/^(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/){0,4}[A-Za-z0-9_][A-Za-z0-9._-]*$/);
const fileSchema = z.strictObject({ path, size: count, sha256: hash });
export type BackupFile = z.infer<typeof fileSchema>;
const headSchema = z.strictObject({ log: z.string().max(60), size: count, note: z.string().max(4096) });
export type BackupHead = z.infer<typeof headSchema>;

const about = {
  backup: z.string().regex(/^bak_[0-9a-z-]{8,64}$/),
  site: z.string().regex(/^site_[a-z2-7]{26}$/),
  siteName: z.string().max(120),
  device: z.string().regex(/^dev_[a-z2-7]{26}$/),
  station: z.string().max(20),
  app: z.string().max(40),
  madeAt: z.iso.datetime(),
  how: z.enum(['asked', 'daily', 'update']),
  /** Entries of all logs. */
  entries: count,
};
export type BackupAbout = z.infer<z.ZodObject<typeof about>>;

const manifestSchema = z.strictObject({
  format: z.literal(backupFormat),
  ...about,
  heads: z.array(headSchema).min(1).max(8000),
  /** SHA-256 of files that are recorded, and were missing or altered in the site. */
  missing: z.array(hash),
  files: z.array(fileSchema).min(1),
});
export type Manifest = z.infer<typeof manifestSchema>;

const summarySchema = z.strictObject({
  format: z.literal(backupFormat),
  ...about,
  files: count,
  bytes: count,
  missing: count,
  manifest: hash,
});
export type BackupSummary = z.infer<typeof summarySchema>;

/** A name for people: no letters that a stick's file system refuses. */
export function slugOf(words: string): string {
  const slug = words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 70)
    .replace(/-+$/, '');
  return slug === '' ? 'site' : slug;
}

/** `process-designer-backup-halden-plant-k7-2026-11-23T22-30-00Z`: of one station, to the second. */
export function nameOf(siteName: string, station: string, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  return `process-designer-backup-${slugOf(`${siteName} ${station}`)}-${time}Z`;
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  return canonicalBytes(manifestSchema.parse(manifest) as unknown as JsonObject);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const keyNameOf = (of: { readonly site: string; readonly device: string }): string =>
  `process-designer/${of.site}/${of.device}`;

/** Signs a backup's summary with the device's key. */
export function signSummary(
  summary: BackupSummary,
  device: { readonly publicKey: string; sign(message: Uint8Array): Uint8Array },
): string {
  const name = keyNameOf(summary);
  const line = new TextDecoder().decode(canonicalBytes(summary as unknown as JsonObject));
  const text = `${name}/backup\n${line}\n`;
  const key = { name, key: Buffer.from(device.publicKey, 'base64'), kind: 'log' as const };
  return `${text}\n${signatureLine(name, noteKeyHash(primitives.sha256, key), device.sign(utf8(text)))}`;
}

export type NoteReading =
  | { readonly ok: true; readonly summary: BackupSummary }
  | { readonly ok: false; readonly newer: boolean };

/** Reads a backup's note and checks its signature by `key` (raw Ed25519, base64); the key's enrolment is the caller's to check. */
export function readNote(note: string, key: (summary: BackupSummary) => string | undefined): NoteReading {
  const match = /^([^\s]+)\/backup\n([^\n]{2,4000})\n\n\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)\n$/.exec(note);
  if (match === null) return { ok: false, newer: false };
  const [, name = '', line = '', signer = '', blob = ''] = match;
  const given = parsed(line);
  const reading = summarySchema.safeParse(given);
  if (!reading.success) return { ok: false, newer: isNewer(given) };
  const summary = reading.data;
  const raw = key(summary);
  const bytes = fromBase64(blob);
  if (raw === undefined || bytes?.length !== 68 || name !== keyNameOf(summary) || signer !== name)
    return { ok: false, newer: false };
  const hash4 = noteKeyHash(primitives.sha256, { name, key: Buffer.from(raw, 'base64'), kind: 'log' });
  const text = `${name}/backup\n${line}\n`;
  const holds = sameBytes(bytes.subarray(0, 4), hash4) && verifySignature(raw, utf8(text), bytes.subarray(4));
  return holds ? { ok: true, summary } : { ok: false, newer: false };
}

/** The manifest that a note names, or undefined where it is another one or not whole. */
export function readManifest(bytes: Uint8Array, summary: BackupSummary): Manifest | undefined {
  if (sha256Of(bytes) !== summary.manifest) return undefined;
  const reading = manifestSchema.safeParse(parsed(new TextDecoder().decode(bytes)));
  if (!reading.success) return undefined;
  const { device, site, backup } = reading.data;
  return device === summary.device && site === summary.site && backup === summary.backup
    ? reading.data
    : undefined;
}

export function summaryOf(manifest: Manifest, bytes: Uint8Array): BackupSummary {
  const { heads: _h, missing, files, ...rest } = manifest;
  return {
    ...rest,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    missing: missing.length,
    manifest: sha256Of(bytes),
  };
}

/** The form of a later version of this app, or of something else. */
export function isNewer(given: unknown): boolean {
  return (
    typeof given === 'object' &&
    given !== null &&
    'format' in given &&
    typeof given.format === 'string' &&
    /^process-designer-backup\/(?!1$)\d+$/.test(given.format)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
