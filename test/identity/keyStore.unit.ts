import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isIssuedBy } from '../../main/identity/certificates';
import { verifyEnrolment } from '../../main/identity/enrolment';
import { foundSite } from '../../main/identity/foundSite';
import type { Protector } from '../../main/identity/keyStore';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { verifySignature } from '../../main/identity/keys';
import { createUserKey, openUserKey } from '../../main/identity/signIn';

const secret = 'nine tall grey herons';
const adminId = 'usr_0195806e-2a7c-7d31-9b44-c6a45b1e8f60';
const newSite = {
  siteName: 'Halden plant',
  deviceName: 'K1',
  adminId,
  secret,
  at: new Date('2026-03-10T08:00:00.000Z'),
  logN: 10,
};
const mask: Protector = {
  name: 'mask for tests',
  protect: (bytes) => bytes.map((byte) => byte ^ 0x5a),
  unprotect: (bytes) => bytes.map((byte) => byte ^ 0x5a),
};

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('founding a site', () => {
  it('leaves keys that a later start opens: device, root, certificates, first admin', async () => {
    const founded = await foundSite(openKeyStore(folder, mask), newSite);
    const store = openKeyStore(folder, mask);
    const identity = store.loadIdentity();
    const device = store.loadDevice();
    expect(identity).toEqual(founded.identity);
    expect(device?.id).toBe(founded.device.id);
    expect(identity && verifyEnrolment(identity.rootKey, identity.enrolment)).toBe(true);
    const message = Buffer.from('a checkpoint');
    expect(device && verifySignature(founded.device.key.publicKey, message, device.key.sign(message))).toBe(
      true,
    );
    const opened = await openUserKey(store, adminId, secret);
    expect(opened.ok && opened.key.publicKey).toBe(founded.adminKey.publicKey);
    expect(await openUserKey(store, adminId, `${secret} `)).toMatchObject({
      ok: false,
      code: 'wrong-secret',
    });
    expect(await openUserKey(store, 'usr_nobody', secret)).toMatchObject({ ok: false, code: 'wrong-secret' });
  });

  it('writes files that only this account can read, and no half-written one', async () => {
    const store = openKeyStore(folder, filePermissionsOnly);
    await foundSite(store, newSite);
    await createUserKey(store, 'usr_2', secret, 10);
    const files = readdirSync(folder, { recursive: true }).map(String).sort();
    expect(files).toEqual([
      'bundles.json',
      'device.json',
      'identity.json',
      'site.json',
      'users',
      `users/${adminId}.json`,
      'users/usr_2.json',
    ]);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  it('never writes a private key in the clear when there is a protector', async () => {
    await foundSite(openKeyStore(folder, mask), newSite);
    const file = JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8'));
    const clear = Buffer.from(file.logKey, 'base64').map((byte) => byte ^ 0x5a);
    expect(Buffer.from(clear).subarray(0, 4).toString('hex')).toBe('302e0201');
    expect(file.protectedBy).toBe('mask for tests');
  });

  it('is refused where a site already is', async () => {
    const store = openKeyStore(folder, mask);
    await foundSite(store, newSite);
    await expect(foundSite(store, newSite)).rejects.toThrow(/already holds the keys of a site/);
  });

  it('gives a root for 20 years and a device certificate that chains to it', async () => {
    const { identity } = await foundSite(openKeyStore(folder, mask), newSite);
    const root = new X509Certificate(identity.rootCertificate);
    const device = new X509Certificate(identity.deviceCertificate);
    expect(root.subject).toContain('CN=Halden plant site root');
    expect(root.ca).toBe(true);
    expect(device.ca).toBe(false);
    expect(device.checkIssued(root) && device.verify(root.publicKey)).toBe(true);
    expect(new Date(root.validTo).getUTCFullYear()).toBe(2046);
    expect(await isIssuedBy(identity.deviceCertificate, identity.rootCertificate, newSite.at)).toBe(true);
    expect(
      await isIssuedBy(identity.deviceCertificate, identity.rootCertificate, new Date('2050-01-01')),
    ).toBe(false);
    const other = await foundSite(openKeyStore(join(folder, 'other'), mask), newSite);
    expect(await isIssuedBy(identity.deviceCertificate, other.identity.rootCertificate, newSite.at)).toBe(
      false,
    );
  });
});

describe('opening keys that are not as they were left', () => {
  it('says so when the protector of this account is another one, or fails', async () => {
    await foundSite(openKeyStore(folder, mask), newSite);
    expect(() => openKeyStore(folder, filePermissionsOnly).loadDevice()).toThrow(
      /protected by "mask for tests"/,
    );
    const failing: Protector = {
      ...mask,
      unprotect: () => {
        throw new Error('keyring is locked');
      },
    };
    expect(() => openKeyStore(folder, failing).loadDevice()).toThrow(/could not be opened by mask for tests/);
  });

  it('says so when a file is damaged, of a newer version, or of somebody else', async () => {
    const store = openKeyStore(folder, mask);
    expect(store.loadDevice()).toBeUndefined();
    await foundSite(store, newSite);
    const user = join(folder, 'users', `${adminId}.json`);
    const wrapped = JSON.parse(readFileSync(user, 'utf8'));
    writeFileSync(user, '{"v":1,');
    expect(() => store.loadUserKey(adminId)).toThrow(/is damaged/);
    writeFileSync(user, JSON.stringify({ ...wrapped, v: 2 }));
    expect(() => store.loadUserKey(adminId)).toThrow(/newer version/);
    writeFileSync(user, JSON.stringify({ ...wrapped, owner: 'usr_2' }));
    expect(() => store.loadUserKey(adminId)).toThrow(/holds the key of usr_2/);
    expect(() => store.loadUserKey('../device')).toThrow(/Not the id of a person/);
  });
});
