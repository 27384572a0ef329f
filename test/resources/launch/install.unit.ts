import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packagesMatch } from '../../../resources/launch/packages.mjs';
import { hashOf, putInPlace, takeOption } from '../../../resources/launch/place.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-designer-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('putting a download in place', () => {
  it('leaves nothing when it breaks off, and works the next time', async () => {
    const target = join(folder, 'runtime');
    const broken = putInPlace(target, (draft) => {
      writeFileSync(join(draft, 'half'), 'half');
      throw new Error('the network went away');
    });
    await expect(broken).rejects.toThrow('the network went away');
    expect(readdirSync(folder)).toEqual([]);
    await putInPlace(target, (draft) => writeFileSync(join(draft, 'whole'), 'whole'));
    expect(readdirSync(folder)).toEqual(['runtime']);
    expect(readdirSync(target)).toEqual(['whole']);
  });

  it('clears away what a killed install left, and leaves alone what a running one is making', async () => {
    mkdirSync(join(folder, '.draft-4194999-gone'));
    mkdirSync(join(folder, `.draft-${process.pid}-running`));
    await putInPlace(join(folder, 'runtime'), () => undefined);
    expect(readdirSync(folder).sort()).toEqual([`.draft-${process.pid}-running`, 'runtime']);
  });

  it('keeps the result of the one who was quicker', async () => {
    const target = join(folder, 'runtime');
    await putInPlace(target, (draft) => {
      writeFileSync(join(draft, 'mine'), '');
      mkdirSync(target);
      writeFileSync(join(target, 'theirs'), '');
    });
    expect(readdirSync(target)).toEqual(['theirs']);
  });
});

describe('the installed packages', () => {
  const lock = {
    packages: {
      '': { name: 'x' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const install = (packages: object) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
  };
  beforeEach(() => writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock)));

  it('are missing when an install was broken off', () => {
    mkdirSync(join(folder, 'node_modules', 'a'), { recursive: true });
    expect(packagesMatch(folder)).toBe(false);
  });

  it('match when all are there, an optional one of another platform aside', () => {
    install({ 'node_modules/a': lock.packages['node_modules/a'] });
    expect(packagesMatch(folder)).toBe(true);
  });

  it.each([
    ['another version', { version: '1.0.1', integrity: 'sha512-a' }],
    ['other bytes', { version: '1.0.0', integrity: 'sha512-z' }],
  ])('do not match with %s', (_, found) => {
    install({ 'node_modules/a': found });
    expect(packagesMatch(folder)).toBe(false);
  });
});

describe('the hash of what is built from', () => {
  it('changes with a byte, with a name, and with a file more', () => {
    const of = (files: Record<string, string>) => {
      const inner = join(folder, 'inputs');
      rmSync(inner, { recursive: true, force: true });
      mkdirSync(inner);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(inner, name), text);
      return hashOf([inner]);
    };
    const hashes = [of({ a: '1' }), of({ a: '2' }), of({ b: '1' }), of({ a: '1', b: '' })];
    expect(new Set(hashes).size).toBe(4);
    expect(of({ a: '1' })).toBe(hashes[0]);
    expect(existsSync(join(folder, 'inputs', 'a')) && readFileSync(join(folder, 'inputs', 'a'), 'utf8')).toBe(
      '1',
    );
  });
});

describe('an option on the command line', () => {
  it('is taken out with its value, in both ways of writing it', () => {
    const args = ['--out', 'x', 'rest', '--json=y'];
    expect([takeOption(args, '--out'), takeOption(args, '--json'), takeOption(args, '--gone')]).toEqual([
      'x',
      'y',
      undefined,
    ]);
    expect(args).toEqual(['rest']);
  });
});
