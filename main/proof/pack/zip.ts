/**
 * Reads a ZIP in the one form of audit packs (resources/help/ledger-format.md, section 10, "Reading the ZIP"). Every header is
 * made again from the five things that may differ (name, size, CRC, offset, whether a descriptor follows) and compared byte for
 * byte, so that no byte of the file is free.
 */
import { concat, fromUtf8, sameBytes } from '../encoding';

/** Bytes with random access: a file on disk, or one that a browser was given. */
export type ByteSource = {
  readonly size: number;
  /** Exactly the bytes from `from` up to `to`, both within the size. */
  read(from: number, to: number): Promise<Uint8Array>;
};

export type ZipMember = {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  /** Where its bytes begin. */
  readonly at: number;
};

export type ZipReading = {
  /** In the order of the file; empty where it cannot be told. */
  readonly members: readonly ZipMember[];
  /** What is not exactly as the format says, with the place, in words. */
  readonly problems: readonly string[];
};

const CENTRAL = 46;
const END = 22;
const END64 = 56 + 20;
const MOST_U32 = 0xffffffff;
const MOST_DIRECTORY = 256 * 1024 * 1024;
const MOST_PROBLEMS = 20;
const NAME = /^[A-Za-z0-9_./-]{1,200}$/;
/** 2000-01-01 00:00:00 */
const [DATE, TIME] = [0x2821, 0];
const [UTF8_NAMES, DESCRIPTOR] = [1 << 11, 1 << 3];
const MADE_BY = 3 * 256 + 63;
const MODE = 0o100644 * 65536;

type Fields = readonly (readonly [bytes: 2 | 4 | 8, value: number])[];

function written(fields: Fields): Uint8Array {
  const out = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return out;
}

/** What of a member's headers may differ. */
export type ZipEntry = {
  readonly name: Uint8Array;
  readonly size: number;
  readonly crc: number;
  readonly offset: number;
  readonly described: boolean;
};

const isLarge = ({ size, offset }: ZipEntry): boolean => size >= MOST_U32 || offset >= MOST_U32;

export function localHeader({ name, size, crc, described }: ZipEntry): Uint8Array {
  const known = described ? 0 : 1;
  return concat(
    written([
      [4, 0x04034b50],
      [2, 20],
      [2, UTF8_NAMES | (described ? DESCRIPTOR : 0)],
      [2, 0],
      [2, TIME],
      [2, DATE],
      [4, crc * known],
      [4, size * known],
      [4, size * known],
      [2, name.length],
      [2, 0],
    ]),
    name,
  );
}

/** Whether a member is one whose size and CRC follow its data, because it is written while it is read. */
export function isStreamed(name: string): boolean {
  return /^(?:evidence|closures)\/|\/entries\.jsonl$/.test(name);
}

export function descriptor(entry: ZipEntry): Uint8Array {
  if (!entry.described) return new Uint8Array(0);
  const bytes = isLarge(entry) ? 8 : 4;
  return written([
    [4, 0x08074b50],
    [4, entry.crc],
    [bytes, entry.size],
    [bytes, entry.size],
  ]);
}

export function centralRecord(entry: ZipEntry): Uint8Array {
  const { name, size, crc, offset, described } = entry;
  const large = isLarge(entry);
  const extra: Fields = large
    ? [
        [2, 1],
        [2, 24],
        [8, size],
        [8, size],
        [8, offset],
      ]
    : [];
  return concat(
    written([
      [4, 0x02014b50],
      [2, MADE_BY],
      [2, large ? 45 : 20],
      [2, UTF8_NAMES | (described ? DESCRIPTOR : 0)],
      [2, 0],
      [2, TIME],
      [2, DATE],
      [4, crc],
      [4, large ? MOST_U32 : size],
      [4, large ? MOST_U32 : size],
      [2, name.length],
      [2, large ? 28 : 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, MODE],
      [4, large ? MOST_U32 : offset],
    ]),
    name,
    written(extra),
  );
}

