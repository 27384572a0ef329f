/**
 * The byte encodings of the ledger format: UTF-8, lower-case hex, canonical padded base64 (RFC 4648 section 4),
 * lower-case base32 without padding (section 6) for ids. Decoders are strict: one spelling a value.
 */

// The Encoding Standard is in every JavaScript runtime this code meets; it is declared here because this folder
// is compiled without the types of Node or of a browser.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws TypeError when the bytes are not UTF-8. A byte-order mark is kept as a character, so that it is seen. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** The bytes of lower-case hex, or undefined when it is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let index = 0; index < out.length; index += 1)
    out[index] = Number.parseInt(text.slice(index * 2, index * 2 + 2), 16);
  return out;
}

/** Whether `text` is the lower-case hex of `bytes`; allocates nothing. */
export function isHexOf(text: string, bytes: Uint8Array): boolean {
  if (text.length !== bytes.length * 2) return false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    const high = byte >> 4;
    const low = byte & 15;
    if (text.charCodeAt(index * 2) !== high + (high < 10 ? 48 : 87)) return false;
    if (text.charCodeAt(index * 2 + 1) !== low + (low < 10 ? 48 : 87)) return false;
  }
  return true;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64_VALUE = new Int8Array(128).fill(-1);
for (let index = 0; index < 64; index += 1) BASE64_VALUE[BASE64.charCodeAt(index)] = index;

export function base64(bytes: Uint8Array): string {
  let out = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const word = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    out += `${BASE64[word >> 18]}${BASE64[(word >> 12) & 63]}`;
    out += left > 1 ? BASE64[(word >> 6) & 63] : '=';
    out += left > 2 ? BASE64[word & 63] : '=';
  }
  return out;
}

/** The bytes of canonical padded base64, or undefined when there is another spelling of the same bytes or none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - pad);
  let written = 0;
  for (let index = 0; index < text.length; index += 4) {
    let word = 0;
    for (let place = 0; place < 4; place += 1) {
      const code = text.charCodeAt(index + place);
      const isPad = index + place >= text.length - pad;
      const value = isPad ? 0 : code < 128 ? (BASE64_VALUE[code] as number) : -1;
      if (value < 0) return undefined;
      word = (word << 6) | value;
    }
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (word >> shift) & 255;
      if (written < out.length) {
        out[written] = byte;
        written += 1;
      } else if (byte !== 0) return undefined;
    }
  }
  return out;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Lower-case base32 (RFC 4648 alphabet), without padding. */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let word = 0;
  let bits = 0;
  for (const byte of bytes) {
    word = ((word << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32[(word >> bits) & 31];
    }
  }
  if (bits > 0) out += BASE32[(word << (5 - bits)) & 31];
  return out;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
