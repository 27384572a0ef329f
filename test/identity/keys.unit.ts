import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { enrolDevice, enrolmentBytes, verifyEnrolment } from '../../main/identity/enrolment';
import { generateSigningKey, keyId, rawPublicKey, verifySignature } from '../../main/identity/keys';

/** RFC 8032, 7.1, test 3. */
const rfcPublic = Buffer.from(
  'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  'hex',
).toString('base64');
const rfcSignature =
  '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a';

describe('signing keys', () => {
  it('verify what RFC 8032 signed, and nothing else', () => {
    const signature = Buffer.from(rfcSignature, 'hex');
    expect(verifySignature(rfcPublic, Buffer.from('af82', 'hex'), signature)).toBe(true);
    expect(verifySignature(rfcPublic, Buffer.from('af83', 'hex'), signature)).toBe(false);
    expect(verifySignature('not a key', Buffer.from('af82', 'hex'), signature)).toBe(false);
    expect(verifySignature(rfcPublic, Buffer.from('af82', 'hex'), signature.subarray(1))).toBe(false);
  });

  it('are named by the first 26 characters of the base32 of their hash', () => {
    // Worked by hand with another tool: printf of the raw key | sha256sum | base32.
    const digest = createHash('sha256')
      .update(rawPublicKey(rfcPublic) ?? '')
      .digest();
    let bits = '';
    for (const byte of digest) bits += byte.toString(2).padStart(8, '0');
    const expected = Array.from(
      { length: 26 },
      (_, i) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)],
    );
    expect(keyId('dev', rfcPublic)).toBe(`dev_${expected.join('')}`);
    expect(keyId('site', rfcPublic)).toMatch(/^site_[a-z2-7]{26}$/);
  });

  it('accept only canonical base64 of 32 bytes', () => {
    expect(rawPublicKey(rfcPublic)).toHaveLength(32);
    expect(rawPublicKey(rfcPublic.replace(/=$/, ''))).toBeUndefined();
    expect(rawPublicKey(`${rfcPublic}AAAA`)).toBeUndefined();
  });
});

describe('enrolment of a device', () => {
  const root = generateSigningKey().key;
  const device = generateSigningKey().key;
  const statement = {
    v: 1,
    site: keyId('site', root.publicKey),
    device: keyId('dev', device.publicKey),
    deviceKey: device.publicKey,
    name: 'K1',
    certificate: '00'.repeat(32),
    at: '2026-03-10T08:00:00.000Z',
  } as const;

  it('is believed only when the site root signed exactly this statement', () => {
    const enrolment = enrolDevice(root, statement);
    expect(verifyEnrolment(root.publicKey, enrolment)).toBe(true);
    expect(verifyEnrolment(root.publicKey, { ...enrolment, statement: { ...statement, name: 'K2' } })).toBe(
      false,
    );
    expect(verifyEnrolment(device.publicKey, enrolment)).toBe(false);
    expect(verifyEnrolment(root.publicKey, enrolDevice(device, statement))).toBe(false);
  });

  it('signs bytes that no other use of the key could produce', () => {
    const bytes = Buffer.from(enrolmentBytes(statement)).toString('utf8');
    expect(bytes.startsWith('process-designer/enrolment/v1\0{"at":')).toBe(true);
  });
});
