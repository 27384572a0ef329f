import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BODY_LIMITS,
  canonicalBytes,
  canonicalText,
  checkCanonical,
  HEADER_LIMITS,
  type JsonObject,
  NotCanonical,
  parseCanonical,
} from '../../main/proof/canonical';
import { fromUtf8, utf8 } from '../../main/proof/encoding';

const RUNS = 3000;
const key = fc
  .oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 3 }))
  .filter((name) => name !== '__proto__');
const text = fc.string({ unit: 'binary', maxLength: 12 });
const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -20, max: 20 }));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    integer,
    text,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('any'), { maxKeys: 6, noNullPrototype: true }),
}));
const object = value.object as fc.Arbitrary<JsonObject>;

const accepts = (bytes: Uint8Array): boolean => {
  try {
    checkCanonical(bytes, BODY_LIMITS);
    return true;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
};

/** The rule itself, with another implementation: parse, refuse what the format refuses, spell again, compare. */
const holdsByDefinition = (bytes: Uint8Array): boolean => {
  try {
    const spelled = fromUtf8(bytes);
    let fits = true;
    const parsed: unknown = JSON.parse(spelled, (name, item: unknown) => {
      if (name === '__proto__' || (typeof item === 'number' && !Number.isSafeInteger(item))) fits = false;
      return item;
    });
    if (/"__proto__":/.test(spelled)) fits = false;
    return (
      fits &&
      typeof parsed === 'object' &&
      parsed !== null &&
      !Array.isArray(parsed) &&
      canonicalize(parsed) === spelled
    );
  } catch {
    return false;
  }
};

describe('canonical JSON', () => {
  it('spells every value as RFC 8785 does, and reads it back', () => {
    fc.assert(
      fc.property(object, (given) => {
        const spelled = canonicalText(given);
        expect(spelled).toBe(canonicalize(given));
        expect(canonicalText(parseCanonical(utf8(spelled), BODY_LIMITS))).toBe(spelled);
      }),
      { numRuns: RUNS },
    );
  });

  it('accepts bytes if, and only if, spelling what they mean gives the same bytes', () => {
    const damage = fc.record({
      at: fc.nat(),
      byte: fc.nat(255),
      kind: fc.constantFrom('replace', 'insert', 'remove', 'none'),
    });
    fc.assert(
      fc.property(object, damage, (given, { at, byte, kind }) => {
        const bytes = [...canonicalBytes(given)];
        const place = at % bytes.length;
        if (kind === 'replace') bytes[place] = byte;
        if (kind === 'insert') bytes.splice(place, 0, byte);
        if (kind === 'remove') bytes.splice(place, 1);
        const damaged = Uint8Array.from(bytes);
        expect(accepts(damaged)).toBe(holdsByDefinition(damaged));
      }),
      { numRuns: RUNS * 3 },
    );
  });

  it.each([
    ['space between', '{"a": 1}'],
    ['a newline at the end', '{"a":1}\n'],
    ['keys out of order', '{"b":1,"a":1}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['keys in byte order instead of UTF-16 order', '{"\uff61":1,"\u{1f600}":1}'],
    ['minus zero', '{"a":-0}'],
    ['a leading zero', '{"a":01}'],
    ['a fraction', '{"a":1.5}'],
    ['a whole number with a fraction', '{"a":1.0}'],
    ['an exponent', '{"a":1E2}'],
    ['a number beyond 2^53 − 1', '{"a":9007199254740992}'],
    ['a long number', '{"a":12345678901234567890}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['an escaped slash', '{"a":"\\/"}'],
    ['an upper-case escape', '{"a":"\\u001F"}'],
    ['a long escape for a newline', '{"a":"\\u000a"}'],
    ['half of a surrogate pair', '{"a":"\\ud800"}'],
    ['an escaped surrogate pair', '{"a":"\\ud83d\\ude00"}'],
    ['a byte-order mark', '\ufeff{"a":1}'],
    ['a key named __proto__', '{"__proto__":1}'],
    ['a comma too many', '{"a":1,}'],
    ['a list at the top', '[1]'],
    ['nothing', ''],
    ['two values', '{}{}'],
    ['an end too early', '{"a":"b'],
    ['NaN', '{"a":NaN}'],
    ['a control character', '{"a":"\t"}'],
  ])('refuses %s', (_, spelled) => {
    expect(() => parseCanonical(utf8(spelled), BODY_LIMITS)).toThrow(NotCanonical);
  });

  it('refuses bytes that are not UTF-8, each of the usual kinds', () => {
    for (const bad of [
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
      [0x80],
    ]) {
      const bytes = Uint8Array.from([...utf8('{"a":"'), ...bad, ...utf8('"}')]);
      expect(() => parseCanonical(bytes, BODY_LIMITS), bad.join()).toThrow('not UTF-8');
    }
  });

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

  it('spells the examples of RFC 8785 that hold no fractions', () => {
    // 3.2.3 (sorting) and the strings of 3.2.2.
    const sorting = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const values = [...canonicalText(sorting).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(
      canonicalText({
        string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      }),
    ).toBe('{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
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
