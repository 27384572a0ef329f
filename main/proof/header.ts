/**
 * The header of an entry: what a leaf of the tree commits to. Closed list of keys, one spelling (canonical JSON).
 *
 * ```json
 * {"actor":{"role":"operator","session":"ses_…","user":"usr_…"},"app":"0.1.0","at":"2026-11-20T10:00:00.000Z",
 *  "body":"<hex>","boot":{"id":"…","ms":81234},"clock":"1795168800000-0000","idem":"cmd_…","log":"dev_…/0",
 *  "prev":"<hex>","rev":3,"seq":17,"stream":"run_…","type":"run.step-recorded","v":1,"zone":"+01:00"}
 * ```
 */
import {
  canonicalBytes,
  HEADER_LIMITS,
  type JsonObject,
  type JsonValue,
  NotCanonical,
  parseCanonical,
} from './canonical';
import { base32, concat, fromUtf8, utf8 } from './encoding';
import type { HashTo, Sha256 } from './primitives';

/** Who acted: a person in a role and a session, or the part of the system that acted by itself. */
export type Actor =
  | { readonly user: string; readonly role: string; readonly session: string }
  | { readonly system: string };

/** An electronic signature: what it means, the signer's raw Ed25519 public key and the signature, both base64. */
export interface HeaderSignature {
  readonly meaning: string;
  readonly key: string;
  readonly value: string;
}

export interface Header {
  readonly v: 1;
  /** `<device id>/<epoch>` */
  readonly log: string;
  readonly seq: number;
  /** Leaf of `seq − 1` in hex; 64 zeros at 0. */
  readonly prev: string;
  /** UTC, RFC 3339 with milliseconds and `Z`, as the device's wall clock read. */
  readonly at: string;
  /** Offset of the device's zone, `+hh:mm` or `-hh:mm`. */
  readonly zone: string;
  /** Hybrid logical clock, `<13 digits of ms>-<4 hex>`; rises with every entry of a log. */
  readonly clock: string;
  /** Id of the machine's start, and monotonic milliseconds since then. */
  readonly boot: { readonly id: string; readonly ms: number };
  readonly app: string;
  readonly actor: Actor;
  readonly stream: string;
  /** Number of entries of the stream that the device held when the command was decided. */
  readonly rev: number;
  readonly type: string;
  readonly idem: string;
  /** Body commitment in hex. */
  readonly body: string;
  readonly signature?: HeaderSignature;
}

export const FIRST_PREV = '0'.repeat(64);
const BODY_TAG = utf8('process-designer/body/v1\0');
const SIGNATURE_TAG = utf8('process-designer/signature/v1\0');
const LEAF_TAG = new Uint8Array([0]);

/** `site_` or `dev_` and the first 26 characters of the base32 of SHA-256(raw public key). */
export function keyId(sha256: Sha256, prefix: 'site' | 'dev', publicKey: Uint8Array): string {
  return hashId(prefix, sha256(publicKey));
}

/** The id of a key by the hash of it. */
export function hashId(prefix: 'site' | 'dev', hash: Uint8Array): string {
  return `${prefix}_${base32(hash).slice(0, 26)}`;
}

/** SHA-256(`process-designer/body/v1` ‖ 0x00 ‖ salt ‖ body bytes) */
export function bodyCommitment<T>(sha256: HashTo<T>, salt: Uint8Array, body: Uint8Array): T {
  return sha256(BODY_TAG, salt, body);
}

/** SHA-256(0x00 ‖ header bytes): RFC 9162 2.1.1. */
export function leafHash<T>(sha256: HashTo<T>, headerBytes: Uint8Array): T {
  return sha256(LEAF_TAG, headerBytes);
}

/** What an electronic signature signs: `process-designer/signature/v1` ‖ 0x00 ‖ JCS(header without `signature`). */
export function signatureMessage(header: Header): Uint8Array {
  const { signature: _, ...unsigned } = header;
  return concat(SIGNATURE_TAG, canonicalBytes(unsigned));
}

/** @throws NotJson when a field has no canonical form, NotCanonical when the header is over its size. */
export function headerBytes(header: Header): Uint8Array {
  const bytes = canonicalBytes(header as unknown as JsonObject);
  if (bytes.length > HEADER_LIMITS.bytes) throw new NotCanonical('a header over 16 KiB', HEADER_LIMITS.bytes);
  return bytes;
}

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: Header }
  /** A later format: kept and forwarded byte for byte, its stream is read-only. */
  | { readonly kind: 'newer'; readonly v: number }
  | { readonly kind: 'bad'; readonly reason: string };

const LOG = /^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/;
const AT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const ZONE = /^[+-](?:0\d|1[0-4]):[0-5]\d$/;
const CLOCK = /^\d{13}-[0-9a-f]{4}$/;
const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const ID = /^[\x21-\x7e]{1,200}$/;
const KEY64 = /^[A-Za-z0-9+/]{43}=$/;
const VALUE64 = /^[A-Za-z0-9+/]{86}==$/;

