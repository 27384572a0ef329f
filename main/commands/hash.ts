import { primitives } from '../ledger/primitives';
import { canonicalBytes, type JsonValue } from '../proof/canonical';
import { hex } from '../proof/encoding';

/** SHA-256, in hex, of the canonical form (RFC 8785) of plain data; members that are undefined are left out. */
export function hashOf(value: unknown): string {
  return hex(primitives.sha256(canonicalBytes(JSON.parse(JSON.stringify(value)) as JsonValue)));
}
