import { createHash } from 'node:crypto';
import {
  certificateDer,
  generateCertificateKey,
  issueDeviceCertificate,
  issueSiteRoot,
} from './certificates';
import { enrolDevice } from './enrolment';
import type { Device, KeyStore, SiteIdentity } from './keyStore';
import type { SigningKey } from './keys';
import { generateSigningKey, keyId } from './keys';
import { makeAgeKey } from './recipient';
import { wrapKeys } from './secret';

export interface NewSite {
  readonly siteName: string;
  /** `K1`: the per-device part of numbers. */
  readonly deviceName: string;
  /** `usr_…` of the first admin. */
  readonly adminId: string;
  /** Already judged by `judgeSecret`. */
  readonly secret: string;
  readonly at: Date;
  /** Cost of the derivation; left out in the app. */
  readonly logN?: number;
}

export interface FoundedSite {
  readonly identity: SiteIdentity;
  readonly device: Device;
  /** To what bundles for this device are encrypted. */
  readonly recipient: string;
  /** The first admin's key, open, for the entries that found the site. */
  readonly adminKey: SigningKey;
}

/**
 * First run: makes the site root, its certificate, this device's keys and certificate, the statement that enrols the
 * device, and the first admin's key; everything is on disk when it returns. Refuses (throws) where keys already are,
 * so that deleting the database never makes somebody an admin of an existing site.
 */
export async function foundSite(store: KeyStore, site: NewSite): Promise<FoundedSite> {
  if (
    store.loadDevice() !== undefined ||
    store.loadIdentity() !== undefined ||
    store.loadSiteKeys() !== undefined
  ) {
    throw new Error(
      'This folder already holds the keys of a site. Open that site, or choose an empty folder.',
    );
  }
  const root = generateSigningKey();
  const log = generateSigningKey();
  const admin = generateSigningKey();
  const age = await makeAgeKey();
  const siteId = keyId('site', root.key.publicKey);
  const deviceId = keyId('dev', log.key.publicKey);
  const [rootCertificateKey, certificateKey] = await Promise.all([
    generateCertificateKey(),
    generateCertificateKey(),
  ]);
  const rootCertificate = await issueSiteRoot(site.siteName, rootCertificateKey, site.at);
  const deviceCertificate = await issueDeviceCertificate(
    rootCertificate,
    rootCertificateKey.pkcs8,
    { siteName: site.siteName, deviceName: site.deviceName, deviceId, publicKey: certificateKey.publicKey },
    site.at,
  );
  const enrolment = enrolDevice(root.key, {
    v: 1,
    site: siteId,
    device: deviceId,
    deviceKey: log.key.publicKey,
    name: site.deviceName,
    certificate: createHash('sha256').update(certificateDer(deviceCertificate)).digest('hex'),
    at: site.at.toISOString(),
  });
  const [wrappedAdmin, wrappedRoot, wrappedCertificates] = await wrapKeys(
    [
      { owner: site.adminId, publicKey: admin.key.publicKey, pkcs8: admin.pkcs8 },
      { owner: siteId, publicKey: root.key.publicKey, pkcs8: root.pkcs8 },
      {
        owner: `${siteId}/certificates`,
        publicKey: rootCertificateKey.publicKey,
        pkcs8: rootCertificateKey.pkcs8,
      },
    ],
    site.secret,
    site.logN,
  );
  if (wrappedAdmin === undefined || wrappedRoot === undefined || wrappedCertificates === undefined) {
    throw new Error('Three keys were to be wrapped.');
  }
  const identity: SiteIdentity = {
    v: 1,
    site: siteId,
    rootKey: root.key.publicKey,
    enrolment,
    rootCertificate,
    deviceCertificate,
  };
  store.saveUserKey(wrappedAdmin);
  store.saveAgeKey(age);
  store.saveSiteKeys({ root: wrappedRoot, certificates: wrappedCertificates });
  const device = store.saveDevice({ logKey: log.pkcs8, certificateKey: certificateKey.pkcs8 });
  // Last: an identity on disk means that everything else is there.
  store.saveIdentity(identity);
  for (const bytes of [root.pkcs8, log.pkcs8, admin.pkcs8, rootCertificateKey.pkcs8, certificateKey.pkcs8])
    bytes.fill(0);
  return { identity, device, recipient: age.recipient, adminKey: admin.key };
}
