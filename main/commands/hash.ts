import { primitives } from '../ledger/primitives';
import { canonicalBytes, type JsonValue } from '../proof/canonical';
import { hex } from '../proof/encoding';

/** SHA-256 of bytes, in hex. */
export function hashBytes(bytes: Uint8Array): string {
  return hex(primitives.sha256(bytes));
}

/** SHA-256, in hex, of the canonical form (RFC 8785) of plain data; members that are undefined are left out. */
export function hashOf(value: unknown): string {
  return hex(primitives.sha256(canonicalBytes(JSON.parse(JSON.stringify(value)) as JsonValue)));
}
