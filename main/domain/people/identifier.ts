/** Key under which an identifier is unique: NFKC and small letters. */
export function identifierKey(identifier: string): string {
  return identifier.trim().normalize('NFKC').toLowerCase();
}

/**
 * What an identifier looks like, for telling look-alikes apart: those confusables of Unicode's UTS 39 that the letters of
 * `identifierSchema` can make (`1`, `I` and `l`; `0` and `O`; `rn` and `m`). Two that look alike as typed, or in small
 * letters as screens show them, share one.
 */
export function identifierLooks(identifier: string): readonly [typed: string, small: string] {
  const look = (text: string): string =>
    text.replace(/[1I]/g, 'l').replace(/0/g, 'O').replace(/m/g, 'rn').toLowerCase();
  const typed = identifier.trim().normalize('NFKC');
  return [look(typed), look(typed.toLowerCase())];
}
