import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words that many people use in secrets, lower case, with their place in the list (0 is the most used). */
export type CommonPasswords = ReadonlyMap<string, number>;

export interface SecretContext {
  /** Site, places, checklists: words that anybody here could guess. */
  readonly siteName: string;
  /** Name and identifier of the person. */
  readonly personal: readonly string[];
}

export type SecretJudgement =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'weak-secret';
      readonly message: string;
      readonly fields: { readonly secret: string };
    };

export const shortestSecret = 15;
export const longestSecret = 128;

/** Units below which a secret is refused; one unit is about one character that nobody could guess. */
const enough = 10;
const keyboardRows = ['1234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm'];
const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

type Kind = 'own' | 'common' | 'names' | 'sequence' | 'repeated';
interface Cover {
  readonly units: number;
  readonly kind: Kind;
  readonly length: number;
}

/** Reads the list that ships in `resources/common-passwords.txt`. */
export function readCommonPasswords(resources: string): CommonPasswords {
  const words = readFileSync(join(resources, 'common-passwords.txt'), 'utf8').split('\n');
  const list = new Map<string, number>();
  for (const word of words) {
    if (word !== '' && !word.startsWith('# '))
      list.set(word.toLowerCase(), list.get(word.toLowerCase()) ?? list.size);
  }
  return list;
}

/**
 * SP 800-63B-4: at least 15 characters, at most 128, any characters, no composition rule, and a block list. The
 * secret is covered by its cheapest parts (common passwords, names of this site and person, sequences, repetitions,
 * else single characters); it is refused when the parts are worth fewer than ten characters of its own.
 */
export function judgeSecret(
  secret: string,
  context: SecretContext,
  common: CommonPasswords,
): SecretJudgement {
  const length = [...secret.normalize('NFKC')].length;
  if (length < shortestSecret) {
    const has = length === 1 ? '1 character' : `${length} characters`;
    return weak(
      `This secret has ${has}. Use ${shortestSecret} or more: four words that do not belong together work well.`,
    );
  }
  if (length > longestSecret) {
    return weak(`This secret has ${length} characters. Use ${longestSecret} or fewer.`);
  }
  const names = wordsOf([context.siteName, ...context.personal, 'process designer']);
  const { units, kind } = cheapestCover([...secret.normalize('NFKC').toLowerCase()], names, common);
  return units >= enough ? { ok: true } : weak(reasons[kind]);
}

const reasons: Record<Kind, string> = {
  own: 'This secret is too easy to guess. Add words that do not belong together.',
  common:
    'This secret is made of passwords that many people use. Choose words of your own that do not belong together.',
  names:
    'This secret is made of names that people here know. Choose words that have nothing to do with you or this site.',
  sequence:
    'This secret is made of characters in a row, such as 1234 or qwerty. Choose words that do not belong together.',
  repeated:
    'This secret repeats itself, and repeating adds little. Choose four different words that do not belong together.',
};

function weak(message: string): SecretJudgement {
  return { ok: false, code: 'weak-secret', message, fields: { secret: message } };
}

function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  const words = texts.flatMap((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  return new Set(words.filter((word) => word.length >= 3));
}

/** The cheapest way to write the text, and the kind of part that saves the most of it. */
function cheapestCover(text: readonly string[], names: ReadonlySet<string>, common: CommonPasswords) {
  const best: { units: number; last: Cover | undefined }[] = [{ units: 0, last: undefined }];
  for (let end = 1; end <= text.length; end++) {
    let choice: Cover = { units: 1, kind: 'own', length: 1 };
    let units = (best[end - 1]?.units ?? 0) + 1;
    for (let start = Math.max(0, end - 24); start <= end - 3; start++) {
      const part = knownPart(text, start, end, names, common);
      const before = best[start];
      if (part !== undefined && before !== undefined && before.units + part.units < units) {
        choice = part;
        units = before.units + part.units;
      }
    }
    best[end] = { units, last: choice };
  }
  const saved: Record<Kind, number> = { own: 0, common: 0, names: 0, sequence: 0, repeated: 0 };
  for (let end = text.length; end > 0; ) {
    const last = best[end]?.last ?? { units: 1, kind: 'own' as const, length: 1 };
    saved[last.kind] += last.length - last.units;
    end -= last.length;
  }
  const kinds = Object.keys(saved) as Kind[];
  const kind = kinds.reduce((most, each) => (saved[each] > saved[most] ? each : most), 'own');
  return { units: best[text.length]?.units ?? 0, kind };
}

function knownPart(
  text: readonly string[],
  start: number,
  end: number,
  names: ReadonlySet<string>,
  common: CommonPasswords,
): Cover | undefined {
  const length = end - start;
  const part = text.slice(start, end);
  const word = part.join('');
  const plain = part.map((character) => lookalikes[character] ?? character).join('');
  if (names.has(word) || names.has(plain)) return { units: 1, kind: 'names', length };
  const before = text.slice(0, start).join('');
  if (before.includes(word)) return { units: 1, kind: 'repeated', length };
  if (isRow(word)) return { units: 2, kind: 'sequence', length };
  const place = common.get(word) ?? common.get(plain);
  if (place !== undefined) return { units: place < 1000 ? 2 : 3, kind: 'common', length };
  return undefined;
}

/** One character again and again, code points in order, or neighbours on a keyboard; either direction. */
function isRow(word: string): boolean {
  const codes = [...word].map((character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  if (Math.abs(step) <= 1 && codes.every((code, i) => i === 0 || code - (codes[i - 1] ?? 0) === step))
    return true;
  const backward = [...word].reverse().join('');
  return keyboardRows.some((row) => row.includes(word) || row.includes(backward));
}
