import type { z } from 'zod';

/** What a schema says against a form, by the first part of the path: a sentence for each field, none where it fits. */
export function faultsOf(schema: z.ZodType, value: unknown): Readonly<Record<string, string>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return {};
  const faults: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    faults[field] ??= sentence(issue.message);
  }
  return faults;
}

/** A message as a sentence: first letter large, a full stop at its end. */
function sentence(message: string): string {
  const text = message.charAt(0).toLocaleUpperCase('en') + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A short name for a line, made from its words and unlike all `taken`: "Seal kit is here" is `seal-kit-is-here`. */
export function slugFor(words: string, taken: readonly string[]): string {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  const base = plain === '' ? 'line' : plain;
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n += 1) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
}
