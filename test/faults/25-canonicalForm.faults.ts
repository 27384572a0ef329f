import canonicalize from 'canonicalize';
import fc from 'fast-check';
import {
  BODY_LIMITS,
  canonicalBytes,
  canonicalText,
  checkCanonical,
  type JsonObject,
  type JsonValue,
  NotCanonical,
  NotJson,
  parseCanonical,
} from '../../main/proof/canonical';
import { fromUtf8, utf8 } from '../../main/proof/encoding';
import { readHeader } from '../../main/proof/header';
import { counted, type FaultCase } from './case';

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
const damage = fc.record({
  at: fc.nat(),
  byte: fc.nat(255),
  kind: fc.constantFrom('replace', 'insert', 'remove'),
});

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

const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
const around = (...bytes: number[]): Uint8Array =>
  Uint8Array.from([...utf8('{"a":"'), ...bytes, ...utf8('"}')]);

/** Other spellings of a value, and what the format's own rules refuse though its bytes are its one spelling. */
const refused: readonly (readonly [words: string, spelled: string | Uint8Array])[] = [
  ['space between', '{"a": 1}'],
  ['a newline at the end', '{"a":1}\n'],
  ['keys out of order', '{"b":1,"a":1}'],
  ['a key twice', '{"a":1,"a":1}'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":1}'],
  ['keys in byte order instead of UTF-16 order', '{"\uff61":1,"\u{1f600}":1}'],
  ['minus zero', '{"a":-0}'],
  ['a leading zero', '{"a":01}'],
  ['a plus sign', '{"a":+1}'],
  ['a fraction', '{"a":1.5}'],
  ['a whole number with a fraction', '{"a":1.0}'],
  ['an exponent', '{"a":1E2}'],
  ['a number beyond 2^53 − 1', '{"a":9007199254740992}'],
  ['a number below −(2^53 − 1)', '{"a":-9007199254740993}'],
  ['a long number', '{"a":12345678901234567890}'],
  ['a number without end', '{"a":1e400}'],
  ['an escape that is not needed', '{"a":"\\u0041"}'],
  ['an escaped slash', '{"a":"\\/"}'],
  ['an upper-case escape', '{"a":"\\u001F"}'],
  ['a long escape for a newline', '{"a":"\\u000a"}'],
  ['half of a surrogate pair', '{"a":"\\ud800"}'],
  ['an escaped surrogate pair', '{"a":"\\ud83d\\ude00"}'],
  ['a byte-order mark', '\ufeff{"a":1}'],
  ['a key named __proto__', '{"__proto__":1}'],
  ['a key named __proto__, deeper', '{"a":[{"__proto__":{}}]}'],
  ['a comma too many', '{"a":1,}'],
  ['a list at the top', '[1]'],
  ['nothing', ''],
  ['two values', '{}{}'],
  ['an end too early', '{"a":"b'],
  ['NaN', '{"a":NaN}'],
  ['a control character', '{"a":"\t"}'],
  ['a comment', '{"a":1/**/}'],
  ['17 levels', nested(17)],
  ['100,000 levels', nested(100_000)],
  ['a byte that no text has', around(0xff)],
  ['a longer form of a short sign', around(0xc0, 0xaf)],
  ['a surrogate as bytes', around(0xed, 0xa0, 0x80)],
  ['a sign beyond the last', around(0xf4, 0x90, 0x80, 0x80)],
  ['a sign cut off', around(0xe2, 0x82)],
  ['the rest of a sign alone', around(0x80)],
];

/** RFC 8785: sections 3.2.2 and 3.2.3, and the numbers of appendix B that are integers of the format. */
const spelledAs: readonly (readonly [given: JsonObject, spelled: string])[] = [
  [
    {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    },
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  [
    { string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] },
    '{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  [{ a: 0, b: -0 }, '{"a":0,"b":0}'],
  [{ a: 9007199254740991, b: -9007199254740991 }, '{"a":9007199254740991,"b":-9007199254740991}'],
];
/** The other numbers of appendix B: the format has no spelling for them. */
const noSpelling = [
  5e-324,
  -5e-324,
  1.7976931348623157e308,
  9007199254740992,
  295147905179352830000,
  9.999999999999997e22,
  1e23,
  999999999999999700000,
  1e21,
  9.999999999999997e-7,
  0.000001,
  333333333.33333325,
  -0.0000033333333333333333,
  1424953923781206.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

/** A header whose ids are given; only ASCII ids have the format's form, so that one id has one spelling. */
function headerWith(stream: string): Uint8Array {
  const zeros = '0'.repeat(64);
  return canonicalBytes({
    actor: { system: 'test' },
    app: '1',
    at: '2026-11-20T10:00:00.000Z',
    body: zeros,
    boot: { id: 'b', ms: 1 },
    clock: '1795168800000-0000',
    idem: 'cmd_1',
    log: `dev_${'a'.repeat(26)}/0`,
    prev: zeros,
    rev: 0,
    seq: 0,
    stream,
    type: 'run.started',
    v: 1,
    zone: '+00:00',
  });
}

function fixedFailures(): string[] {
  const failures: string[] = [];
  for (const [words, spelled] of refused)
    if (accepts(typeof spelled === 'string' ? utf8(spelled) : spelled)) failures.push(`${words} is accepted`);
  for (const [given, spelled] of spelledAs)
    if (canonicalText(given) !== spelled || !accepts(utf8(spelled)))
      failures.push(`${spelled} is spelled ${canonicalText(given)}`);
  for (const number of noSpelling)
    try {
      failures.push(`${number} is spelled ${canonicalText({ a: number } as JsonObject)}`);
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
    }
  if (!accepts(utf8(nested(16)))) failures.push('16 levels are refused');
  if (readHeader(headerWith('run_1')).kind !== 'header') failures.push('an id of ASCII is refused');
  for (const id of ['run_\u00e9', 'run_e\u0301', 'run 1', ''])
    if (readHeader(headerWith(id)).kind !== 'bad') failures.push(`the id ${JSON.stringify(id)} is accepted`);
  return failures;
}

/** The control: what takes any spelling that the runtime's own parser reads. */
const readByAny = (spelled: string | Uint8Array): boolean => {
  try {
    JSON.parse(typeof spelled === 'string' ? spelled : Buffer.from(spelled).toString('utf8'));
    return true;
  } catch {
    return false;
  }
};

export const faultCase: FaultCase = {
  promise: 25,
  title: 'A record has one spelling, and every other is refused',
  trials: { quick: 6000, full: 100_000 },
  run({ trials, seed }) {
    let damagedSame = 0;
    const details = fc.check(
      fc.property(object, damage, (given, { at, byte, kind }) => {
        const spelled = canonicalText(given);
        if (spelled !== canonicalize(given)) throw new Error('another spelling than RFC 8785 says');
        const read: JsonValue = parseCanonical(utf8(spelled), BODY_LIMITS);
        if (canonicalText(read) !== spelled) throw new Error('read back it is spelled otherwise');
        const bytes = [...utf8(spelled)];
        const place = at % bytes.length;
        if (kind === 'replace') bytes[place] = byte;
        if (kind === 'insert') bytes.splice(place, 0, byte);
        if (kind === 'remove') bytes.splice(place, 1);
        const damaged = Uint8Array.from(bytes);
        const accepted = accepts(damaged);
        if (accepted) damagedSame += 1;
        if (accepted !== holdsByDefinition(damaged))
          throw new Error(`after ${kind} at ${place} it is ${accepted ? 'accepted' : 'refused'}`);
      }),
      { numRuns: trials, seed },
    );
    const failures = fixedFailures();
    if (details.failed)
      failures.unshift(
        `${String(details.errorInstance)}: ${JSON.stringify(details.counterexample)}, path ${details.counterexamplePath}`,
      );
    const read = refused.filter(([, spelled]) => readByAny(spelled)).length;
    return Promise.resolve({
      trials: details.numRuns,
      silent: failures.length,
      figure: `${counted(details.numRuns)} values round-trip and agree with another implementation, and so does each with a byte changed (${counted(damagedSame)} of those are spellings too); ${refused.length} other spellings refused; ${spelledAs.length + noSpelling.length} vectors of RFC 8785`,
      ...(failures[0] === undefined ? {} : { firstFailure: `${failures[0]}, seed ${seed}` }),
      control: {
        words: `the runtime's own parser reads ${read} of the ${refused.length} spellings`,
        failed: read > 0,
      },
    });
  },
};
