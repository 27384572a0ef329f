import { createReadStream } from 'node:fs';
import type { ForeignEntry } from '../ledger/foreign';

/** Longest line: a header and a body of the format's largest, in base64, and the keys. */
const longest = 2 * 1024 * 1024;

/** Bytes that are no `entries.jsonl`. */
export class NotLines extends Error {}

/** One entry as a line: base64 of the raw bytes; salt and body are left out where the body was erased. */
export function lineOf({ header, salt, body }: ForeignEntry): string {
  const base64 = (bytes: Uint8Array): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  return body === null || salt === null
    ? `{"header":"${base64(header)}"}\n`
    : `{"body":"${base64(body)}","header":"${base64(header)}","salt":"${base64(salt)}"}\n`;
}

const whole = /^\{"body":"([A-Za-z0-9+/=]*)","header":"([A-Za-z0-9+/=]+)","salt":"([A-Za-z0-9+/=]{44})"\}$/;
const bare = /^\{"header":"([A-Za-z0-9+/=]+)"\}$/;

function entryOf(line: string): ForeignEntry {
  const [, body, header, salt] = whole.exec(line) ?? [];
  if (body !== undefined && header !== undefined && salt !== undefined)
    return {
      header: Buffer.from(header, 'base64'),
      salt: Buffer.from(salt, 'base64'),
      body: Buffer.from(body, 'base64'),
    };
  const alone = bare.exec(line)?.[1];
  if (alone === undefined) throw new NotLines('a line is not that of an entry');
  return { header: Buffer.from(alone, 'base64'), salt: null, body: null };
}

/** The entries of a file of lines, in order, without holding the file. @throws NotLines */
export async function* entriesIn(path: string): AsyncGenerator<ForeignEntry> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      yield entryOf(bytes.toString('latin1', from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > longest) throw new NotLines('a line is too long');
  }
  if (rest.length > 0) throw new NotLines('the last line has no end');
}
