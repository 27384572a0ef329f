/** Key under which an identifier is unique: NFKC and small letters. */
export function identifierKey(identifier: string): string {
  return identifier.trim().normalize('NFKC').toLowerCase();
}
