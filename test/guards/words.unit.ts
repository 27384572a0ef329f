import { describe, expect, it } from 'vitest';
import { keptFiles, textOf } from './project';

// Written in pieces, so that this file does not find itself.
const machine = new RegExp(
  ['/work/(main|shared|brief|\\.)', '/tm' + 'p/[\\w.-]', '/ro' + 'ot/', '/ho' + 'me/\\w'].join('|'),
);
const host = new RegExp(
  ['registry\\.npm' + 'js', 'npm' + 'mirror', 'verd' + 'accio', 'artif' + 'actory'].join('|'),
  'i',
);
const promise = new RegExp(['tamper' + '-?proof', 'un' + 'hackable', 'bullet' + '-?proof'].join('|'), 'i');

const binary = /\.(png|jpe?g|webp|woff2?|ttf|pdf|icc|ico|icns|zip|gz|db|bin|heic|gif)$/i;

/** Lines of kept text files that fit `pattern`, as "file:line". */
function linesWith(pattern: RegExp, leaveOut: RegExp): string[] {
  return keptFiles()
    .filter((name) => !binary.test(name) && !leaveOut.test(name))
    .flatMap((name) =>
      textOf(name)
        .split('\n')
        .flatMap((line, at) => (pattern.test(line) ? [`${name}:${at + 1}`] : [])),
    );
}

describe('what the project says', () => {
  it('names no folder of the machine it was made on', () => {
    expect(machine.test('cd /wo' + 'rk/main')).toBe(true);
    expect(linesWith(machine, /^package-lock\.json$/)).toEqual([]);
  });

  it("names no package registry's host", () => {
    expect(host.test('https://registry.npm' + 'js.org/')).toBe(true);
    expect(linesWith(host, /^$/)).toEqual([]);
  });

  it('promises nothing that no program can keep', () => {
    expect(linesWith(promise, /^(LICENSE|test\/)/)).toEqual([]);
  });
});