/** The end record; before it, where a number needs more room, that of ZIP64 and its locator. */
export function endRecord(count: number, size: number, offset: number): Uint8Array {
  const large = count >= 0xffff || size >= MOST_U32 || offset >= MOST_U32;
  const end = written([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, 0xffff)],
    [2, Math.min(count, 0xffff)],
    [4, Math.min(size, MOST_U32)],
    [4, Math.min(offset, MOST_U32)],
    [2, 0],
  ]);
  if (!large) return end;
  return concat(
    written([
      [4, 0x06064b50],
      [8, 44],
      [2, MADE_BY],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, size],
      [8, offset],
      [4, 0x07064b50],
      [4, 0],
      [8, offset + size],
      [4, 1],
    ]),
    end,
  );
}

/** The first byte in which two parts differ. */
function difference(found: Uint8Array, wanted: Uint8Array): number {
  const length = Math.min(found.length, wanted.length);
  for (let at = 0; at < length; at += 1) if (found[at] !== wanted[at]) return at;
  return length;
}

class NoZip extends Error {}

const byteAt = (at: number): string => `byte ${at.toLocaleString('en-US')} of the file`;

/** Reads the directory and every header. Never throws for what it reads; what is wrong is said in `problems`. */
export async function readZip(source: ByteSource): Promise<ZipReading> {
  const problems: string[] = [];
  try {
    const directory = await readEnd(source);
    const entries = readDirectory(directory.bytes, directory.at, directory.count, problems);
    const members = await readHeaders(source, entries, directory.at, problems);
    return { members, problems };
  } catch (error) {
    if (!(error instanceof NoZip)) throw error;
    return { members: [], problems: [...problems, error.message] };
  }
}

async function readEnd(
  source: ByteSource,
): Promise<{ readonly bytes: Uint8Array; readonly at: number; readonly count: number }> {
  const { size } = source;
  if (size < END) throw new NoZip('It is too short to be a ZIP.');
  const tail = await source.read(Math.max(0, size - END - END64), size);
  const end = new DataView(tail.buffer, tail.byteOffset + tail.length - END, END);
  if (end.getUint32(0, true) !== 0x06054b50)
    throw new NoZip(
      `The end record of the ZIP is not at the end of the file (${byteAt(size - END)}): it was cut off, something stands after it, or it was changed.`,
    );
  let count = end.getUint16(10, true);
  let length = end.getUint32(12, true);
  let at = end.getUint32(16, true);
  if ((count === 0xffff || length === MOST_U32 || at === MOST_U32) && tail.length === END + END64) {
    const wide = new DataView(tail.buffer, tail.byteOffset, END64);
    count = Number(wide.getBigUint64(32, true));
    length = Number(wide.getBigUint64(40, true));
    at = Number(wide.getBigUint64(48, true));
  }
  const wanted = endRecord(count, Math.min(length, 2 ** 52), Math.min(at, 2 ** 52));
  const found = tail.subarray(Math.max(0, tail.length - wanted.length));
  if (at + length + wanted.length !== size)
    throw new NoZip(
      `The end record of the ZIP (${byteAt(size - wanted.length)}) does not fit the file: it names a directory at ${at} of ${length} bytes.`,
    );
  if (!sameBytes(found, wanted))
    throw new NoZip(
      `The end record of the ZIP is not as the format says, at ${byteAt(size - wanted.length + difference(found, wanted))}.`,
    );
  if (length > MOST_DIRECTORY) throw new NoZip('The directory of the ZIP is larger than that of any pack.');
  return { bytes: await source.read(at, at + length), at, count };
}

