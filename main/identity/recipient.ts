/** What bundles for a device are encrypted to (`recipient`, public), and what opens them (`identity`, secret). age, X25519. */
export type AgeKey = { readonly recipient: string; readonly identity: string };

export async function makeAgeKey(): Promise<AgeKey> {
  // Needed once in a station's life, so it is not loaded at every start.
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
