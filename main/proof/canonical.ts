/**
 * Canonical JSON: RFC 8785 (JCS) narrowed to what a ledger may hold. The stored bytes are the record; they are
 * checked in place and never re-serialised, so a value has exactly one spelling.
 *
 * Narrower than RFC 8785: numbers are integers within ±(2^53 − 1), no key is `__proto__`, nesting is at most
 * 16 deep (the outermost object counts as 1), and size is checked before anything else.
 */
import { fromUtf8, utf8 } from './encoding';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export interface Limits {
  readonly bytes: number;
  readonly depth: number;
}
export const HEADER_LIMITS: Limits = { bytes: 16 * 1024, depth: 16 };
export const BODY_LIMITS: Limits = { bytes: 1024 * 1024, depth: 16 };

/** Bytes that are not the one canonical spelling of a value. `message` names the byte and what is wrong there. */
export class NotCanonical extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(`${reason} at byte ${offset}`);
    this.name = 'NotCanonical';
  }
}

/** A value that has no canonical spelling: a fraction, a lone surrogate, a Date, `__proto__`, too deep. */
export class NotJson extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotJson';
  }
}

const SURROGATE = /\p{Surrogate}/u;

function textOf(value: string): string {
  if (SURROGATE.test(value)) throw new NotJson('a text holds half of a surrogate pair');
  return JSON.stringify(value);
}

function write(value: unknown, depth: number, limit: number): string {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotJson(`${value} is not an integer within ±(2^53 − 1)`);
      return String(value === 0 ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      throw new NotJson(`a ${typeof value} has no JSON form`);
  }
  if (value === null) return 'null';
  if (depth >= limit) throw new NotJson(`nesting is deeper than ${limit}`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1, limit)).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotJson('only plain objects have a JSON form');
  let out = '';
  for (const key of Object.keys(value).sort()) {
    const item = (value as JsonObject)[key];
    if (item === undefined) continue;
    if (key === '__proto__') throw new NotJson('a key is named __proto__');
    out += `${out === '' ? '' : ','}${textOf(key)}:${write(item, depth + 1, limit)}`;
  }
  return `{${out}}`;
}

/**
 * The canonical text of a value. Keys whose value is `undefined` are left out, as in JSON.stringify.
 * @throws NotJson when the value has no canonical form.
 */
export function canonicalText(value: JsonValue, depth = 16): string {
  return write(value, 0, depth);
}

/** The canonical text of a value as UTF-8 bytes. @throws NotJson */
export function canonicalBytes(value: JsonValue, depth = 16): Uint8Array {
  return utf8(write(value, 0, depth));
}

// The scanner below walks bytes once, without building values. Its state is module-wide because the walk is
// synchronous and the verifier spends most of its time here.
let bytes: Uint8Array = new Uint8Array(0);
let at = 0;
let end = 0;
let deepest = 0;
/** Whether the last text scanned was plain ASCII without an escape: then byte order is UTF-16 order. */
let plain = true;

function fail(reason: string): never {
  throw new NotCanonical(reason, at);
}

function scanEscape(): void {
  const kind = bytes[at + 1];
  // \b \t \n \f \r \" \\ are the only two-character escapes of RFC 8785 3.2.2.2.
  if (
    kind === 0x22 ||
    kind === 0x5c ||
    kind === 0x62 ||
    kind === 0x66 ||
    kind === 0x6e ||
    kind === 0x72 ||
    kind === 0x74
  ) {
    at += 2;
    return;
  }
  if (kind !== 0x75 || bytes[at + 2] !== 0x30 || bytes[at + 3] !== 0x30)
    fail('an escape that is not canonical');
  const high = bytes[at + 4] ?? 0;
  const low = bytes[at + 5] ?? 0;
  const digit = low >= 0x30 && low <= 0x39 ? low - 0x30 : low >= 0x61 && low <= 0x66 ? low - 0x57 : -1;
  if ((high !== 0x30 && high !== 0x31) || digit < 0) fail('an escape that is not canonical');
  const code = (high - 0x30) * 16 + digit;
  if (code === 8 || code === 9 || code === 10 || code === 12 || code === 13)
    fail('an escape that is not canonical');
  at += 6;
}

/** Well-formed UTF-8 only: Unicode 15, table 3-7. */
function scanMultibyte(lead: number): void {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3] ?? 0;
  const tail = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf && tail(second)) at += 2;
  else if (
    lead >= 0xe0 &&
    lead <= 0xef &&
    tail(second) &&
    tail(third) &&
    (lead !== 0xe0 || second >= 0xa0) &&
    (lead !== 0xed || second <= 0x9f)
  )
    at += 3;
  else if (
    lead >= 0xf0 &&
    lead <= 0xf4 &&
    tail(second) &&
    tail(third) &&
    tail(fourth) &&
    (lead !== 0xf0 || second >= 0x90) &&
    (lead !== 0xf4 || second <= 0x8f)
  )
    at += 4;
  else fail('bytes that are not UTF-8');
}

