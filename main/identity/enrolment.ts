import { canonicalBytes } from '../proof/canonical';
import type { SigningKey } from './keys';
import { keyId, verifySignature } from './keys';

/** What the site's root key says about a device. Its JCS bytes (RFC 8785) are what is signed. */
export interface EnrolmentStatement {
  readonly v: 1;
  readonly site: string;
  readonly device: string;
  /** Raw Ed25519 public key of the device, base64. */
  readonly deviceKey: string;
  /** A name people say, as `K1`; it is the per-device part of numbers. */
  readonly name: string;
  /** SHA-256 of the device's certificate (DER), hex. */
  readonly certificate: string;
  /** UTC, RFC 3339 with milliseconds. */
  readonly at: string;
}

export interface Enrolment {
  readonly statement: EnrolmentStatement;
  /** Ed25519 by the site root over prefix ‖ 0x00 ‖ JCS(statement), base64. */
  readonly signature: string;
}

const prefix = Buffer.from('process-designer/enrolment/v1\0', 'utf8');

/** The bytes a root key signs for this statement, and for nothing else: the prefix separates it from every other use. */
export function enrolmentBytes(statement: EnrolmentStatement): Uint8Array {
  return Buffer.concat([prefix, canonicalBytes({ ...statement })]);
}

export function enrolDevice(root: SigningKey, statement: EnrolmentStatement): Enrolment {
  return { statement, signature: Buffer.from(root.sign(enrolmentBytes(statement))).toString('base64') };
}

/** True only if the ids are those of the keys and the root key signed exactly this statement. */
export function verifyEnrolment(rootPublicKey: string, { statement, signature }: Enrolment): boolean {
  try {
    return (
      statement.v === 1 &&
      statement.site === keyId('site', rootPublicKey) &&
      statement.device === keyId('dev', statement.deviceKey) &&
      verifySignature(rootPublicKey, enrolmentBytes(statement), Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}