const isText = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && pattern.test(value);
/** 64 lower-case hex digits. A loop, because it runs twice an entry and is five times as fast as a pattern. */
function isHash(value: unknown): boolean {
  if (typeof value !== 'string' || value.length !== 64) return false;
  for (let index = 0; index < 64; index += 1) {
    const code = value.charCodeAt(index);
    if (!((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false;
  }
  return true;
}
const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

/** Whether a value is an object of exactly these keys, which are given in order: canonical text has them so. */
function hasKeys(value: JsonValue | undefined, ...keys: readonly string[]): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  let index = 0;
  for (const key in value) {
    if (key !== keys[index]) return false;
    index += 1;
  }
  return index === keys.length;
}

function isActor(value: JsonValue | undefined): boolean {
  if (hasKeys(value, 'system')) return isText(value.system, ID);
  return (
    hasKeys(value, 'role', 'session', 'user') &&
    [value.role, value.session, value.user].every((id) => isText(id, ID))
  );
}

function isSignature(value: JsonValue | undefined): boolean {
  return (
    hasKeys(value, 'key', 'meaning', 'value') &&
    typeof value.meaning === 'string' &&
    value.meaning.length > 0 &&
    isText(value.key, KEY64) &&
    isText(value.value, VALUE64)
  );
}

const isBoot = (value: JsonValue | undefined): boolean =>
  hasKeys(value, 'id', 'ms') && isText(value.id, ID) && isCount(value.ms);

/** The first field that has not its form, by name. Keys of `actor`, `boot` and `signature` stand in order. Written out, because it runs for every entry. */
export function badField(value: JsonObject): string | undefined {
  if (!isActor(value.actor)) return 'actor';
  if (!isText(value.app, ID)) return 'app';
  if (!isText(value.at, AT)) return 'at';
  if (!isHash(value.body)) return 'body';
  if (!isBoot(value.boot)) return 'boot';
  if (!isText(value.clock, CLOCK)) return 'clock';
  if (!isText(value.idem, ID)) return 'idem';
  if (!isText(value.log, LOG)) return 'log';
  if (!isHash(value.prev)) return 'prev';
  if (!isCount(value.rev)) return 'rev';
  if (!isCount(value.seq)) return 'seq';
  if (!isText(value.stream, ID)) return 'stream';
  if (!isText(value.type, TYPE)) return 'type';
  if (value.v !== 1) return 'v';
  if (!isText(value.zone, ZONE)) return 'zone';
  if (value.signature !== undefined && !isSignature(value.signature)) return 'signature';
  return undefined;
}
const FIELDS = 15;

/** The canonical text of a header whose texts need no escape, from its fields; compared with what was read, not written. */
function plainText(h: Header): string {
  const { actor, boot, signature } = h;
  const by =
    'user' in actor
      ? `{"role":"${actor.role}","session":"${actor.session}","user":"${actor.user}"}`
      : `{"system":"${actor.system}"}`;
  const signed =
    signature === undefined
      ? ''
      : `"signature":{"key":"${signature.key}","meaning":"${signature.meaning}","value":"${signature.value}"},`;
  return `{"actor":${by},"app":"${h.app}","at":"${h.at}","body":"${h.body}","boot":{"id":"${boot.id}","ms":${boot.ms}},"clock":"${h.clock}","idem":"${h.idem}","log":"${h.log}","prev":"${h.prev}","rev":${h.rev},"seq":${h.seq},${signed}"stream":"${h.stream}","type":"${h.type}","v":${h.v},"zone":"${h.zone}"}`;
}

/**
 * A header in its usual spelling, or undefined where it must be looked at byte by byte. An escape, a space, a key too many or
 * twice all make the text longer than the one made of its fields, so equal texts are canonical and hold no other key.
 */
function usualHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length > HEADER_LIMITS.bytes) return undefined;
  let text: string;
  let value: JsonObject | null;
  try {
    text = fromUtf8(bytes);
    value = JSON.parse(text) as JsonObject | null;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || badField(value) !== undefined) return undefined;
  const header = value as unknown as Header;
  return Number.isSafeInteger(header.boot.ms) &&
    Number.isSafeInteger(header.rev) &&
    Number.isSafeInteger(header.seq) &&
    plainText(header) === text
    ? header
    : undefined;
}

/** Reads header bytes: size, canonical spelling, version, closed list of keys, shape of every field. Never throws. */
export function readHeader(bytes: Uint8Array): HeaderReading {
  const usual = usualHeader(bytes);
  return usual === undefined ? readClosely(bytes) : { kind: 'header', header: usual };
}

function readClosely(bytes: Uint8Array): HeaderReading {
  let value: JsonObject;
  try {
    value = parseCanonical(bytes, HEADER_LIMITS);
  } catch (error) {
    return { kind: 'bad', reason: error instanceof Error ? error.message : 'the header cannot be read' };
  }
  if (typeof value.v === 'number' && value.v > 1) return { kind: 'newer', v: value.v };
  const field = badField(value);
  if (field !== undefined)
    return { kind: 'bad', reason: `its field "${field}" is missing or has another form` };
  if (Object.keys(value).length !== (value.signature === undefined ? FIELDS : FIELDS + 1)) {
    return { kind: 'bad', reason: 'it holds a key that the format does not list' };
  }
  return { kind: 'header', header: value as unknown as Header };
}

/** Order of entries across logs: clock, then log, then place. */
export function entryOrder(
  left: Pick<Header, 'clock' | 'log' | 'seq'>,
  right: Pick<Header, 'clock' | 'log' | 'seq'>,
): number {
  if (left.clock !== right.clock) return left.clock < right.clock ? -1 : 1;
  if (left.log !== right.log) return left.log < right.log ? -1 : 1;
  return left.seq - right.seq;
}

/** `process-designer/<site id>/<log>`, the origin line and key name of a log's checkpoints. */
export function originOf(site: string, log: string): string {
  return `process-designer/${site}/${log}`;
}
