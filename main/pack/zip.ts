import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A member of the ZIP: bytes at hand, or a file. */
export type Member = { readonly name: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly path: string; readonly size: number }
);

// The same members give the same ZIP in every time zone: DOS times are local.
const plain = {
  mtime: new Date(2000, 0, 1),
  forceDosTimestamp: true,
  mode: 0o100644,
  compress: false,
} as const;

/** Writes a ZIP of these members in this order, nothing compressed, and syncs it. `tell` is told of bytes written. */
export async function writeZip(
  members: readonly Member[],
  path: string,
  tell: (done: number) => void,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const zip = new ZipFile();
  for (const member of members) {
    if ('bytes' in member) zip.addBuffer(Buffer.from(member.bytes), member.name, plain);
    else zip.addFile(member.path, member.name, plain);
  }
  // A stream of Node's own, whatever its type says.
  const packed = zip.outputStream as Readable;
  // A file that is gone or unreadable shows on the ZIP, not on its stream.
  zip.on('error', (error: Error) => packed.destroy(error));
  zip.end();
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o644);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of packed) {
      hash.update(chunk as Buffer);
      await file.writeFile(chunk as Buffer);
      size += (chunk as Buffer).length;
      tell(size);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}
