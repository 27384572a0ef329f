import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  centralRecord,
  descriptor,
  endRecord,
  isStreamed,
  localHeader,
  type ZipEntry,
} from '../proof/pack/zip';

/** A member of the ZIP: bytes at hand, or a file. */
export type Member = { readonly name: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly path: string; readonly size: number }
);

const chunk = 1024 * 1024;

/** The file under way: what is written is hashed meanwhile, in the order in which it stands. */
class Writing {
  size = 0;
  /** Of the whole file, to compare with what the medium holds. */
  crc = 0;
  readonly #hash = createHash('sha256');

  constructor(
    readonly file: FileHandle,
    readonly tell: (done: number) => void,
  ) {}

  async put(bytes: Uint8Array): Promise<void> {
    const written = this.#write(bytes);
    this.#hash.update(bytes);
    this.crc = crc32(bytes, this.crc);
    await written;
    this.size += bytes.length;
    this.tell(this.size);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; )
      done += (await this.file.write(bytes, done, bytes.length - done)).bytesWritten;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/**
 * Writes a ZIP of these members in this order, in the one form of the format (section 10, "Reading the ZIP"), and syncs it: nothing is
 * compressed, and its size and hash follow from the members alone. Size and CRC of a file stand behind its bytes.
 */
export async function writeZip(
  members: readonly Member[],
  path: string,
  tell: (done: number) => void,
): Promise<{ readonly sha256: string; readonly size: number; readonly crc: number }> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o644);
  try {
    const out = new Writing(file, tell);
    const entries: ZipEntry[] = [];
    const buffers: Buffers = [Buffer.allocUnsafeSlow(chunk), Buffer.allocUnsafeSlow(chunk)];
    for (const member of members) {
      const name = Buffer.from(member.name, 'utf8');
      const begun: ZipEntry = { name, size: 0, crc: 0, offset: out.size, described: isStreamed(member.name) };
      const entry =
        'path' in member
          ? await putFile(out, begun, member.path, buffers)
          : await putBytes(out, begun, member.bytes);
      entries.push(entry);
    }
    const start = out.size;
    await out.put(Buffer.concat(entries.map(centralRecord)));
    await out.put(endRecord(entries.length, out.size - start, start));
    await file.sync();
    return { sha256: out.digest(), size: out.size, crc: out.crc };
  } finally {
    await file.close();
  }
}

async function putBytes(out: Writing, begun: ZipEntry, bytes: Uint8Array): Promise<ZipEntry> {
  const entry = { ...begun, size: bytes.length, crc: crc32(bytes) };
  await out.put(localHeader(entry));
  await out.put(bytes);
  return entry;
}

/** One is read into while what stands in the other is hashed and written. */
type Buffers = readonly [Buffer, Buffer];

async function putFile(out: Writing, begun: ZipEntry, path: string, buffers: Buffers): Promise<ZipEntry> {
  await out.put(localHeader(begun));
  const source = await open(path, 'r');
  let [size, crc] = [0, 0];
  let [buffer, other] = buffers;
  const readOn = () => {
    const read = source.read(buffer, 0, buffer.length, size);
    // Where writing fails meanwhile nobody waits for it any more.
    read.catch(() => undefined);
    return read;
  };
  try {
    for (let next = readOn(); ; ) {
      const { bytesRead } = await next;
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      size += bytesRead;
      [buffer, other] = [other, buffer];
      next = readOn();
      crc = crc32(bytes, crc);
      await out.put(bytes);
    }
  } finally {
    await source.close();
  }
  const entry = { ...begun, size, crc };
  await out.put(descriptor(entry));
  return entry;
}
