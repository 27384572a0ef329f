import { createHash } from 'node:crypto';
import { canonicalBytes, type JsonObject, parseCanonical } from '../proof/canonical';
import { base32 } from '../proof/encoding';
import type { SigningKey } from './keys';
import { keyId, verifySignature } from './keys';

/**
 * A machine that wants to be a station of a site says who it is: canonical JSON (RFC 8785), signed by its own new key. Nobody
 * vouches for it but the two people who read the fingerprint to each other.
 */
export interface JoinRequest {
  readonly v: 1;
  readonly kind: 'process-designer/join-request';
  /** The name it asks for, as `K2`. */
  readonly station: string;
  readonly device: string;
  /** Raw Ed25519 public key of its log, base64. */
  readonly deviceKey: string;
  /** PKCS #10, PEM: the key its PDF certificate will speak for. */
  readonly certificateRequest: string;
  /** `age1…`: to what the invitation and all bundles are encrypted. */
  readonly recipient: string;
  /** UTC, RFC 3339 with milliseconds. */
  readonly at: string;
  readonly app: string;
  /** Ed25519 by `deviceKey` over prefix ‖ 0x00 ‖ JCS(all but `signature`), base64. */
  readonly signature: string;
}

const prefix = Buffer.from('process-designer/join-request/v1\0', 'utf8');
const limits = { bytes: 64 * 1024, depth: 2 } as const;
const texts = ['station', 'device', 'deviceKey', 'certificateRequest', 'recipient', 'at', 'app', 'signature'];

function signedBytes({ signature: _, ...unsigned }: JoinRequest): Uint8Array {
  return Buffer.concat([prefix, canonicalBytes(unsigned)]);
}

export function signRequest(key: SigningKey, request: Omit<JoinRequest, 'signature'>): JoinRequest {
  const unsigned: JoinRequest = { ...request, signature: '' };
  return { ...unsigned, signature: Buffer.from(key.sign(signedBytes(unsigned))).toString('base64') };
}

export function requestBytes(request: JoinRequest): Uint8Array {
  return canonicalBytes({ ...request });
}

/** Reads a request: spelling, shape, that the id is its key's, and its own signature. @returns undefined where it is none or was altered. */
export function readRequest(bytes: Uint8Array): JoinRequest | undefined {
  let value: JsonObject;
  try {
    value = parseCanonical(bytes, limits);
  } catch {
    return undefined;
  }
  const shaped =
    value.v === 1 &&
    value.kind === 'process-designer/join-request' &&
    Object.keys(value).length === texts.length + 2 &&
    texts.every((name) => typeof value[name] === 'string');
  if (!shaped) return undefined;
  const request = value as unknown as JoinRequest;
  try {
    const sound =
      /^[A-Z][A-Z0-9]{0,3}$/.test(request.station) &&
      /^age1[0-9a-z]{58}$/.test(request.recipient) &&
      request.device === keyId('dev', request.deviceKey) &&
      verifySignature(request.deviceKey, signedBytes(request), Buffer.from(request.signature, 'base64'));
    return sound ? request : undefined;
  } catch {
    return undefined;
  }
}

/** To read aloud at both ends: 80 bits of SHA-256 over the signed bytes, as four groups of four letters and digits. */
export function fingerprintOf(request: JoinRequest): string {
  const text = base32(createHash('sha256').update(signedBytes(request)).digest())
    .slice(0, 16)
    .toUpperCase();
  return (text.match(/.{4}/g) ?? []).join('-');
}
