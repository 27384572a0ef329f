import { createHash, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { certificateDer, isIssuedBy } from '../identity/certificates';
import { buildContainer, bytesToSign, readContainer } from './container';
import type { SignatureField } from './signatureField';
import { findSignature } from './signatureField';

export interface ClosureFinding {
  readonly what: 'ledger' | 'structure' | 'range' | 'container' | 'signature' | 'certificate';
  readonly ok: boolean;
  /** One sentence for a person. */
  readonly message: string;
}

export interface ClosureCheck {
  readonly ok: boolean;
  readonly findings: readonly ClosureFinding[];
}

export interface ClosureExpectation {
  /** SHA-256 of the file as the ledger's closing entry names it, hex; left out when only the file is at hand. */
  readonly sha256?: string;
  /** PEM of the site root certificate that is trusted. */
  readonly rootCertificate: string;
}

/**
 * Checks a closure PDF: first against the ledger, which is the real proof, then by itself: one revision, nothing after
 * its end, the signature covers every byte but its own, the container is exactly what this app would write for that
 * signature, the signature is right, and the device's certificate comes from the site root. Never throws on any bytes.
 */
export async function checkClosure(bytes: Uint8Array, expected: ClosureExpectation): Promise<ClosureCheck> {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const findings: ClosureFinding[] = [];
  const add = (what: ClosureFinding['what'], ok: boolean, right: string, wrong: string): boolean => {
    findings.push({ what, ok, message: ok ? right : wrong });
    return ok;
  };
  if (expected.sha256 !== undefined) {
    const same = createHash('sha256').update(pdf).digest('hex') === expected.sha256;
    add(
      'ledger',
      same,
      'The file is the one that the ledger names.',
      'The file is not the one that the ledger names: its bytes were changed.',
    );
  }
  try {
    await checkFile(pdf, expected.rootCertificate, add);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.push({
      what: 'structure',
      ok: false,
      message: `The file is not a closure as this app writes it. ${reason}`,
    });
  }
  return { ok: findings.every((finding) => finding.ok), findings };
}

async function checkFile(
  pdf: Buffer,
  rootPem: string,
  add: (what: ClosureFinding['what'], ok: boolean, right: string, wrong: string) => boolean,
): Promise<void> {
  const field = findSignature(pdf);
  add(
    'structure',
    true,
    'The file has one revision and one signature, and ends where its document ends.',
    '',
  );
  const whole = add(
    'range',
    coversAll(pdf, field),
    'The signature covers the whole file.',
    'The signature does not cover the whole file.',
  );
  if (!whole) return;
  const digest = createHash('sha256')
    .update(pdf.subarray(0, field.contentsStart))
    .update(pdf.subarray(field.contentsEnd))
    .digest();
  const hex = pdf.toString('latin1', field.contentsStart + 1, field.contentsEnd - 1);
  const { device, signature } = readContainer(Buffer.from(hex, 'hex'));
  const certificates = { device, root: certificateDer(rootPem) };
  // Built anew and compared byte for byte, so that no part of it can be anything else: not the attributes, which hold
  // the digest of the document and of the certificate, and not the zeros that fill the rest.
  const rebuilt = Buffer.from(buildContainer(certificates, digest, signature))
    .toString('hex')
    .padEnd(hex.length, '0');
  const same = rebuilt.length === hex.length && timingSafeEqual(Buffer.from(rebuilt), Buffer.from(hex));
  add(
    'container',
    same,
    'The signature is over this document and names the certificate it was made with.',
    'The signature is not over this document: it was changed after it was signed.',
  );
  const certificate = new X509Certificate(Buffer.from(device));
  const right = verify(
    'sha256',
    bytesToSign(certificates, digest),
    { key: certificate.publicKey, dsaEncoding: 'der' },
    signature,
  );
  add(
    'signature',
    right,
    'The signature is right.',
    'The signature is wrong: it was not made with the key of its certificate.',
  );
  const issued = await isIssuedBy(certificate.toString(), rootPem, new Date(field.at));
  add(
    'certificate',
    issued,
    'The device’s certificate was issued by the site root and was in its time.',
    'The device’s certificate was not issued by this site root, or was not in its time.',
  );
}

/** From 0 to `<`, and from after `>` to the end of the file: all but the contents of the signature. */
function coversAll(pdf: Buffer, { range, contentsStart, contentsEnd }: SignatureField): boolean {
  const wanted = [0, contentsStart, contentsEnd, pdf.length - contentsEnd];
  return range !== undefined && wanted.every((position, i) => range[i] === position);
}
