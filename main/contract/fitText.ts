/** Where a text cannot be recorded as it is: `path` to it among the arguments, and what to say beside the field. */
export type Unfit = { readonly path: readonly string[]; readonly message: string };

/** Never recorded nor shown: a secret may hold any character, and a path is the system's. */
const exempt = new Set(['secret', 'path']);

/**
 * Half characters, which no file can hold; control characters; and those that change the order in which the text
 * around them is read, so that a name or a reason would say one thing and show another. Lines and tabs are kept.
 */
const unfit =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\ud800-\udfff]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]/u;

/** The first text among arguments that may not be recorded, names of fields included; undefined where all may. */
export function unfitText(value: unknown, path: readonly string[] = []): Unfit | undefined {
  if (typeof value === 'string') {
    const found = unfit.exec(value);
    return found === null ? undefined : { path, message: sentence(found[0], found.index) };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (exempt.has(name)) continue;
    const wrong =
      (Array.isArray(value) ? undefined : unfitText(name, path)) ?? unfitText(inner, [...path, name]);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function sentence(character: string, index: number): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `after ${index} characters there is one that cannot be seen or turns the text around (U+${code}); delete it`;
}

/** What is said of one thing that a schema found wrong. Names that the page made up are not said back to it. */
export function issueWords(issue: { readonly code?: string; readonly message: string }): string {
  return issue.code === 'unrecognized_keys'
    ? 'there is something in it that does not belong there'
    : issue.message;
}