function readDirectory(bytes: Uint8Array, start: number, count: number, problems: string[]): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  while (at < bytes.length) {
    const where = `The record of member ${entries.length + 1} in the directory of the ZIP`;
    const nameLength = at + CENTRAL <= bytes.length ? view.getUint16(at + 28, true) : 0;
    if (at + CENTRAL + nameLength > bytes.length)
      throw new NoZip(`${where} is cut off, at ${byteAt(start + at)}.`);
    const name = bytes.subarray(at + CENTRAL, at + CENTRAL + nameLength);
    const text = nameOf(name);
    const wide = view.getUint16(at + 30, true) === 28 && at + CENTRAL + nameLength + 28 <= bytes.length;
    const extra = at + CENTRAL + nameLength;
    const entry: ZipEntry = {
      name,
      crc: view.getUint32(at + 16, true),
      size: wide
        ? Math.min(Number(view.getBigUint64(extra + 4, true)), 2 ** 52)
        : view.getUint32(at + 24, true),
      offset: wide
        ? Math.min(Number(view.getBigUint64(extra + 20, true)), 2 ** 52)
        : view.getUint32(at + 42, true),
      described: isStreamed(text ?? ''),
    };
    const wanted = centralRecord(entry);
    const found = bytes.subarray(at, at + wanted.length);
    if (!sameBytes(found, wanted))
      note(
        problems,
        `${where}${text === undefined ? '' : `, ${text},`} is not as the format says, at ${byteAt(start + at + difference(found, wanted))}.`,
      );
    if (text === undefined)
      note(problems, `${where} has a name that no member of a pack has, at ${byteAt(start + at + CENTRAL)}.`);
    else if (names.has(text)) note(problems, `${where} names ${text}, which stands in it twice.`);
    else names.add(text);
    entries.push(entry);
    at += wanted.length;
  }
  if (entries.length !== count)
    throw new NoZip(
      `The end record of the ZIP names ${count} members, and its directory holds ${entries.length}.`,
    );
  return entries;
}

function nameOf(bytes: Uint8Array): string | undefined {
  try {
    const name = fromUtf8(bytes);
    return NAME.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Reads every local header with the descriptor before it: what lies between the bytes of two members. */
async function readHeaders(
  source: ByteSource,
  entries: readonly ZipEntry[],
  end: number,
  problems: string[],
): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  let at = 0;
  let before: ZipEntry | undefined;
  for (const entry of [...entries, undefined]) {
    const after = before === undefined ? new Uint8Array(0) : descriptor(before);
    const offset = entry?.offset ?? end;
    const what = entry === undefined ? 'the directory' : `member ${nameOf(entry.name) ?? members.length + 1}`;
    if (offset !== at + after.length)
      throw new NoZip(
        `The directory of the ZIP says that ${what} begins at byte ${offset.toLocaleString('en-US')}, and what is before it ends at ${byteAt(at + after.length)}.`,
      );
    const head = entry === undefined ? new Uint8Array(0) : localHeader(entry);
    const wanted = concat(after, head);
    const until = at + wanted.length + (entry?.size ?? 0);
    if (until > end) throw new NoZip(`The directory of the ZIP names more of ${what} than the file holds.`);
    const found = await source.read(at, at + wanted.length);
    if (!sameBytes(found, wanted)) {
      const bad = difference(found, wanted);
      const which =
        bad < after.length
          ? `The descriptor after member ${nameOf((before as ZipEntry).name) ?? members.length}`
          : `The header of ${what}`;
      note(problems, `${which} does not say what the directory of the ZIP says, at ${byteAt(at + bad)}.`);
    }
    if (entry === undefined) break;
    members.push({
      name: nameOf(entry.name) ?? `member ${members.length + 1}`,
      size: entry.size,
      crc: entry.crc,
      at: at + wanted.length,
    });
    at = until;
    before = entry;
  }
  return members;
}

function note(problems: string[], words: string): void {
  if (problems.length < MOST_PROBLEMS) problems.push(words);
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});
/** The byte whose table entry has this top byte: each has another. */
const CRC_TOP = new Uint8Array(256);
CRC.forEach((crc, byte) => {
  CRC_TOP[crc >>> 24] = byte;
});

/** CRC-32 of ISO 3309, continued from `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before >>> 0;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * The bytes of which one alone, changed, would turn one CRC into the other: from the end of `size` bytes backwards, each with what
 * it was changed by. In a large member some are there by chance, so each is to be tried.
 */
export function* changedBytes(
  size: number,
  found: number,
  wanted: number,
): Generator<{ at: number; by: number }> {
  let state = (found ^ wanted) >>> 0;
  for (let at = size - 1; at >= 0; at -= 1) {
    const by = CRC_TOP[state >>> 24] as number;
    const rest = (state ^ (CRC[by] as number)) >>> 0;
    if (rest === 0) yield { at, by };
    state = ((rest << 8) | by) >>> 0;
  }
}
