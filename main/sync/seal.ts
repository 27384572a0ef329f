import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Encrypter } from 'age-encryption';
import { ZipFile } from 'yazl';
import { hashFile } from '../vault/hashFile';
import type { Part } from './collect';
import { NotWritten } from './notWritten';

export type SealGiven = {
  /** Small members, first: the manifest, its note, the keys, the checkpoints. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  readonly parts: readonly Part[];
  readonly recipients: readonly string[];
  /** The file to write; one of this name is replaced only when the new one is whole. */
  readonly target: string;
};
export type Sealed = { readonly bytes: number; readonly sha256: string };

// The same members give the same ZIP in every time zone: DOS times are local.
const plain = {
  mtime: new Date(2000, 0, 1),
  forceDosTimestamp: true,
  mode: 0o100644,
  compress: false,
} as const;

/**
 * Packs members into a ZIP, nothing compressed, encrypts it with age to the receivers, and writes it: temp, fsync, rename, fsync
 * the folder, read back. What is there afterwards is the whole bundle or none.
 * @throws NotWritten in words for people: a full stick, one that was pulled out, one that lies.
 */
export async function sealBundle(
  given: SealGiven,
  progress: (done: number, total: number) => void,
): Promise<Sealed> {
  const part = `${given.target}.part`;
  const total = given.parts.reduce((sum, { size }) => sum + size, 0);
  try {
    const written = await writeEncrypted(given, part, (done) => progress(Math.min(done, total), total));
    await rename(part, given.target);
    await syncFolder(dirname(given.target));
    if ((await hashFile(given.target)) !== written.sha256)
      throw new NotWritten(
        'What was written does not read back as it was written: the stick or disk is not to be trusted. The bundle was taken away again. Use another one.',
      );
    return written;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    if (error instanceof NotWritten) await rm(given.target, { force: true }).catch(() => undefined);
    throw wordsFor(error);
  }
}

async function writeEncrypted(
  { texts, parts, recipients }: SealGiven,
  path: string,
  tell: (done: number) => void,
): Promise<Sealed> {
  const zip = new ZipFile();
  for (const { name, text } of texts) zip.addBuffer(Buffer.from(text, 'utf8'), name, plain);
  for (const { name, path: from } of parts) zip.addFile(from, name, plain);
  // A stream of Node's own, whatever its type says; wrapped, it could be closed before all of it was read.
  const packed = zip.outputStream as Readable;
  // A part that is gone or unreadable shows on the ZIP, not on its stream.
  zip.on('error', (error: Error) => packed.destroy(error));
  zip.end();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(Readable.toWeb(packed) as globalThis.ReadableStream<Uint8Array>);
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o644);
  const hash = createHash('sha256');
  let bytes = 0;
  let told = 0;
  try {
    for await (const chunk of sealed as unknown as ReadableStream<Uint8Array>) {
      hash.update(chunk);
      await file.writeFile(chunk);
      bytes += chunk.length;
      if (bytes - told > 4 * 1024 * 1024) {
        told = bytes;
        tell(bytes);
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch {
    // Some sticks' file systems have no such call; the file itself is synced.
  } finally {
    await folder.close();
  }
}

function wordsFor(error: unknown): Error {
  if (error instanceof NotWritten) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new NotWritten(
      'There is no room for the bundle in this folder. Nothing was left in it, and nothing was recorded. Free some space, or choose another one.',
    );
  if (code === 'EFBIG')
    return new NotWritten(
      'The bundle is larger than this stick takes in one file. Nothing was left in it. Use one that is formatted with exFAT, NTFS or ext4.',
    );
  if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENODEV', 'ENOTDIR', 'ENXIO'].includes(code))
    return new NotWritten(
      'This folder cannot be written to, or the stick was taken out. Nothing was recorded. Choose a folder that you may write to.',
    );
  return error instanceof Error ? error : new Error(String(error));
}
