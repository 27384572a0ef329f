import fc from 'fast-check';
import type { z } from 'zod';
import { fromSchema } from '../domain/fromSchema';

/** Text that programs stumble over: half characters, controls, turned text, markup, SQL, paths, formulas, sheer length. */
const strangeTexts = [
  '',
  ' ',
  '\ud800',
  'a\udc00b',
  '\u0000',
  'a\u0007b',
  '\u202egpj.exe',
  '\u2066x\u2069',
  '\ufeff',
  '\uffff',
  'é'.normalize('NFD'),
  '👩🏽‍🏭',
  '__proto__',
  'constructor',
  "'; DROP TABLE entries; --",
  '"%_\\',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows\\system32',
  '=1+1',
  '1e400',
  '-0',
  '2026-13-45T99:99:99Z',
  '0'.repeat(64),
  'x'.repeat(5000),
];
const strangeText = fc.oneof(fc.constantFrom(...strangeTexts), fc.string({ maxLength: 40, unit: 'binary' }));

const deep = (depth: number): unknown => {
  let inner: unknown = 1;
  for (let n = 0; n < depth; n++) inner = n % 2 === 0 ? [inner] : { a: inner };
  return inner;
};

/** Anything that comes over the bridge as plain JSON. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  strangeText,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 53,
    -(2 ** 31),
    1e308,
    [],
    {},
    deep(60),
    deep(900),
  ),
  fc.object({
    maxDepth: 3,
    key: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'workOrder', 'step'), strangeText),
  }),
  fc.array(strangeText, { maxLength: 4 }),
);

/** Random arguments: mostly objects, because anything else is refused by its first character. */
export function randomCalls(count: number, seed: number): unknown[] {
  return fc.sample(fc.oneof(strange, fc.dictionary(fc.string({ maxLength: 8 }), strange, { maxKeys: 5 })), {
    numRuns: count,
    seed,
  });
}

/** What there is on the site, by the name of the field that names it: nearly valid calls should hit something. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Arguments that the schema accepts, about real things, half of them with one thing wrong in one place. */
export function nearlyValidCalls(schema: z.ZodType, known: Known, count: number, seed: number): unknown[] {
  const valid = fc.sample(fromSchema(schema), { numRuns: count, seed });
  const choices = fc.sample(fc.record({ at: fc.nat(), how: fc.nat({ max: 7 }), strange, strangeText }), {
    numRuns: count,
    seed: seed + 1,
  });
  return valid.map((args, n) => {
    const about = withKnown(args, known, n);
    const {
      at,
      how,
      strange: odd,
      strangeText: text,
    } = choices[n] ?? { at: 0, how: 0, strange: null, strangeText: '' };
    return how < 3 ? about : changed(about, at, how, odd, text);
  });
}

function withKnown(value: unknown, known: Known, n: number, name = ''): unknown {
  if (typeof value === 'string') {
    const pool = known[name] ?? [];
    return pool.length > 0 && n % 4 !== 3 ? (pool[n % pool.length] ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((one) => withKnown(one, known, n, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withKnown(one, known, n, key)]));
}

/** One place of an object is given something else, goes, or gets a neighbour. */
function changed(args: unknown, at: number, how: number, odd: unknown, text: string): unknown {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      look((value as Record<string, unknown>)[key]);
    }
  };
  const copy = structuredClone(args);
  look(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return how % 2 === 0 ? odd : { [text]: odd };
  const { holder, key } = place;
  const was = holder[key];
  if (how === 3) delete holder[key];
  else if (how === 4)
    Object.defineProperty(holder, text, { value: odd, enumerable: true, configurable: true, writable: true });
  else if (how === 5 || typeof was !== 'string') holder[key] = odd;
  else if (how === 6) holder[key] = `${was}${text}`;
  else holder[key] = text;
  return copy;
}
