/** What the proofs need from outside: a hash and a signature check. Everything else here is arithmetic on bytes. */
export interface Primitives {
  /** SHA-256 over the parts, one after another; 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  /** Ed25519 (RFC 8032): raw 32-byte public key, message, 64-byte signature. Never throws; a bad key is false. */
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

export type Sha256 = Primitives['sha256'];
