/** Text that is HTML already; only `html` and `mark` make it, so that everything else is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | undefined | readonly (string | Html)[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
  '\t': ' ',
  '\n': '\n',
  '\r': '\n',
};

// Besides what HTML reads, what would turn the direction of the text after it, and what is not text.
const SPECIAL = /[&<>"'`=]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

export function escaped(text: string): string {
  return text.replace(SPECIAL, (found) => escapes[found] ?? '\ufffd');
}

function put(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(put).join('');
  return escaped(String(part));
}

/** HTML of a template: every value is escaped unless it is HTML itself. */
export function html(texts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(texts.reduce((out, text, index) => `${out}${text}${put(values[index])}`, ''));
}

const shapes = {
  ok: '<path d="M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22Z" fill="currentColor"/><path d="m7 12.4 3.4 3.4 6.8-7.2" fill="none" stroke="var(--mark)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
  open: '<circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="2.4"/>',
  warn: '<path d="M12 2 23 21.5H1Z" fill="currentColor" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/><path d="M12 9v5.6M12 18v.2" stroke="var(--mark)" stroke-width="2.4" stroke-linecap="round"/>',
  stop: '<path d="M7.7 1.5h8.6l6.2 6.2v8.6l-6.2 6.2H7.7l-6.2-6.2V7.7Z" fill="currentColor"/><path d="M7 12h10" stroke="var(--mark)" stroke-width="2.8" stroke-linecap="round"/>',
  glass:
    '<path d="m12 1 11 11-11 11L1 12Z" fill="currentColor"/><path d="m13.4 6.4-3 4.4 3.4 2-2.6 5" fill="none" stroke="var(--mark)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>',
  change:
    '<path d="M21.2 6.8a1 1 0 0 0-4-4L3.8 16.2a2 2 0 0 0-.5.8L2 21.4a.5.5 0 0 0 .6.6L7 20.7a2 2 0 0 0 .8-.5Z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>',
} as const;
export type Shape = keyof typeof shapes;

/** A mark of the design language: a shape, which the word beside it says too. */
export function shape(name: Shape): Html {
  return new Html(`<svg viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`);
}
