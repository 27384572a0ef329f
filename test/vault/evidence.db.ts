import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EvidenceAltered, openVault, type Vault } from '../../main/vault/evidence';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(300, 7),
  Buffer.from('ffd9', 'hex'),
]);
const ELF = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(200)]);
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let root: string;
let vault: Vault;
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(root, name), bytes);
  return join(root, name);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'process-designer-vault-'));
  vault = openVault(join(root, 'evidence'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('adding evidence', () => {
  it('keeps a picture under its hash and gives back the same bytes', async () => {
    const kept = await vault.keepFile(file('gauge.jpg', JPEG));
    expect(kept).toEqual({
      ok: true,
      sha256: sha(JPEG),
      size: JPEG.length,
      type: 'image/jpeg',
      name: 'gauge.jpg',
      known: false,
    });
    const read = await vault.read(sha(JPEG));
    expect(read.ok && Buffer.from(read.bytes).equals(JPEG)).toBe(true);
    expect(await vault.check(sha(JPEG))).toBe('there');
    expect(readdirSync(join(root, 'evidence', 'incoming'))).toEqual([]);
  });

  it('takes the same file twice as one', async () => {
    await vault.keepFile(file('a.jpg', JPEG));
    expect(await vault.keepBytes(JPEG, 'b.jpg')).toMatchObject({ ok: true, known: true, name: 'b.jpg' });
  });

  it('keeps pdf, text, csv and json, and tells a picture from its content, not its name', async () => {
    expect(await vault.keepBytes(Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'r.pdf')).toMatchObject({
      ok: true,
      type: 'application/pdf',
    });
    expect(await vault.keepBytes(Buffer.from('pressure;12,50\n'), 'log.csv')).toMatchObject({
      ok: true,
      type: 'text/csv',
    });
    expect(await vault.keepBytes(Buffer.from('{"a":1}'), 'a.json')).toMatchObject({
      ok: true,
      type: 'application/json',
    });
    expect(await vault.keepBytes(Buffer.from('note'), 'a.txt')).toMatchObject({
      ok: true,
      type: 'text/plain',
    });
    expect(await vault.keepBytes(PNG, 'photo.jpg')).toMatchObject({ ok: true, type: 'image/png' });
  });

  it('keeps a file over many chunks whole', async () => {
    const large = Buffer.concat([JPEG, Buffer.alloc(3_500_000, 9)]);
    const kept = await vault.keepFile(file('large.jpg', large));
    expect(kept).toMatchObject({ ok: true, sha256: sha(large), size: large.length });
    const read = await vault.read(sha(large));
    expect(read.ok && sha(read.bytes)).toBe(sha(large));
  });

  it.each([
    ['a program renamed .jpg', 'photo.jpg', ELF, 'evidence-kind', 'a Linux program'],
    [
      'a Windows program renamed .png',
      'x.png',
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
      'evidence-kind',
      'a Windows program',
    ],
    ['a script renamed .jpg', 'x.jpg', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'evidence-kind', 'x.jpg is'],
    ['binary content named .txt', 'x.txt', Buffer.from([1, 2, 3, 0, 5]), 'evidence-kind', 'binary content'],
    ['a picture named .pdf', 'x.pdf', PNG, 'evidence-kind', 'a PNG picture'],
    [
      'a kind that is not on the list',
      'x.zip',
      Buffer.concat([Buffer.from('504b0304140000000000', 'hex'), Buffer.alloc(60)]),
      'evidence-kind',
      'ZIP',
    ],
    ['a file of 0 bytes', 'x.jpg', Buffer.alloc(0), 'evidence-empty', '0 bytes'],
  ])('refuses %s, says what it found and what to do', async (_, name, bytes, code, words) => {
    const refused = await vault.keepFile(file(name, bytes));
    expect(refused).toMatchObject({ ok: false, code });
    expect(!refused.ok && refused.message).toContain(words);
    expect(!refused.ok && refused.message).toContain('Nothing was added');
    expect(existsSync(join(root, 'evidence'))).toBe(false);
  });

  it('refuses 2 GB before reading any of it', async () => {
    const path = file('huge.jpg', JPEG);
    truncateSync(path, 2_000_000_000);
    expect(await vault.keepFile(path)).toMatchObject({
      ok: false,
      code: 'evidence-too-large',
      message: expect.stringContaining('2000 MB; the most is 200 MB'),
    });
    expect(existsSync(join(root, 'evidence'))).toBe(false);
  });

  it('refuses a file that is gone, and a folder', async () => {
    expect(await vault.keepFile(join(root, 'gone.jpg'))).toMatchObject({ code: 'evidence-missing' });
    expect(await vault.keepFile(root)).toMatchObject({ code: 'evidence-unreadable' });
  });
});

describe('evidence on the disk', () => {
  it('says that a file was changed or is gone, and never shows a changed one', async () => {
    await vault.keepBytes(JPEG, 'a.jpg');
    const path = vault.path(sha(JPEG));
    chmodSync(path, 0o644);
    writeFileSync(path, PNG);
    expect(await vault.read(sha(JPEG))).toMatchObject({ ok: false, code: 'altered' });
    expect(await vault.check(sha(JPEG))).toBe('altered');
    await expect(vault.keepBytes(JPEG, 'a.jpg')).rejects.toThrow(EvidenceAltered);
    expect(statSync(path).size).toBe(PNG.length);
    rmSync(path);
    expect(await vault.read(sha(JPEG))).toMatchObject({ ok: false, code: 'missing' });
    expect(await vault.check(sha(JPEG))).toBe('missing');
  });

  it('removes copies that a crash broke off when the next file is added, and none that another reader looks at', async () => {
    const broken = join(root, 'evidence', 'incoming', 'abc.part');
    mkdirSync(join(root, 'evidence', 'incoming'), { recursive: true });
    writeFileSync(broken, 'half');
    expect(await openVault(join(root, 'evidence')).check(sha(JPEG))).toBe('missing');
    expect(existsSync(broken)).toBe(true);
    const large = Buffer.concat([JPEG, Buffer.alloc(3_000_000)]);
    const both = await Promise.all([
      vault.keepBytes(large, 'a.jpg'),
      openVault(join(root, 'evidence')).keepBytes(JPEG, 'b.jpg'),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(readdirSync(join(root, 'evidence', 'incoming'))).toEqual([]);
  });

  it('takes no other name than a hash for a path', () => {
    expect(() => vault.path('../../etc/passwd')).toThrow(TypeError);
  });
});
