import { describe, expect, it } from 'vitest';
import {
  BODY_LIMITS,
  canonicalText,
  checkCanonical,
  HEADER_LIMITS,
  type JsonObject,
  NotCanonical,
  parseCanonical,
} from '../../main/proof/canonical';
import { utf8 } from '../../main/proof/encoding';

// That a value has one spelling and every other is refused is tried in test/faults/25-canonicalForm.faults.ts.
describe('canonical JSON', () => {
  it('holds the limits of size and depth', () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    expect(() => parseCanonical(utf8(nested(16)), BODY_LIMITS)).not.toThrow();
    expect(() => parseCanonical(utf8(nested(17)), BODY_LIMITS)).toThrow('deeper than 16');
    expect(() => canonicalText(JSON.parse(nested(16)) as JsonObject)).not.toThrow();
    expect(() => canonicalText(JSON.parse(nested(17)) as JsonObject)).toThrow('deeper than 16');
    expect(() => parseCanonical(utf8(nested(100_000)), BODY_LIMITS)).toThrow(NotCanonical);
    const long = (bytes: number): Uint8Array => utf8(`{"a":"${'x'.repeat(bytes - 8)}"}`);
    expect(() => checkCanonical(long(HEADER_LIMITS.bytes), HEADER_LIMITS)).not.toThrow();
    expect(() => checkCanonical(long(HEADER_LIMITS.bytes + 1), HEADER_LIMITS)).toThrow(
      'more than 16384 bytes',
    );
    expect(() => checkCanonical(long(BODY_LIMITS.bytes), BODY_LIMITS)).not.toThrow();
    expect(() => checkCanonical(long(BODY_LIMITS.bytes + 1), BODY_LIMITS)).toThrow('more than 1048576 bytes');
  });

  it('refuses values that have no canonical spelling', () => {
    for (const bad of [
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      '\ud800',
      [undefined],
      new Date(0),
      new Map(),
      () => 1,
      1n,
    ]) {
      expect(() => canonicalText({ a: bad } as unknown as JsonObject), String(bad)).toThrow();
    }
    expect(() => canonicalText(JSON.parse('{"__proto__":1}') as JsonObject)).toThrow('__proto__');
    expect(canonicalText({ a: undefined, b: -0 })).toBe('{"b":0}');
  });
});
