import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { base64, concat } from '../proof/encoding';
import type { Primitives } from '../proof/primitives';

/** DER of an Ed25519 SubjectPublicKeyInfo up to the raw key (RFC 8410). */
const SPKI = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);
const SCRATCH = new Uint8Array(64 * 1024);
/** Views of the first n bytes of SCRATCH: making one costs as much as a third of a short hash. */
const views: (Uint8Array | undefined)[] = new Array<undefined>(2048).fill(undefined);

function scratch(length: number): Uint8Array {
  if (length >= views.length) return SCRATCH.subarray(0, length);
  const known = views[length];
  if (known !== undefined) return known;
  const view = SCRATCH.subarray(0, length);
  views[length] = view;
  return view;
}
const keys = new Map<string, KeyObject>();

function keyObject(raw: Uint8Array): KeyObject {
  const name = base64(raw);
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.from(concat(SPKI, raw)), format: 'der', type: 'spki' });
  if (keys.size > 1000) keys.clear();
  keys.set(name, key);
  return key;
}

/** The runtime's own SHA-256 and Ed25519. */
export const primitives: Primitives = {
  sha256(...parts) {
    let length = 0;
    for (const part of parts) {
      if (length + part.length > SCRATCH.length) {
        const whole = createHash('sha256');
        for (const each of parts) whole.update(each);
        return whole.digest();
      }
      SCRATCH.set(part, length);
      length += part.length;
    }
    // A one-shot hash to text, read back by hand, is over twice as fast as one to a buffer of its own.
    const text = hash('sha256', scratch(length), 'binary');
    const digest = new Uint8Array(32);
    for (let index = 0; index < 32; index += 1) digest[index] = text.charCodeAt(index);
    return digest;
  },
  verify(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    try {
      return verify(null, message, keyObject(key), signature);
    } catch {
      return false;
    }
  },
};
