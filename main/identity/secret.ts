import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { newSecretLogN } from './secretCost';

/** Parameters of the key derivation, kept beside every wrapped key so that they can be raised later. */
export interface SecretDerivation {
  readonly name: 'scrypt';
  /** Base-2 logarithm of N; r is 8 and p is 1. 17 takes 128 MiB and about 0.7 s. */
  readonly logN: number;
  /** 32 bytes, base64. */
  readonly salt: string;
}

/** A private key sealed under a person's secret. Lies on disk as JSON; holds nothing that opens it. */
export interface WrappedKey {
  readonly v: 1;
  /** Who or what the key belongs to: `usr_…`, `site_…`, `site_…/certificates`. */
  readonly owner: string;
  /** Base64; Ed25519 raw, or SubjectPublicKeyInfo for P-256. Bound to the sealed bytes by the tag. */
  readonly publicKey: string;
  readonly derivation: SecretDerivation;
  /** 12 bytes, base64. */
  readonly nonce: string;
  /** AES-256-GCM ciphertext followed by its 16-byte tag, base64. */
  readonly sealed: string;
}

export interface KeyToWrap {
  readonly owner: string;
  readonly publicKey: string;
  readonly pkcs8: Uint8Array;
}

export type Unwrapped =
  | { readonly ok: true; readonly pkcs8: Uint8Array }
  | { readonly ok: false; readonly code: 'wrong-secret'; readonly message: string };

export const wrongSecret = {
  ok: false,
  code: 'wrong-secret',
  message: 'The identifier and secret do not belong together. Nothing was signed. Enter both again.',
} as const;

const tagBytes = 16;

/** Wraps one key. See `wrapKeys`. */
export async function wrapKey(key: KeyToWrap, secret: string, logN = newSecretLogN): Promise<WrappedKey> {
  const [wrapped] = await wrapKeys([key], secret, logN);
  if (wrapped === undefined) throw new Error('wrapKeys returned nothing for one key.');
  return wrapped;
}

/**
 * Seals private keys under one secret with a single derivation: scrypt (RFC 7914), then AES-256-GCM with a nonce
 * for each key. Owner and public key are authenticated, so a wrapped key cannot be passed off as another person's.
 * Does not judge the secret: `judgeSecret` does.
 */
export async function wrapKeys(
  keys: readonly KeyToWrap[],
  secret: string,
  logN = newSecretLogN,
): Promise<WrappedKey[]> {
  const derivation: SecretDerivation = { name: 'scrypt', logN, salt: randomBytes(32).toString('base64') };
  const sealingKey = await derive(secret, derivation);
  try {
    return keys.map((key) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      cipher.setAAD(boundText(key.owner, key.publicKey));
      const sealed = Buffer.concat([cipher.update(key.pkcs8), cipher.final(), cipher.getAuthTag()]);
      return {
        v: 1,
        owner: key.owner,
        publicKey: key.publicKey,
        derivation,
        nonce: nonce.toString('base64'),
        sealed: sealed.toString('base64'),
      };
    });
  } finally {
    sealingKey.fill(0);
  }
}

/**
 * Opens a wrapped key: success is the only proof that the secret was right, so a sign-in costs one derivation.
 * A wrong secret and altered bytes look the same and give `wrongSecret`. Throws on a form it does not know.
 */
export async function unwrapKey(wrapped: WrappedKey, secret: string): Promise<Unwrapped> {
  const sealed = Buffer.from(wrapped.sealed, 'base64');
  const nonce = Buffer.from(wrapped.nonce, 'base64');
  if (wrapped.v !== 1 || nonce.length !== 12 || sealed.length <= tagBytes) {
    throw new Error(`The key file of ${wrapped.owner} is damaged or was written by a newer version.`);
  }
  const openingKey = await derive(secret, wrapped.derivation);
  try {
    const decipher = createDecipheriv('aes-256-gcm', openingKey, nonce);
    decipher.setAAD(boundText(wrapped.owner, wrapped.publicKey));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    const body = sealed.subarray(0, sealed.length - tagBytes);
    return { ok: true, pkcs8: Buffer.concat([decipher.update(body), decipher.final()]) };
  } catch {
    return wrongSecret;
  } finally {
    openingKey.fill(0);
  }
}

let decoy: WrappedKey | undefined;

/** Takes as long as a real `unwrapKey` and always refuses: the answer for an identifier that nobody has. */
export async function unwrapNothing(secret: string): Promise<Unwrapped> {
  decoy ??= await wrapKey(
    { owner: 'usr_nobody', publicKey: '', pkcs8: randomBytes(48) },
    randomBytes(32).toString('hex'),
  );
  await unwrapKey(decoy, secret);
  return wrongSecret;
}

function boundText(owner: string, publicKey: string): Buffer {
  return Buffer.from(`process-designer/wrapped-key/v1\0${owner}\0${publicKey}`, 'utf8');
}

/** The secret is NFKC first (SP 800-63B-4), so that one keyboard's é equals another's. */
function derive(secret: string, derivation: SecretDerivation): Promise<Buffer> {
  const { logN } = derivation;
  const salt = Buffer.from(derivation.salt, 'base64');
  if (
    derivation.name !== 'scrypt' ||
    !Number.isInteger(logN) ||
    logN < 10 ||
    logN > 20 ||
    salt.length !== 32
  ) {
    throw new Error('The key file names a derivation that this version does not know.');
  }
  const cost = { N: 2 ** logN, r: 8, p: 1, maxmem: 160 * 8 * 2 ** logN };
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
