import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { generateSigningKey, signingKeyFromPkcs8 } from '../../main/identity/keys';
import { unwrapKey, unwrapNothing, wrapKey, wrapKeys } from '../../main/identity/secret';

// At the app's own cost: test/config/cheapSecrets.ts lowers it elsewhere.
vi.unmock('../../main/identity/secretCost');

const quick = 10;

function someKey() {
  const { key, pkcs8 } = generateSigningKey();
  return { owner: 'usr_1', publicKey: key.publicKey, pkcs8 };
}

describe('a key wrapped under a secret', () => {
  it('opens again with any secret that wrapped it, whatever characters it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (secret) => {
        const key = someKey();
        const opened = await unwrapKey(await wrapKey(key, secret, quick), secret);
        expect(opened).toEqual({ ok: true, pkcs8: Buffer.from(key.pkcs8) });
      }),
      { numRuns: 40 },
    );
  });

  it('opens when the same letters are typed composed or decomposed', async () => {
    const key = someKey();
    const wrapped = await wrapKey(key, 'café au lait, dépôt', quick);
    expect((await unwrapKey(wrapped, 'café au lait, dépôt'.normalize('NFD'))).ok).toBe(true);
  });

  it('does not open with another secret, and says what was not done', async () => {
    const wrapped = await wrapKey(someKey(), 'nine tall grey herons', quick);
    const opened = await unwrapKey(wrapped, 'nine tall grey heron');
    expect(opened).toMatchObject({ ok: false, code: 'wrong-secret' });
    expect(opened.ok ? '' : opened.message).toContain('Nothing was signed');
  });

  it('does not open as the key of somebody else, nor for another public key, nor when a bit was flipped', async () => {
    const wrapped = await wrapKey(someKey(), 'nine tall grey herons', quick);
    const sealed = Buffer.from(wrapped.sealed, 'base64');
    sealed[5] = (sealed[5] ?? 0) ^ 4;
    for (const altered of [
      { ...wrapped, owner: 'usr_2' },
      { ...wrapped, publicKey: someKey().publicKey },
      { ...wrapped, sealed: sealed.toString('base64') },
    ]) {
      expect((await unwrapKey(altered, 'nine tall grey herons')).ok).toBe(false);
    }
  });

  it('refuses a derivation it does not know, such as one that would take all memory', async () => {
    const wrapped = await wrapKey(someKey(), 'nine tall grey herons', quick);
    const greedy = { ...wrapped, derivation: { ...wrapped.derivation, logN: 31 } };
    await expect(unwrapKey(greedy, 'nine tall grey herons')).rejects.toThrow(/derivation/);
  });

  it('keeps its parameters beside it, at full cost unless told otherwise, and never the same nonce twice', async () => {
    const [one, two] = await wrapKeys([someKey(), someKey()], 'nine tall grey herons');
    expect(one?.derivation).toMatchObject({ name: 'scrypt', logN: 17 });
    expect(Buffer.from(one?.derivation.salt ?? '', 'base64')).toHaveLength(32);
    expect(one?.nonce).not.toBe(two?.nonce);
    const opened = one && (await unwrapKey(one, 'nine tall grey herons'));
    expect(opened?.ok && signingKeyFromPkcs8(opened.pkcs8).publicKey).toBe(one?.publicKey);
  });

  it('answers the same for a person who does not exist', async () => {
    expect(await unwrapNothing('nine tall grey herons')).toMatchObject({ ok: false, code: 'wrong-secret' });
  });
});
