import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCode, newCode, readCode } from '../../main/identity/oneTimeCode';

describe('a one-time code', () => {
  it('reads back whatever its bytes are, in small letters, without hyphens, with O and l for digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const code = newCode((n) => (n === 16 ? bytes : new Uint8Array(n)));
        expect(code.text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
        const sloppy = code.text.toLowerCase().replace(/-/g, ' ').replace(/0/g, 'o').replace(/1/g, 'l');
        const read = readCode(sloppy);
        expect(read && Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
        expect(read && isCode(read, code.kept)).toBe(true);
      }),
    );
  });

  it('is told from one that was copied wrong: of all changes of one letter hardly one passes', () => {
    const { text } = newCode();
    const letters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
    let passed = 0;
    let tried = 0;
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '-') continue;
      for (const letter of letters) {
        if (letter === text[at]) continue;
        tried++;
        if (readCode(text.slice(0, at) + letter + text.slice(at + 1))) passed++;
      }
    }
    expect(tried).toBe(28 * 31);
    expect(passed).toBeLessThanOrEqual(tried / 100);
    expect(readCode(text.slice(0, -1))).toBeUndefined();
    expect(readCode('')).toBeUndefined();
  });

  it('is not given back by what is kept, and fits no other code', () => {
    const one = newCode();
    const other = newCode();
    expect(JSON.stringify(one.kept)).not.toContain(one.text);
    expect(one.kept.salt).not.toBe(other.kept.salt);
    const read = readCode(other.text);
    expect(read && isCode(read, one.kept)).toBe(false);
  });
});
