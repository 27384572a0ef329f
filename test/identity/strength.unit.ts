import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeSecret, readCommonPasswords } from '../../main/identity/strength';

const common = readCommonPasswords(join(import.meta.dirname, '../../resources'));
const context = { siteName: 'Halden plant', personal: ['Marta Kovač', 'mkovac'] };
const judge = (secret: string) => judgeSecret(secret, context, common);

describe('judging a secret', () => {
  it.each([
    ['', 'This secret has 0 characters. Use 15 or more'],
    ['herons fly', 'This secret has 10 characters. Use 15 or more'],
    ['😀'.repeat(14), 'This secret has 14 characters. Use 15 or more'],
    [`grey herons ${'x1!'.repeat(60)}`, 'Use 128 or fewer'],
    ['passwordpassword1', 'repeats itself|passwords that many people use'],
    ['Password123456789', 'passwords that many people use|characters in a row'],
    ['p@ssw0rd sunshine dragon', 'passwords that many people use'],
    ['aaaaaaaaaaaaaaaaaaaa', 'characters in a row|repeats itself'],
    ['abcdefghijklmnopqrst', 'characters in a row'],
    ['qwertyuiopasdfghjkl', 'characters in a row'],
    ['98765432109876543210', 'characters in a row|repeats itself'],
    ['Halden plant Halden plant', 'names that people here know|repeats itself'],
    ['Marta Kovač Halden', 'names that people here know'],
    ['xyzzyxyzzyxyzzyxyzzy', 'repeats itself'],
    ['vkqzwvkqzwvkqzwvkqzw', 'repeats itself'],
  ])('refuses %j in a sentence that says what to do', (secret, sentence) => {
    const judged = judge(secret);
    expect(judged).toMatchObject({ ok: false, code: 'weak-secret' });
    expect(judged.ok ? '' : judged.message).toMatch(new RegExp(sentence));
    expect(judged.ok ? '' : judged.fields.secret).toMatch(/Use|Choose|Add/);
  });

  it.each([
    'nine tall grey herons',
    'correct horse battery staple',
    'der Nebel steigt um 6 im Tal',
    'Häfen, Möwen & Brücken',
    'vKq7#xLw2!mRz9pT',
    'крепкий чай без сахара',
    'xxx lantern orbit gravel mustard',
  ])('takes %j, with no rule about kinds of characters', (secret) => {
    expect(judge(secret)).toEqual({ ok: true });
  });

  it('takes 15 characters and 128, and not 14 or 129', () => {
    const own = 'gk3vu8wq!zt5mn#eh'.repeat(1);
    const long = Array.from({ length: 128 }, (_, i) =>
      String.fromCodePoint(0x4e00 + ((i * 7919) % 20000)),
    ).join('');
    expect(judge(own.slice(0, 15)).ok).toBe(true);
    expect(judge(own.slice(0, 14)).ok).toBe(false);
    expect(judge(long).ok).toBe(true);
    expect(judge(`${long}x`).ok).toBe(false);
  });
});
