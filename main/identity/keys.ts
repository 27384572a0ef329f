import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

/** An Ed25519 key that can sign, in memory only. `publicKey` is the raw 32 bytes in canonical base64. */
export interface SigningKey {
  readonly publicKey: string;
  /** RFC 8032 Ed25519: 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** A new key together with its PKCS #8 bytes, which a caller wraps or protects and then wipes. */
export interface NewSigningKey {
  readonly key: SigningKey;
  readonly pkcs8: Uint8Array;
}

/** RFC 8410: the SubjectPublicKeyInfo of every Ed25519 key is these 12 bytes and then the raw key. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

export function generateSigningKey(): NewSigningKey {
  const pair = generateKeyPairSync('ed25519');
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  return { key: signingKeyFromPkcs8(pkcs8), pkcs8 };
}

/** Throws when the bytes are not the PKCS #8 form of an Ed25519 private key. */
export function signingKeyFromPkcs8(pkcs8: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new Error(`Expected an Ed25519 private key, found ${privateKey.asymmetricKeyType ?? 'none'}.`);
  }
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    publicKey: spki.subarray(spkiPrefix.length).toString('base64'),
    sign: (message) => sign(null, message, privateKey),
  };
}

/** The raw 32 bytes, or undefined when the text is not canonical padded base64 of exactly 32 bytes (RFC 4648). */
export function rawPublicKey(publicKey: string): Uint8Array | undefined {
  const raw = Buffer.from(publicKey, 'base64');
  return raw.length === 32 && raw.toString('base64') === publicKey ? raw : undefined;
}

/** False for a wrong signature and for a public key that is none; never throws. */
export function verifySignature(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  const raw = rawPublicKey(publicKey);
  if (raw === undefined || signature.length !== 64) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** `site_` or `dev_` and the first 26 characters of the lower-case base32 of SHA-256(raw public key). */
export function keyId(prefix: 'site' | 'dev', publicKey: string): string {
  const raw = rawPublicKey(publicKey);
  if (raw === undefined) throw new Error('A public key is 32 bytes in padded base64.');
  const digest = createHash('sha256').update(raw).digest();
  return `${prefix}_${base32(digest).slice(0, 26)}`;
}

/** RFC 4648 base32, lower case, without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32Alphabet.charAt((value >>> bits) & 31);
    }
  }
  return bits > 0 ? text + base32Alphabet.charAt((value << (5 - bits)) & 31) : text;
}
