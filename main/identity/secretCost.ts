/**
 * Cost of a new secret's derivation: scrypt with N = 2^17, r = 8, p = 1 (OWASP Password Storage Cheat Sheet). It is kept beside each
 * key, so that a later version may raise it for new ones.
 */
export const newSecretLogN = 17;
