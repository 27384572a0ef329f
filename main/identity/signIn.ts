import type { KeyStore } from './keyStore';
import type { SigningKey } from './keys';
import { generateSigningKey, signingKeyFromPkcs8 } from './keys';
import { unwrapKey, unwrapNothing, wrapKey, wrongSecret } from './secret';
import { newSecretLogN } from './secretCost';

export type OpenedKey = { readonly ok: true; readonly key: SigningKey } | typeof wrongSecret;

/**
 * Opens a person's signing key with their secret: at sign-in, at unlock, and at each signature. `userId` undefined
 * stands for an identifier that nobody has; it takes as long and answers the same. `keep: 'as it is'` for a backup: nothing in
 * it may change.
 */
export async function openUserKey(
  store: KeyStore,
  userId: string | undefined,
  secret: string,
  keep: 'up to date' | 'as it is' = 'up to date',
): Promise<OpenedKey> {
  const wrapped = userId === undefined ? undefined : store.loadUserKey(userId);
  const opened = wrapped === undefined ? await unwrapNothing(secret) : await unwrapKey(wrapped, secret);
  if (!opened.ok) return wrongSecret;
  const key = signingKeyFromPkcs8(opened.pkcs8);
  if (wrapped === undefined || key.publicKey !== wrapped.publicKey) {
    opened.pkcs8.fill(0);
    return wrongSecret;
  }
  // A key that was locked at a lower cost than this version's is locked anew, now that the secret is at hand.
  if (keep === 'up to date' && wrapped.derivation.logN < newSecretLogN)
    store.saveUserKey(
      await wrapKey({ owner: wrapped.owner, publicKey: wrapped.publicKey, pkcs8: opened.pkcs8 }, secret),
    );
  opened.pkcs8.fill(0);
  return { ok: true, key };
}

/** A new person's key, wrapped and on disk; the secret was judged before. The public key belongs in the ledger. */
export async function createUserKey(
  store: KeyStore,
  userId: string,
  secret: string,
  logN?: number,
): Promise<SigningKey> {
  const { key, pkcs8 } = generateSigningKey();
  store.saveUserKey(await wrapKey({ owner: userId, publicKey: key.publicKey, pkcs8 }, secret, logN));
  pkcs8.fill(0);
  return key;
}
