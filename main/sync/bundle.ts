import { z } from 'zod';
import { canonicalBytes, type JsonValue, parseCanonical } from '../proof/canonical';
import { base64 } from '../proof/encoding';
import { checkNote, type NoteKey, noteKeyHash, parseCheckpoint, signCheckpoint } from '../proof/note';
import type { Primitives, Sha256 } from '../proof/primitives';

/**
 * A bundle is a ZIP of these members and no others, encrypted with age to its receivers (resources/help/ledger-format.md,
 * section 11). Everything here is a function of bytes.
 */
const logName = z.string().regex(/^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/);
const deviceName = z.string().regex(/^dev_[a-z2-7]{26}$/);
const station = z.strictObject({ device: deviceName, station: z.string().regex(/^[A-Z][A-Z0-9]{0,3}$/) });
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.int().min(0);
const hash64 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

const manifestSchema = z.strictObject({
  v: z.literal(1),
  kind: z.enum(['bundle', 'invitation']),
  bundle: z.string().regex(/^bun_[0-9a-z-]{8,64}$/),
  site: z.string().regex(/^site_[a-z2-7]{26}$/),
  from: station,
  to: z.array(station).min(1).max(50),
  number: z.int().min(1),
  at: z.string().max(40),
  app: z.string().max(40),
  logs: z
    .array(
      z.strictObject({
        log: logName,
        from: size,
        to: z.int().min(1),
        /** Shows that the log of `to` entries only appends to the `size` that the receivers were known to hold. */
        since: z.strictObject({ size: z.int().min(1), proof: z.array(hash64).max(64) }).optional(),
      }),
    )
    .max(5000),
  heads: z
    .array(z.strictObject({ log: logName, size: z.int().min(1), note: z.string().max(4096) }))
    .max(5000),
  files: z.array(z.strictObject({ name: z.string().max(120), sha256: hash, size })).max(250_000),
});
/** What a bundle is: from whom, to whom, which range of which logs, and every other member with its hash and size. */
export type Manifest = z.infer<typeof manifestSchema>;

const wrappedSchema = z.strictObject({
  v: z.literal(1),
  owner: z.string().regex(/^usr_[0-9a-z-]{8,64}$/),
  publicKey: hash64,
  derivation: z.strictObject({
    name: z.literal('scrypt'),
    logN: z.int().min(1).max(20),
    salt: z.string().max(100),
  }),
  nonce: z.string().max(40),
  sealed: z.string().max(1000),
});
const keysSchema = z.strictObject({
  v: z.literal(1),
  site: z.string(),
  rootKey: hash64,
  rootCertificate: z.string().max(8000),
  /** What the root signed about each device, with the device's certificate. */
  devices: z
    .array(
      z.strictObject({
        statement: z.string().max(2000),
        signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        certificate: z.string().max(8000),
      }),
    )
    .max(1000),
  /** Keys of persons, each still locked by that person's secret. */
  people: z.array(wrappedSchema).max(10_000),
});
/** `keys.json`: who the site and its devices are, so that a receiver believes a device it has not heard of yet. */
export type BundleKeys = z.infer<typeof keysSchema>;

export const members = {
  manifest: 'manifest.json',
  note: 'manifest.note',
  keys: 'keys.json',
  entries: (log: string) => `ledger/${log}/entries.jsonl`,
  checkpoint: (log: string) => `ledger/${log}/checkpoint.txt`,
  evidence: (sha256: string) => `evidence/${sha256}`,
  closure: (number: string) => `closures/${number}.pdf`,
} as const;

const allowed = [
  /^manifest\.(json|note)$/,
  /^keys\.json$/,
  /^ledger\/dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})\/(entries\.jsonl|checkpoint\.txt)$/,
  /^evidence\/[0-9a-f]{64}$/,
  /^closures\/[A-Z]{1,4}-[A-Z][A-Z0-9]{0,3}-[0-9]{6,12}\.pdf$/,
];
/** Whether a name may be that of a member. Everything else is refused: no folder, drive, link or dot ever gets through. */
export function isMemberName(name: string): boolean {
  return name.length <= 120 && allowed.some((pattern) => pattern.test(name));
}

/** Largest sizes of the members that are read whole, in bytes. */
export const mostBytes = { manifest: 48 * 1024 * 1024, note: 16 * 1024, keys: 16 * 1024 * 1024 } as const;

/** The file's name, as people see it: `K1-to-K2-000007.pdbundle`; of more than three receivers the number is told. */
export function bundleName(from: string, to: readonly string[], number: number): string {
  const whom = to.length <= 3 ? to.join('-') : `${to.length}-stations`;
  return `${from}-to-${whom}-${String(number).padStart(6, '0')}.pdbundle`;
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  return canonicalBytes(manifest as unknown as JsonValue);
}

export function keysBytes(keys: BundleKeys): Uint8Array {
  return canonicalBytes(keys as unknown as JsonValue);
}

/** Reads `manifest.json`: size, canonical spelling, shape. @returns undefined where it is none. */
export function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const parsed = manifestSchema.safeParse(parseCanonical(bytes, { bytes: mostBytes.manifest, depth: 8 }));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Reads `keys.json`. @returns undefined where it is none. */
export function readKeys(bytes: Uint8Array): BundleKeys | undefined {
  try {
    const parsed = keysSchema.safeParse(parseCanonical(bytes, { bytes: mostBytes.keys, depth: 8 }));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the key that signs manifests: no log has it, so no checkpoint can be taken for one or the other way round. */
export function manifestOrigin(site: string, device: string): string {
  return `process-designer/${site}/${device}/bundle`;
}

/** `manifest.note`: a signed note whose size is the manifest's in bytes and whose root is its SHA-256. */
export function signManifest(
  sha256: Sha256,
  manifest: Uint8Array,
  from: { readonly site: string; readonly device: string; readonly key: Uint8Array },
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const origin = manifestOrigin(from.site, from.device);
  const keyHash = noteKeyHash(sha256, { name: origin, key: from.key, kind: 'log' });
  return signCheckpoint({ origin, size: manifest.length, root: sha256(manifest) }, keyHash, sign);
}

/** Whether the note is this device's signature over exactly this manifest. */
export function isManifestNote(
  primitives: Primitives,
  note: string,
  manifest: Uint8Array,
  from: { readonly site: string; readonly device: string; readonly key: Uint8Array },
): boolean {
  const name = manifestOrigin(from.site, from.device);
  const key: NoteKey = { name, key: from.key, kind: 'log' };
  const check = checkNote(primitives, note, key);
  return (
    check.ok &&
    check.checkpoint.size === manifest.length &&
    base64(check.checkpoint.root) === base64(primitives.sha256(manifest))
  );
}

/** Root and size that a checkpoint's text names, unchecked. */
export function headOf(note: string): { readonly size: number; readonly root: string } | undefined {
  const checkpoint = parseCheckpoint(note);
  return checkpoint && { size: checkpoint.size, root: base64(checkpoint.root) };
}
