import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { type ExitVerdict, type VerifyAsked, verifyAsked, verifyPath } from '../../main/jobs/verifyPath';
import { AtWork } from '../commands/atWork';
import { newStick, secondStation, throwAway, write } from '../sync/stations';

async function run(
  path: string,
  more: Partial<VerifyAsked> = {},
): Promise<{ verdict: ExitVerdict; said: string }> {
  const lines: string[] = [];
  const verdict = await verifyPath(
    { path, site: undefined, full: true, json: false, ...more },
    filePermissionsOnly,
    { out: (line) => lines.push(line), stage: () => undefined },
  );
  return { verdict, said: lines.join('\n') };
}

describe('verifying from the command line', () => {
  let k1: AtWork;
  let k2: AtWork;
  let stick = '';
  let folder = '';
  let bundle = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'process-designer-path-'));
    stick = newStick();
    k1 = await AtWork.sample();
    k2 = await secondStation(k1, 'K2', stick);
    bundle = await write(k1, [k2], stick);
  }, 240_000);
  afterAll(async () => {
    await k1?.close();
    await k2?.close();
    throwAway(stick);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads its arguments in either spelling', () => {
    expect(verifyAsked(['app', '--site', 'x'])).toBeUndefined();
    expect(verifyAsked(['app', '--verify', 'a', '--full'])).toEqual({
      path: 'a',
      site: undefined,
      full: true,
      json: false,
    });
    expect(verifyAsked(['app', '--verify=a b', '--site=s', '--json'])).toEqual({
      path: 'a b',
      site: 's',
      full: false,
      json: true,
    });
  });

  it('says of a site what was read, and 0', async () => {
    const { verdict, said } = await run(k1.folder);
    expect(said).toMatch(/^All \d+ entries and \d+ files read from disk in /);
    expect(said).toMatch(/Nothing missing, nothing changed\.\nVerdict 0: valid\.$/);
    expect(verdict).toBe(0);
  });

  it('prints nothing but JSON where that is asked for', async () => {
    const { said } = await run(k1.folder, { json: true });
    expect(JSON.parse(said)).toMatchObject({ verdict: 0, findings: [] });
    expect(JSON.parse((await run(join(folder, 'nowhere'), { json: true })).said)).toMatchObject({
      verdict: 4,
    });
  });

  it('opens a bundle with the keys of the station it is for, and with no others', async () => {
    expect(await run(bundle, { site: k2.folder })).toMatchObject({ verdict: 0 });
    expect((await run(bundle, { site: k2.folder })).said).toMatch(/^Bundle \d+ of station K1 for K2/);
    expect((await run(bundle)).said).toMatch(/^A bundle is encrypted to the station it is for\./);
    expect(await run(bundle, { site: k1.folder })).toMatchObject({ verdict: 1 });
    const bytes = readFileSync(bundle);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    const changed = join(folder, 'changed.pdbundle');
    writeFileSync(changed, bytes);
    expect(await run(changed, { site: k2.folder })).toMatchObject({ verdict: 1 });
  });

  it('says 4 and why where nothing can be read at all', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    writeFileSync(join(folder, 'text.txt'), 'nothing');
    for (const [path, words] of [
      ['', /^Name what to verify/],
      [join(folder, 'nowhere'), /is not there\./],
      [empty, /holds neither a site nor an audit pack/],
    ] as const) {
      const { verdict, said } = await run(path);
      expect(said).toMatch(words);
      expect(verdict).toBe(4);
    }
    expect([1, 4]).toContain((await run(join(folder, 'text.txt'))).verdict);
  });
});
