import { createHash, createPrivateKey, sign } from 'node:crypto';
import { certificateDer } from '../identity/certificates';
import { buildContainer, bytesToSign } from './container';
import { findSignature } from './signatureField';

export interface ClosureSigner {
  /** PEM of the device's certificate, and of the site root that issued it. */
  readonly certificate: string;
  readonly root: string;
  /** PKCS #8 of the device's P-256 key. */
  readonly privateKey: Uint8Array;
}

/**
 * Completes a PDF that was rendered with a place for a signature: fills `/ByteRange`, then `/Contents` with a CMS
 * container (PAdES-B-B, ECDSA P-256 with SHA-256). Nothing else changes and nothing is appended.
 */
export function fillSignature(rendered: Uint8Array, signer: ClosureSigner): Uint8Array {
  const pdf = Buffer.from(rendered);
  const field = findSignature(pdf);
  const end = field.contentsEnd;
  const range = `/ByteRange [0 ${field.contentsStart} ${end} ${pdf.length - end}]`;
  if (range.length > field.rangeEnd - field.rangeStart)
    throw new Error('The byte range does not fit into its place.');
  pdf.write(range.padEnd(field.rangeEnd - field.rangeStart), field.rangeStart, 'latin1');
  const digest = createHash('sha256')
    .update(pdf.subarray(0, field.contentsStart))
    .update(pdf.subarray(end))
    .digest();
  const certificates = { device: certificateDer(signer.certificate), root: certificateDer(signer.root) };
  const key = createPrivateKey({ key: Buffer.from(signer.privateKey), format: 'der', type: 'pkcs8' });
  const signature = sign('sha256', bytesToSign(certificates, digest), { key, dsaEncoding: 'der' });
  const container = Buffer.from(buildContainer(certificates, digest, signature)).toString('hex');
  if (container.length > end - field.contentsStart - 2)
    throw new Error('The signature does not fit into its place.');
  pdf.write(container, field.contentsStart + 1, 'latin1');
  return pdf;
}
