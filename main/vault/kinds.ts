/** A kind of file that may be evidence. */
export interface Kind {
  /** Media type, as recorded. */
  readonly type: string;
  readonly extensions: readonly string[];
  /** How a person calls it. */
  readonly words: string;
  readonly group: 'picture' | 'document' | 'text';
}

export const KINDS: readonly Kind[] = [
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], words: 'a JPEG picture', group: 'picture' },
  { type: 'image/png', extensions: ['png'], words: 'a PNG picture', group: 'picture' },
  { type: 'image/webp', extensions: ['webp'], words: 'a WebP picture', group: 'picture' },
  { type: 'image/heic', extensions: ['heic', 'heif'], words: 'a HEIC picture', group: 'picture' },
  { type: 'application/pdf', extensions: ['pdf'], words: 'a PDF document', group: 'document' },
  { type: 'text/plain', extensions: ['txt'], words: 'a text file', group: 'text' },
  { type: 'text/csv', extensions: ['csv'], words: 'a CSV table', group: 'text' },
  { type: 'application/json', extensions: ['json'], words: 'a JSON file', group: 'text' },
];
export const ALLOWED = 'Pictures (JPEG, PNG, WebP, HEIC), PDF, text, CSV and JSON can be evidence.';

/** How many bytes from the beginning are needed to tell what a file is. */
export const SNIFF_BYTES = 4100;

export type Sniffing =
  | { readonly ok: true; readonly kind: Kind }
  | { readonly ok: false; readonly found: string };

const PROGRAMS: Readonly<Record<string, string>> = {
  'application/x-msdownload': 'a Windows program',
  'application/x-elf': 'a Linux program',
  'application/x-mach-binary': 'a macOS program',
  'application/x-msi': 'a Windows installer',
  'application/zip': 'a ZIP archive',
};

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/**
 * Text has no signature; what shows it is the absence of control characters. Any encoding that keeps ASCII passes, and
 * UTF-16 where its byte order mark says so: there a control character is a unit with nothing in its other byte.
 */
function looksLikeText(first: Uint8Array): boolean {
  const isControl = (unit: number): boolean =>
    unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d && unit !== 0x0c;
  const [a = 0, b = 0] = first;
  if ((a !== 0xff || b !== 0xfe) && (a !== 0xfe || b !== 0xff)) return !first.some(isControl);
  for (let at = 2; at + 1 < first.length; at += 2) {
    const [low = 0, high = 0] = a === 0xff ? [first[at], first[at + 1]] : [first[at + 1], first[at]];
    if (high === 0 && isControl(low)) return false;
  }
  return true;
}

/** Loaded with the first file: no start waits for it. */
async function typeOf(first: Uint8Array) {
  const { fileTypeFromBuffer } = await import('file-type');
  return fileTypeFromBuffer(first);
}

/**
 * Tells what a file is from its first bytes and holds that against its name. A picture under another picture's name is
 * taken for what it is; anything else whose name and content differ is refused with what was found, in words.
 */
export async function sniff(name: string, first: Uint8Array): Promise<Sniffing> {
  const extension = extensionOf(name);
  const named = KINDS.find(({ extensions }) => extensions.includes(extension));
  const found = await typeOf(first);
  if (found === undefined) {
    if (named?.group === 'text')
      return looksLikeText(first)
        ? { ok: true, kind: named }
        : { ok: false, found: 'a file with binary content' };
    return { ok: false, found: named === undefined ? 'of a kind that is not known' : `not ${named.words}` };
  }
  const kind = KINDS.find(({ type }) => type === found.mime);
  if (kind === undefined)
    return { ok: false, found: PROGRAMS[found.mime] ?? `a file of the kind ${found.ext.toUpperCase()}` };
  const fits = extension === '' || named === kind || (named?.group === 'picture' && kind.group === 'picture');
  return fits ? { ok: true, kind } : { ok: false, found: kind.words };
}

/** The media type of held evidence, told from its content alone; text of any kind is shown as plain text. */
export async function kindOf(bytes: Uint8Array): Promise<string> {
  return (await typeOf(bytes.subarray(0, SNIFF_BYTES)))?.mime ?? 'text/plain';
}
