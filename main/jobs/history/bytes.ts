import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { fileTypeFromBuffer } from 'file-type';
import { JobStopped } from '../../commands/jobs';
import { type Encoding, mostBytes } from '../../domain/history/history';

/** What the bytes of a file say before any of it is taken for a table. */
export type FileBytes = { readonly sha256: string; readonly size: number; readonly encoding: Encoding };

const piece = 1024 * 1024;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
const nothing = 'Nothing was imported.';

/** The encoding that the first bytes name, if they do (a byte order mark). */
function marked(first: Uint8Array): Encoding | undefined {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return 'utf-8-bom';
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * Reads a file once: its hash, its size, and its encoding: a byte order mark says it; without one, what is valid UTF-8 is
 * UTF-8, and anything else is Windows-1252, in which every byte is a letter.
 * @throws JobStopped for what is no text, is empty, too big, or cannot be read.
 */
export async function inspect(path: string, name: string): Promise<FileBytes> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new JobStopped(`${name} is no longer there. ${nothing} Choose it again where it is now.`);
  if (!found.isFile()) throw new JobStopped(`${name} is not a file. ${nothing} Choose a single CSV file.`);
  if (found.size === 0)
    throw new JobStopped(`${name} is empty (0 bytes). ${nothing} Export it again, then choose it again.`);
  if (found.size > mostBytes)
    throw new JobStopped(
      `${name} has ${megabytes(found.size)}; the most is ${megabytes(mostBytes)}. ${nothing} Split it by year, then import one part after the other.`,
    );
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let encoding: Encoding | undefined;
  let isUtf8 = true;
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: piece }) as AsyncIterable<Buffer>) {
      if (size === 0) {
        encoding = marked(chunk);
        await refuseOtherKinds(chunk, name, encoding);
      }
      size += chunk.length;
      hash.update(chunk);
      if (encoding === 'utf-16le' || encoding === 'utf-16be') continue;
      if (chunk.includes(0)) throw new JobStopped(notText(name));
      if (isUtf8) isUtf8 = decodes(utf8, chunk);
    }
    if (isUtf8) isUtf8 = decodes(utf8, undefined);
  } catch (error) {
    if (error instanceof JobStopped) throw error;
    throw new JobStopped(
      `${name} cannot be read. ${nothing} Check that you may open it, or copy it to another folder first.`,
    );
  }
  if (encoding === 'utf-8-bom' && !isUtf8)
    throw new JobStopped(
      `${name} says that it is UTF-8, but has bytes that are not. ${nothing} Export it again as UTF-8.`,
    );
  return { sha256: hash.digest('hex'), size, encoding: encoding ?? (isUtf8 ? 'utf-8' : 'windows-1252') };
}

function decodes(decoder: TextDecoder, chunk: Buffer | undefined): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

const notText = (name: string): string =>
  `${name} is no table in text: it has bytes that no text has. ${nothing} Save it as CSV where it was made, then choose that file.`;

/** A picture or a workbook is what its bytes say, whatever its name. */
async function refuseOtherKinds(first: Buffer, name: string, encoding: Encoding | undefined): Promise<void> {
  if (encoding !== undefined) return;
  const control = first
    .subarray(0, 4100)
    .some((b) => b < 0x20 && b !== 9 && b !== 10 && b !== 12 && b !== 13);
  if (!control) return;
  const kind = await fileTypeFromBuffer(first.subarray(0, 4100));
  if (kind === undefined) throw new JobStopped(notText(name));
  const what = kind.mime.startsWith('image/')
    ? `a picture (${kind.ext.toUpperCase()})`
    : `a file of the kind ${kind.ext.toUpperCase()}`;
  throw new JobStopped(
    `${name} is ${what}, whatever its name says. ${nothing} Save the table as CSV where it was made, then choose that file.`,
  );
}

/** Windows-1252, 0x80 to 0x9F: where it differs from Latin-1 (WHATWG Encoding Standard; unassigned bytes stay as they are). */
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function windows1252(chunk: Buffer): string {
  return chunk
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => high[letter.charCodeAt(0) - 0x80] ?? letter);
}

/**
 * The text of a file, a piece at a time, without its byte order mark. `read` is called with the bytes read so far.
 * Decoders of our own for the last two: not every runtime's `TextDecoder` knows them.
 */
export async function* textOf(
  path: string,
  encoding: Encoding,
  read: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  const decode = decoderOf(encoding);
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: piece / 4 }) as AsyncIterable<Buffer>) {
    const text = decode(chunk);
    yield bytes === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
    bytes += chunk.length;
    read(bytes);
  }
}

function decoderOf(encoding: Encoding): (chunk: Buffer) => string {
  if (encoding === 'windows-1252') return windows1252;
  const decoder = new StringDecoder(encoding === 'utf-8' || encoding === 'utf-8-bom' ? 'utf8' : 'utf16le');
  if (encoding !== 'utf-16be') return (chunk) => decoder.write(chunk);
  let odd: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length - (bytes.length % 2);
    odd = Buffer.from(bytes.subarray(even));
    return decoder.write(bytes.subarray(0, even).swap16());
  };
}
