/** The shortest secret that main accepts; what it is made of is judged there, against the list of common passwords. */
export const shortestSecret = 15;

/**
 * What can be said of a secret while it is typed, as one sentence: how far it is, and what main would refuse that shows
 * without its list of common passwords. `enough`: nothing here stands against it. `own` are names the person just typed.
 */
export function strengthOf(secret: string, own: readonly string[]): { enough: boolean; words: string } {
  const plain = secret.normalize('NFKC');
  const length = [...plain].length;
  if (length === 0)
    return {
      enough: false,
      words: `At least ${shortestSecret} characters. A sentence of words is fine, and you may paste it.`,
    };
  if (length < shortestSecret) {
    const more = shortestSecret - length;
    return {
      enough: false,
      words: `${length === 1 ? '1 character' : `${length} characters`}, ${more} more to go.`,
    };
  }
  const words = plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (new Set(plain.toLowerCase()).size < 6)
    return {
      enough: false,
      words: `${length} characters, but few different ones. Use words that do not belong together.`,
    };
  if (new Set(words).size < words.length / 2)
    return { enough: false, words: `${length} characters, but the words repeat. Use four different ones.` };
  const names = own
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  const theirs = words.filter((word) => !names.includes(word));
  if (theirs.join('').length < 10)
    return {
      enough: false,
      words: 'Mostly names that people here know. Use words that have nothing to do with you or this site.',
    };
  return {
    enough: true,
    words: `${length} characters, long enough. It is compared with common passwords when you go on.`,
  };
}
