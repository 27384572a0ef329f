/** What the proofs need from outside: a hash and a signature check. Everything else here is arithmetic on bytes. */
export interface Primitives {
  /** SHA-256 over the parts, one after another; 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  /** Ed25519 (RFC 8032): raw 32-byte public key, message, 64-byte signature. Never throws; a bad key is false. */
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** The same, answered later and out of order, where something else can check meanwhile. Whoever gives it waits for all answers before it concludes. */
  verifyLater?(
    key: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
    answer: (holds: boolean) => void,
  ): void;
}

export type Sha256 = Primitives['sha256'];

/** SHA-256 over the parts, whether it answers at once (Node) or later (a browser). */
export type HashTo<T> = (...parts: readonly Uint8Array[]) => T;

/** What a walk asks of whoever drives it, so that the same steps serve primitives that answer at once and later. */
export type Ask =
  | { readonly kind: 'hash'; readonly parts: readonly Uint8Array[] }
  | {
      readonly kind: 'verify';
      readonly key: Uint8Array;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    };
/** A walk: it is answered with the hash, or with whether the signature holds. */
export type Walk<R> = Generator<Ask, R, Uint8Array | boolean>;

/** Drives a walk with primitives that answer at once. */
export function walkNow<R>({ sha256, verify }: Primitives, walk: Walk<R>): R {
  for (let step = walk.next(); ; ) {
    if (step.done === true) return step.value;
    const ask = step.value;
    step = walk.next(
      ask.kind === 'hash' ? sha256(...ask.parts) : verify(ask.key, ask.message, ask.signature),
    );
  }
}
