import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareVersions } from '../../main/domain/update/update';
import {
  keyFingerprint,
  readRelease,
  readUpdateFolder,
  readUpdateKeys,
  releaseFile,
  signatureFile,
  takePackage,
} from '../../main/site/updatePackage';
import { sampleProject } from '../fixtures/closureRecord';
import { newVendor, releaseIn } from '../fixtures/vendor';

const vendor = newVendor('release-1');
const stranger = newVendor('release-9');
const platform = `${process.platform}-${process.arch}`;
const known = { keys: [{ id: vendor.id, key: vendor.key }], platform };
const packageName = 'Process-Designer-0.2.0.AppImage';
let root = '';
let good = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'process-designer-release-'));
  good = releaseIn(root, vendor, '0.2.0');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A copy of the good release to spoil. */
function copy(name: string): string {
  const folder = mkdtempSync(join(root, `${name}-`));
  for (const file of [releaseFile, signatureFile, packageName])
    writeFileSync(join(folder, file), readFileSync(join(good, file)));
  return folder;
}
const words = async (folder: string): Promise<string> => {
  const reading = await readUpdateFolder(folder, known);
  return reading.ok ? 'taken' : reading.message;
};

describe('a release folder', () => {
  it('is taken when the vendor signed it and the package is whole', async () => {
    const reading = await readUpdateFolder(good, known);
    expect(reading).toMatchObject({ ok: true, release: { version: '0.2.0', signedBy: 'release-1' } });
  });

  it('is refused by name when a part is missing, unsigned, cut short, altered, or for another machine', async () => {
    const without = copy('without');
    rmSync(join(without, releaseFile));
    expect(await words(without)).toContain('update.json is missing');
    const unsigned = copy('unsigned');
    rmSync(join(unsigned, signatureFile));
    expect(await words(unsigned)).toContain('Unsigned releases are never taken');
    const cut = copy('cut');
    truncateSync(join(cut, packageName), 100_000);
    expect(await words(cut)).toMatch(/has 100,000 bytes; 200,000 are signed for/);
    const altered = copy('altered');
    const bytes = readFileSync(join(altered, packageName));
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    writeFileSync(join(altered, packageName), bytes);
    expect(await words(altered)).toContain('not the one that was signed');
    const gone = copy('gone');
    rmSync(join(gone, packageName));
    expect(await words(gone)).toContain('is missing');
    expect(await words(releaseIn(root, vendor, '0.3.0', { platform: 'win32-x64' }))).toContain(
      'is for win32-x64',
    );
    expect(await words(releaseIn(root, stranger, '0.4.0'))).toContain(
      'a key that this app does not know (release-9)',
    );
  });

  it('is refused when another key signed under the vendor’s name', async () => {
    expect(await words(releaseIn(root, { ...stranger, id: 'release-1' }, '0.5.0'))).toContain(
      'Its signature does not hold',
    );
  });

  it('is refused whichever byte of the description or the signature is another', async () => {
    const bytes = readFileSync(join(good, releaseFile));
    const signature = readFileSync(join(good, signatureFile));
    expect(readRelease(bytes, signature.toString('utf8'), known).ok).toBe(true);
    fc.assert(
      fc.property(
        fc.nat(bytes.length + signature.length - 2),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const release = Buffer.from(bytes);
          const line = Buffer.from(signature);
          if (at < release.length) release[at] = (release[at] ?? 0) ^ flip;
          else line[at - release.length] = (line[at - release.length] ?? 0) ^ flip;
          expect(readRelease(release, line.toString('latin1'), known).ok).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a package', () => {
  it('is copied whole, and the copy is checked, not what it was copied from', async () => {
    const reading = await readUpdateFolder(good, known);
    if (!reading.ok) throw new Error(reading.message);
    const taken = await takePackage(join(good, packageName), reading.release, join(root, 'store'));
    if (!taken.ok) throw new Error(taken.message);
    expect(readFileSync(taken.path).equals(readFileSync(join(good, packageName)))).toBe(true);
    const swapped = copy('swapped');
    writeFileSync(join(swapped, packageName), Buffer.alloc(200_000, 'x'));
    const refused = await takePackage(join(swapped, packageName), reading.release, join(root, 'store2'));
    expect(refused.ok).toBe(false);
  });
});

describe('versions', () => {
  const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((v) => v.join('.'));
  it('are in one order, by number and not by letters', () => {
    expect(compareVersions('0.10.0', '0.9.9')).toBeGreaterThan(0);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        expect(compareVersions(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('the keys that ship with the app', () => {
  it('are two, and each can be read aloud', () => {
    const keys = readUpdateKeys(join(sampleProject, 'resources', 'updates', 'keys.json'));
    expect(keys.map((k) => k.id)).toEqual(['release-1', 'release-2']);
    for (const { key } of keys) expect(keyFingerprint(key)).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/);
  });
});
