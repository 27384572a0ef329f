import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is kept of a code. 128 random bits cannot be guessed from it, so a plain HMAC is enough where a secret needs scrypt. */
export interface KeptCode {
  /** 32 bytes, base64. */
  readonly salt: string;
  /** HMAC-SHA-256 of the code's 16 bytes under the salt, hex. */
  readonly hash: string;
}

export interface NewCode {
  /** Seven groups of four, such as `7K2M-9QXD-…`; told once and kept nowhere. */
  readonly text: string;
  readonly kept: KeptCode;
}

/** How long a code can be used, in ms. */
export const codeLife = 24 * 3_600_000;

/** Crockford's base32: no letter that reads like a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLetters = 26;
const checkLetters = 2;

/** A new code of 128 random bits, with a checksum that tells a slip of the pen from a wrong code. */
export function newCode(random: (bytes: number) => Uint8Array = randomBytes): NewCode {
  const bytes = random(16);
  const plain = lettersOf(bytes) + checkOf(bytes);
  const text = plain.match(/.{4}/g)?.join('-') ?? plain;
  const salt = Buffer.from(random(32));
  return { text, kept: { salt: salt.toString('base64'), hash: hashOf(bytes, salt) } };
}

/** The code's bytes, however it was typed (small letters, O for 0, spaces); undefined where it was not copied right. */
export function readCode(typed: string): Uint8Array | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== codeLetters + checkLetters) return undefined;
  let value = 0n;
  for (const letter of plain.slice(0, codeLetters)) {
    const at = letters.indexOf(letter);
    if (at < 0) return undefined;
    value = (value << 5n) | BigInt(at);
  }
  // 26 letters hold 130 bits; the last two are nothing.
  if ((value & 3n) !== 0n) return undefined;
  const bytes = Buffer.from((value >> 2n).toString(16).padStart(32, '0'), 'hex');
  return bytes.length === 16 && checkOf(bytes) === plain.slice(codeLetters) ? bytes : undefined;
}

/** Whether this is the code of which that was kept; takes as long whatever the answer. */
export function isCode(bytes: Uint8Array, kept: KeptCode): boolean {
  const wanted = Buffer.from(kept.hash, 'hex');
  const given = Buffer.from(hashOf(bytes, Buffer.from(kept.salt, 'base64')), 'hex');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

function hashOf(bytes: Uint8Array, salt: Uint8Array): string {
  return createHmac('sha256', salt).update('process-designer/one-time-code/v1\0').update(bytes).digest('hex');
}

function lettersOf(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) << 2n;
  let text = '';
  for (let i = 0; i < codeLetters; i++) {
    text = letters.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

function checkOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update('process-designer/one-time-code/check\0').update(bytes).digest();
  return letters.charAt((digest[0] ?? 0) & 31) + letters.charAt((digest[1] ?? 0) & 31);
}