function scanText(): void {
  if (bytes[at] !== 0x22) fail('a text was expected');
  at += 1;
  plain = true;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === 0x22) {
      at += 1;
      return;
    }
    if (byte === 0x5c) {
      plain = false;
      scanEscape();
    } else if (byte < 0x20) fail('a control character inside a text');
    else if (byte < 0x80) at += 1;
    else {
      plain = false;
      scanMultibyte(byte);
    }
  }
  fail('a text without its end');
}

function scanNumber(): void {
  const start = at;
  if (bytes[at] === 0x2d) at += 1;
  const first = at;
  let value = 0;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) break;
    value = value * 10 + (byte - 0x30);
    at += 1;
    if (at - first > 16) fail('an integer outside ±(2^53 − 1)');
  }
  const digits = at - first;
  if (digits === 0) fail('a value was expected');
  if (bytes[first] === 0x30 && (digits > 1 || first > start)) fail('a number that is not canonical');
  if (value > Number.MAX_SAFE_INTEGER) fail('an integer outside ±(2^53 − 1)');
  const next = bytes[at];
  if (at < end && (next === 0x2e || next === 0x65 || next === 0x45)) fail('a number that is not an integer');
}

function scanWord(word: string): void {
  for (let index = 0; index < word.length; index += 1) {
    if (at + index >= end || bytes[at + index] !== word.charCodeAt(index)) fail('a value was expected');
  }
  at += word.length;
}

/** Whether the key at [fromA, toA) comes before the one at [fromB, toB) in UTF-16 order; both without quotes. */
function keysAscend(
  fromA: number,
  toA: number,
  plainA: boolean,
  fromB: number,
  toB: number,
  plainB: boolean,
): boolean {
  if (!plainA || !plainB) return keyAt(fromA, toA) < keyAt(fromB, toB);
  const length = Math.min(toA - fromA, toB - fromB);
  for (let index = 0; index < length; index += 1) {
    const difference = (bytes[fromA + index] as number) - (bytes[fromB + index] as number);
    if (difference !== 0) return difference < 0;
  }
  return toA - fromA < toB - fromB;
}

function keyAt(from: number, to: number): string {
  return JSON.parse(fromUtf8(bytes.subarray(from - 1, to + 1))) as string;
}

function scanObject(depth: number): void {
  at += 1;
  if (bytes[at] === 0x7d && at < end) {
    at += 1;
    return;
  }
  let lastFrom = -1;
  let lastTo = -1;
  let lastPlain = true;
  while (at < end) {
    const from = at + 1;
    scanText();
    const to = at - 1;
    const isPlain = plain;
    if (lastFrom >= 0 && !keysAscend(lastFrom, lastTo, lastPlain, from, to, isPlain)) {
      fail('a key that is out of order or there twice');
    }
    if (bytes[from] === 0x5f && bytes[from + 1] === 0x5f && keyAt(from, to) === '__proto__') {
      fail('a key named __proto__');
    }
    lastFrom = from;
    lastTo = to;
    lastPlain = isPlain;
    if (bytes[at] !== 0x3a || at >= end) fail('a colon was expected');
    at += 1;
    scanValue(depth);
    const next = at < end ? bytes[at] : -1;
    at += 1;
    if (next === 0x7d) return;
    if (next !== 0x2c) {
      at -= 1;
      fail('a comma or the end of an object was expected');
    }
  }
  fail('an object without its end');
}

function scanArray(depth: number): void {
  at += 1;
  if (bytes[at] === 0x5d && at < end) {
    at += 1;
    return;
  }
  while (at < end) {
    scanValue(depth);
    const next = at < end ? bytes[at] : -1;
    at += 1;
    if (next === 0x5d) return;
    if (next !== 0x2c) {
      at -= 1;
      fail('a comma or the end of a list was expected');
    }
  }
  fail('a list without its end');
}

function scanValue(depth: number): void {
  const byte = at < end ? bytes[at] : -1;
  if (byte === 0x22) scanText();
  else if (byte === 0x7b || byte === 0x5b) {
    if (depth >= deepest) fail(`nesting deeper than ${deepest}`);
    if (byte === 0x7b) scanObject(depth + 1);
    else scanArray(depth + 1);
  } else if (byte === 0x74) scanWord('true');
  else if (byte === 0x66) scanWord('false');
  else if (byte === 0x6e) scanWord('null');
  else scanNumber();
}

/**
 * Checks that bytes are the canonical spelling of one JSON object within the limits, in one pass and without
 * building it. Equivalent to: parse, refuse what the limits refuse, and JCS(parse(bytes)) equals the bytes.
 * @throws NotCanonical naming the first bad byte.
 */
export function checkCanonical(input: Uint8Array, limits: Limits): void {
  if (input.length > limits.bytes) throw new NotCanonical(`more than ${limits.bytes} bytes`, limits.bytes);
  bytes = input;
  at = 0;
  end = input.length;
  deepest = limits.depth;
  if (bytes[0] !== 0x7b || end === 0) fail('an object was expected');
  scanValue(0);
  if (at !== end) fail('something after the end');
}

/**
 * Reads canonical bytes into an object. @throws NotCanonical
 */
export function parseCanonical(input: Uint8Array, limits: Limits): JsonObject {
  checkCanonical(input, limits);
  return JSON.parse(fromUtf8(input)) as JsonObject;
}
