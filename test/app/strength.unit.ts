import { expect, it } from 'vitest';
import { shortestSecret as asked, judgeSecret } from '../../main/identity/strength';
import { shortestSecret, strengthOf } from '../../renderer/app/strength';

const own = ['Halden plant', 'Sven Halvorsen', 's.halvorsen'];
const judged = (secret: string) =>
  judgeSecret(secret, { siteName: 'Halden plant', personal: own.slice(1) }, new Map()).ok;

it('the screen asks for the length that is judged', () => {
  expect(shortestSecret).toBe(asked);
});

it('says how much is missing while it is typed', () => {
  expect(strengthOf('', own).words).toContain('At least 15 characters');
  expect(strengthOf('a', own).words).toBe('1 character, 14 more to go.');
  expect(strengthOf('quiet harbour', own)).toEqual({ enough: false, words: '13 characters, 2 more to go.' });
});

it.each([
  ['aaaaaaaaaaaaaaaaaaaa', 'few different ones'],
  ['copper copper copper copper', 'repeat'],
  ['Sven Halvorsen Halden plant', 'names that people here know'],
])('what would be refused is not called enough: %s', (secret, words) => {
  expect(strengthOf(secret, own).enough).toBe(false);
  expect(strengthOf(secret, own).words).toContain(words);
  expect(judged(secret)).toBe(false);
});

it.each(['copper lantern 42 tides', 'violet engine under seven bridges', 'Über sieben Brücken gehen'])(
  'a sentence of words is enough: %s',
  (secret) => {
    expect(strengthOf(secret, own).enough).toBe(true);
    expect(judged(secret)).toBe(true);
  },
);
