import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import {
  base32,
  base64,
  concat,
  fromBase64,
  fromHex,
  hex,
  isHexOf,
  sameBytes,
} from '../../main/proof/encoding';
import { keyId } from '../../main/proof/header';

const bytes = fc.uint8Array({ maxLength: 100 });

describe('encodings', () => {
  it('write bytes as other programs do, and read them back', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const buffer = Buffer.from(given);
        expect(hex(given)).toBe(buffer.toString('hex'));
        expect(base64(given)).toBe(buffer.toString('base64'));
        expect(fromHex(hex(given))).toEqual(given);
        expect(fromBase64(base64(given))).toEqual(given);
        expect(isHexOf(hex(given), given)).toBe(true);
      }),
    );
  });

  it('read one spelling only', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12, unit: fc.constantFrom(...'ABab01+/=_- \n') }), (given) => {
        const read = fromBase64(given);
        if (read !== undefined) expect(base64(read)).toBe(given);
        const plain = fromHex(given);
        if (plain !== undefined) expect(hex(plain)).toBe(given);
      }),
      { numRuns: 2000 },
    );
    for (const bad of ['QUI', 'QUJ=', 'QUI=\n', 'QU=I', '====', 'Q-I=', 'QUI= '])
      expect(fromBase64(bad), bad).toBeUndefined();
    expect(fromBase64('QUI=')).toEqual(Uint8Array.from([65, 66]));
    for (const bad of ['0', '0G', 'AB', ' 0']) expect(fromHex(bad), bad).toBeUndefined();
  });

  it('spell base32 as RFC 4648 section 10, in lower case and without padding', () => {
    const vectors = {
      '': '',
      f: 'my',
      fo: 'mzxq',
      foo: 'mzxw6',
      foob: 'mzxw6yq',
      fooba: 'mzxw6ytb',
      foobar: 'mzxw6ytboi',
    };
    for (const [plain, spelled] of Object.entries(vectors)) expect(base32(Buffer.from(plain))).toBe(spelled);
  });

  it('make ids of 26 characters from a key', () => {
    expect(keyId(primitives.sha256, 'dev', new Uint8Array(32))).toMatch(/^dev_[a-z2-7]{26}$/);
  });

  it('compare and join', () => {
    expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(sameBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
    expect(concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(isHexOf('0g', Uint8Array.of(15))).toBe(false);
    expect(isHexOf('0F', Uint8Array.of(15))).toBe(false);
  });
});
