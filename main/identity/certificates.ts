import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const year = 365.25 * 86_400_000;

export interface CertificateKey {
  /** PKCS #8 of a P-256 key; the caller wraps or protects it. */
  readonly pkcs8: Uint8Array;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
}

export interface DeviceCertificateSubject {
  readonly siteName: string;
  /** `K1`. */
  readonly deviceName: string;
  readonly deviceId: string;
  readonly publicKey: string;
}

export async function generateCertificateKey(): Promise<CertificateKey> {
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return {
    pkcs8: new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)),
    publicKey: Buffer.from(await webcrypto.subtle.exportKey('spki', pair.publicKey)).toString('base64'),
  };
}

/** PKCS #10 by a new device: proves that it holds the key that its certificate will speak for. PEM. */
export async function requestCertificate(key: CertificateKey, deviceId: string): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [deviceId] }],
    keys: {
      publicKey: await importPublicKey(key.publicKey),
      privateKey: await importCertificateKey(key.pkcs8),
    },
    signingAlgorithm: algorithm,
  });
  return request.toString('pem');
}

/** The public key (SubjectPublicKeyInfo, base64) of a request that its own key signed; undefined where it is none. */
export async function requestedKey(pem: string): Promise<string | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    if (!(await request.verify())) return undefined;
    const spki = Buffer.from(request.publicKey.rawData).toString('base64');
    await importPublicKey(spki);
    return spki;
  } catch {
    return undefined;
  }
}

/** The public key that a certificate speaks for; SubjectPublicKeyInfo, base64. Throws when the text is none. */
export function certifiedKey(pem: string): string {
  return Buffer.from(new x509.X509Certificate(pem).publicKey.rawData).toString('base64');
}

/** Imports a P-256 private key for ECDSA with SHA-256; not extractable. */
export function importCertificateKey(pkcs8: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}

/** The site's own root: P-256, 20 years, CN `<site name> site root`, may issue certificates for devices only. PEM. */
export async function issueSiteRoot(siteName: string, key: CertificateKey, at: Date): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: name(`${siteName} site root`, siteName),
    issuer: name(`${siteName} site root`, siteName),
    notBefore: wholeSeconds(at.getTime() - 60_000),
    notAfter: wholeSeconds(at.getTime() + 20 * year),
    publicKey: await importPublicKey(key.publicKey),
    signingKey: await importCertificateKey(key.pkcs8),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(await importPublicKey(key.publicKey)),
    ],
  });
  return certificate.toString('pem');
}

/**
 * The certificate a device signs closures with: 10 years, digitalSignature and nonRepudiation, document signing
 * (1.3.6.1.5.5.7.3.36) together with e-mail protection, because readers built on NSS ask for the latter. PEM.
 */
export async function issueDeviceCertificate(
  rootPem: string,
  rootKey: Uint8Array,
  subject: DeviceCertificateSubject,
  at: Date,
): Promise<string> {
  const root = new x509.X509Certificate(rootPem);
  const publicKey = await importPublicKey(subject.publicKey);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: name(`${subject.siteName}, station ${subject.deviceName}`, subject.siteName, subject.deviceId),
    issuer: root.subjectName.toJSON(),
    notBefore: wholeSeconds(at.getTime() - 60_000),
    notAfter: new Date(Math.min(wholeSeconds(at.getTime() + 10 * year).getTime(), root.notAfter.getTime())),
    publicKey,
    signingKey: await importCertificateKey(rootKey),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
        true,
      ),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4']),
      await x509.AuthorityKeyIdentifierExtension.create(await root.publicKey.export()),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return certificate.toString('pem');
}

/** DER of a PEM certificate. Throws when the text is none. */
export function certificateDer(pem: string): Uint8Array {
  return new Uint8Array(new x509.X509Certificate(pem).rawData);
}

/** True only if the device's certificate was issued by this root and both are in their time at `at`. */
export async function isIssuedBy(devicePem: string, rootPem: string, at: Date): Promise<boolean> {
  const device = new x509.X509Certificate(devicePem);
  const root = new x509.X509Certificate(rootPem);
  const inTime = [device, root].every((one) => one.notBefore <= at && at <= one.notAfter);
  const constraints = root.getExtension(x509.BasicConstraintsExtension);
  if (!inTime || constraints?.ca !== true || device.issuer !== root.subject) return false;
  const publicKey = await root.publicKey.export();
  return (
    (await root.verify({ publicKey, signatureOnly: true })) &&
    device.verify({ publicKey, signatureOnly: true })
  );
}

function importPublicKey(spki: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('spki', Buffer.from(spki, 'base64'), algorithm, true, ['verify']);
}

/** RFC 5280: positive, at most 20 octets; 120 random bits after a leading octet that is neither 0 nor negative. */
function serialNumber(): string {
  return `40${randomBytes(15).toString('hex')}`;
}

/** Certificates hold whole seconds. */
function wholeSeconds(at: number): Date {
  return new Date(Math.floor(at / 1000) * 1000);
}

/** Distinguished name with at most 64 characters an attribute (RFC 5280, upper bounds). */
function name(commonName: string, organisation: string, serial?: string): x509.JsonName {
  const cut = (text: string): string => [...text].slice(0, 64).join('');
  const parts: x509.JsonName = [{ CN: [cut(commonName)] }, { O: [cut(organisation)] }];
  return serial === undefined ? parts : [...parts, { '2.5.4.5': [cut(serial)] }];
}
