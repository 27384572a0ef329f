import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter } from 'age-encryption';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { readZip } from '../proof/pack/zip';
import { isMemberName, members, mostBytes } from './bundle';

/** A file that is no bundle for this station, in words; nothing of it is kept. */
export class NotABundle extends Error {
  constructor(
    readonly code: 'unreadable' | 'not-for-us' | 'altered' | 'strange' | 'no-room' | 'unknown-device',
    message: string,
  ) {
    super(message);
  }
}

const most = { members: 250_000, bundle: 16 * 1024 * 1024 * 1024 } as const;

/** Copies a file, hashing it: only the copy is read from here on. A pulled stick or a full disk shows here. */
export async function copyIn(
  from: string,
  inbox: string,
): Promise<{ readonly path: string; readonly sha256: string }> {
  mkdirSync(inbox, { recursive: true, mode: 0o700 });
  const part = join(inbox, `.${process.pid}-${Date.now().toString(36)}.part`);
  const hash = createHash('sha256');
  try {
    const found = statSync(from);
    if (!found.isFile()) throw new NotABundle('unreadable', 'It is not a file. Choose a bundle.');
    if (found.size > most.bundle)
      throw new NotABundle('unreadable', 'It is larger than any bundle. Nothing was changed.');
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of createReadStream(from, { highWaterMark: 1024 * 1024 })) {
        hash.update(chunk as Buffer);
        await file.writeFile(chunk as Buffer);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    const path = join(inbox, `${sha256}.pdbundle`);
    await rename(part, path);
    return { path, sha256 };
  } catch (error) {
    await rm(part, { force: true });
    throw wordsFor(error);
  }
}

/** Decrypts a copy beside it and unpacks it into `staging`, every size held against what was declared. @throws NotABundle */
export async function unpack(
  copy: string,
  staging: string,
  identity: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const packed = join(staging, 'packed.zip');
  try {
    await decrypt(copy, packed, identity, progress);
    await extract(packed, staging);
    await rm(packed, { force: true });
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw wordsFor(error);
  }
}

async function decrypt(
  copy: string,
  to: string,
  identity: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { size } = statSync(copy);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let opened: ReadableStream<Uint8Array>;
  try {
    opened = (await decrypter.decrypt(
      Readable.toWeb(
        createReadStream(copy, { highWaterMark: 1024 * 1024 }),
      ) as globalThis.ReadableStream<Uint8Array>,
    )) as unknown as ReadableStream<Uint8Array>;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched'))
      throw new NotABundle(
        'not-for-us',
        'It is encrypted for another station, so it cannot be opened here. Nothing was changed. Bring the one that was written for this station.',
      );
    throw new NotABundle(
      'unreadable',
      'It is not a bundle, or its beginning is damaged. Nothing was changed. Choose a file that another station wrote.',
    );
  }
  const file = await open(to, 'wx', 0o600);
  let done = 0;
  let told = 0;
  try {
    for await (const chunk of opened) {
      await file.writeFile(chunk);
      done += chunk.length;
      if (done - told > 8 * 1024 * 1024) {
        told = done;
        progress(Math.min(done, size), size);
      }
    }
  } catch (error) {
    if (isDiskError(error)) throw error;
    throw new NotABundle(
      'altered',
      'It was cut short or changed on its way. Nothing was taken. Copy it again, or have it written again.',
    );
  } finally {
    await file.close();
  }
}

const strange = (what: string): NotABundle =>
  new NotABundle(
    'strange',
    `${what} No station writes such a bundle. Nothing was taken. Find out where it came from.`,
  );

/** The one form of the format: no byte outside the members is free, so nothing can be changed or hidden there. */
async function checkForm(packed: string, size: number): Promise<void> {
  const file = await open(packed, 'r');
  try {
    const { problems } = await readZip({
      size,
      read: async (from, to) => {
        const bytes = Buffer.alloc(to - from);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
        return bytes.subarray(0, bytesRead);
      },
    });
    if (problems[0] !== undefined) throw strange('What is inside is not packed as a bundle is.');
  } finally {
    await file.close();
  }
}

/** Names, kinds and sizes of all members are judged before the first byte is written. */
async function extract(packed: string, staging: string): Promise<void> {
  const whole = statSync(packed).size;
  await checkForm(packed, whole);
  const zip = await openPromise(packed, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch(() => {
    throw strange('What is inside is not packed as a bundle is.');
  });
  try {
    if (zip.entryCount > most.members) throw strange(`It has ${zip.entryCount} members.`);
    const entries = await listed(zip);
    const names = new Set<string>();
    let declared = 0;
    for (const entry of entries) {
      if (!isMemberName(entry.fileName))
        throw strange('It has a member with a name that bundles do not have.');
      if (names.has(entry.fileName)) throw strange('Two of its members have one name.');
      names.add(entry.fileName);
      if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize)
        throw strange('One of its members would swell while it is read.');
      declared += entry.uncompressedSize;
      if (declared > whole) throw strange('Its members are larger than it is.');
      if (entry.uncompressedSize > mostOf(entry.fileName)) throw strange('One of its members is too large.');
    }
    for (const name of [members.manifest, members.note, members.keys])
      if (!names.has(name)) throw strange(`It has no ${name}.`);
    for (const entry of entries) await write(zip, entry, join(staging, entry.fileName));
  } finally {
    zip.close();
  }
}

function mostOf(name: string): number {
  if (name === members.manifest) return mostBytes.manifest;
  if (name === members.note || name.endsWith('/checkpoint.txt')) return mostBytes.note;
  if (name === members.keys) return mostBytes.keys;
  return most.bundle;
}

function listed(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', () => reject(strange('What is inside is not packed as a bundle is.')));
    zip.readEntry();
  });
}

async function write(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o600);
  try {
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened as Readable)));
    });
    let size = 0;
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > entry.uncompressedSize) throw strange('One of its members is larger than it says.');
      await file.writeFile(chunk as Buffer);
    }
    if (size !== entry.uncompressedSize) throw strange('One of its members is smaller than it says.');
  } catch (error) {
    if (error instanceof NotABundle || isDiskError(error)) throw error;
    throw strange('One of its members cannot be read.');
  } finally {
    await file.close();
  }
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

function wordsFor(error: unknown): Error {
  if (error instanceof NotABundle) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new NotABundle(
      'no-room',
      'The disk of this station is full, so the bundle could not be read. Nothing was changed. Free some space, then try again.',
    );
  if (isDiskError(error))
    return new NotABundle(
      'unreadable',
      'It cannot be read: it is gone, the stick was taken out, or it may not be opened. Nothing was changed. Try again.',
    );
  return error instanceof Error ? error : new Error(String(error));
}
