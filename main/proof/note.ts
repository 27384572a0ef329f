/**
 * Checkpoints as C2SP signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) and cosignatures of other
 * devices (c2sp.org/tlog-cosignature, cosignature/v1).
 *
 * ```
 * process-designer/site_…/dev_…/0
 * 42
 * qJhbZ6ZcBYwC3Y6oK8PjrC3F2Pf4H3z0sN1Qm1b3X5s=
 *
 * — process-designer/site_…/dev_…/0 uPQ3zT…
 * ```
 * The signed text is everything up to and with the newline after the root.
 */
import { base64, concat, fromBase64, sameBytes, utf8 } from './encoding';
import { type Primitives, type Sha256, type Walk, walkNow } from './primitives';

export interface Checkpoint {
  /** `process-designer/<site id>/<log>` */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyHash: Uint8Array;
  /** What follows the key hash: 64 bytes, or a time of 8 bytes and 64 bytes in a cosignature. */
  readonly signature: Uint8Array;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly signatures: readonly NoteSignature[];
}

/** A key whose lines on a note are checked. */
export interface NoteKey {
  readonly name: string;
  readonly key: Uint8Array;
  /** `log`: signs the text itself (type 0x01). `witness`: cosigns it with a time (type 0x04). */
  readonly kind: 'log' | 'witness';
}

const MOST_BYTES = 16 * 1024;
const MOST_LINES = 64;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the signed-note format forbids them, but for the line end
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u;
const NEWLINE = new Uint8Array([0x0a]);
const TYPE_BYTE = { log: new Uint8Array([0x01]), witness: new Uint8Array([0x04]) } as const;

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ raw public key); type 0x01 for a log, 0x04 for a witness. */
export function noteKeyHash(sha256: Sha256, key: NoteKey): Uint8Array {
  return sha256(...keyHashParts(key)).slice(0, 4);
}

function keyHashParts({ name, kind, key }: NoteKey): Uint8Array[] {
  return [utf8(name), NEWLINE, TYPE_BYTE[kind], key];
}

/** The text that a checkpoint's signature signs. */
export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`;
}

/** One signature line, with its newline. */
export function signatureLine(name: string, keyHash: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${base64(concat(keyHash, signature))}\n`;
}

/** The whole note with the log's own signature. `keyHash` is `noteKeyHash` of the log's key, kept by the caller. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  keyHash: Uint8Array,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const text = checkpointText(checkpoint);
  return `${text}\n${signatureLine(checkpoint.origin, keyHash, sign(utf8(text)))}`;
}

/** What a witness signs: `cosignature/v1`, `time <seconds>`, then the note's text. */
export function cosignatureMessage(text: string, seconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

function timeBytes(seconds: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(seconds));
  return out;
}

/** The line by which another device says that it saw this checkpoint at this time (seconds since 1970). */
export function cosignatureLine(
  sha256: Sha256,
  note: string,
  witness: { readonly name: string; readonly key: Uint8Array },
  seconds: number,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const signature = sign(cosignatureMessage(text, seconds));
  const keyHash = noteKeyHash(sha256, { ...witness, kind: 'witness' });
  return signatureLine(witness.name, keyHash, concat(timeBytes(seconds), signature));
}

/**
 * Reads a note: exactly origin, size, root, an empty line, and at least one signature line; no extension lines.
 * Checks no signature. @returns undefined when it has another form.
 */
export function parseCheckpoint(note: string): SignedCheckpoint | undefined {
  if (note.length > MOST_BYTES || FORBIDDEN.test(note) || !note.endsWith('\n')) return undefined;
  const lines = note.slice(0, -1).split('\n');
  const [origin, sizeText, rootText, empty, ...rest] = lines;
  if (origin === undefined || !/^[^\s+]+$/.test(origin) || empty !== '') return undefined;
  if (sizeText === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(sizeText)) return undefined;
  const size = Number(sizeText);
  const root = fromBase64(rootText ?? '');
  if (!Number.isSafeInteger(size) || root?.length !== 32 || rest.length === 0 || rest.length > MOST_LINES)
    return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of rest) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line);
    const blob = match?.[2] === undefined ? undefined : fromBase64(match[2]);
    if (match?.[1] === undefined || blob === undefined || blob.length < 5) return undefined;
    signatures.push({ name: match[1], keyHash: blob.slice(0, 4), signature: blob.slice(4) });
  }
  return { origin, size, root, signatures };
}

export interface Witnessing {
  readonly name: string;
  /** When the witness says it saw the checkpoint, seconds since 1970. */
  readonly seconds: number;
}

export type NoteCheck =
  | { readonly ok: true; readonly checkpoint: SignedCheckpoint; readonly witnesses: readonly Witnessing[] }
  | { readonly ok: false; readonly reason: string };

function* signedBy(key: NoteKey, text: string, signature: Uint8Array): Walk<number | undefined> {
  if (key.kind === 'log')
    return (yield { kind: 'verify', key: key.key, message: utf8(text), signature }) ? 0 : undefined;
  if (signature.length !== 72) return undefined;
  const seconds = Number(new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0));
  const message = cosignatureMessage(text, seconds);
  return (yield { kind: 'verify', key: key.key, message, signature: signature.subarray(8) })
    ? seconds
    : undefined;
}

/**
 * Checks a note against the log's key and any known witnesses. A line by an unknown key is ignored; a bad line by a
 * known key refuses the whole note; without a good line by the log's own key it is refused.
 */
export function checkNote(
  primitives: Primitives,
  note: string,
  log: NoteKey,
  witnesses: readonly NoteKey[] = [],
): NoteCheck {
  return walkNow(primitives, noteWalk(note, log, witnesses));
}

/** The steps of `checkNote`, for primitives that answer later. */
export function* noteWalk(note: string, log: NoteKey, witnesses: readonly NoteKey[] = []): Walk<NoteCheck> {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === undefined)
    return { ok: false, reason: 'it is not a checkpoint in the form of the format' };
  if (checkpoint.origin !== log.name)
    return { ok: false, reason: `it belongs to another log, ${checkpoint.origin}` };
  const text = checkpointText(checkpoint);
  const seen: Witnessing[] = [];
  let signed = false;
  for (const key of [log, ...witnesses]) {
    const hash = ((yield { kind: 'hash', parts: keyHashParts(key) }) as Uint8Array).subarray(0, 4);
    for (const line of checkpoint.signatures) {
      if (line.name !== key.name || !sameBytes(line.keyHash, hash)) continue;
      const seconds = yield* signedBy(key, text, line.signature);
      if (seconds === undefined) return { ok: false, reason: `its signature by ${key.name} does not hold` };
      if (key === log) signed = true;
      else seen.push({ name: key.name, seconds });
    }
  }
  if (!signed) return { ok: false, reason: `it has no signature by ${log.name}` };
  return { ok: true, checkpoint, witnesses: seen };
}
