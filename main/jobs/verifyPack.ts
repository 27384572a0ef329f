import { createHash } from 'node:crypto';
import { type Dirent, existsSync } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as zlib from 'node:zlib';
import type { PackReport } from '../contract/packs';
import { primitives } from '../ledger/primitives';
import { packMembers } from '../proof/pack/manifest';
import { openZip, type PackCrypto, type PackMember, type PackSource } from '../proof/pack/source';
import { type PackProgress, type PackVerification, verifyPack } from '../proof/pack/verifyPack';
import { hashFile } from '../vault/hashFile';

/** The runtime's own primitives. */
export const packCrypto: PackCrypto = {
  ...primitives,
  hasher: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },
  // Node has it since 20.15; the fallback is ours.
  ...(typeof zlib.crc32 === 'function' ? { crc32: (bytes, before) => zlib.crc32(bytes, before) } : {}),
};

/**
 * Verifies a pack, a ZIP or the folder it was unpacked into. `site` is the id of the site that is open here, where one is.
 * @throws Error in words for people where nothing can be read at all.
 */
export async function verifyPackFile(
  path: string,
  progress: PackProgress = () => undefined,
  site: string | null = null,
): Promise<PackReport> {
  const begun = Date.now();
  const opened: FileHandle[] = [];
  try {
    const source = (await isFolder(path)) ? await folderSource(path, opened) : await zipSource(path, opened);
    const found = await verifyPack(source, packCrypto, progress);
    const sha256 = source.kind === 'zip' ? await hashFile(path) : null;
    return { ...reportOf(found, basename(path), site, (Date.now() - begun) / 1000), sha256 };
  } finally {
    for (const file of opened) await file.close();
  }
}

/** Whether a folder is that of a pack. */
export function isPackFolder(path: string): boolean {
  return existsSync(join(path, packMembers.manifest)) && existsSync(join(path, packMembers.note));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw wordsFor(error, path);
  }
}

const readAt =
  (file: FileHandle) =>
  async (from: number, to: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(to - from);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done);
      if (bytesRead === 0)
        throw new Error(
          'The file became shorter while it was read. Copy it to this machine and verify the copy.',
        );
      done += bytesRead;
    }
    return bytes;
  };

async function zipSource(path: string, opened: FileHandle[]): Promise<PackSource> {
  try {
    const file = await open(path, 'r');
    opened.push(file);
    const { size } = await file.stat();
    return await openZip({ size, read: readAt(file) });
  } catch (error) {
    throw wordsFor(error, path);
  }
}

/** What systems put into folders by themselves; it is no part of a pack. */
const strays = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

async function folderSource(path: string, opened: FileHandle[]): Promise<PackSource> {
  const members = new Map<string, PackMember>();
  const problems: string[] = [];
  // Opened when it is read, and closed by the next one: a pack may hold more files than a process may open.
  let last: { readonly name: string; readonly file: FileHandle } | undefined;
  const read = async (name: string, from: number, to: number): Promise<Uint8Array> => {
    if (last?.name !== name) {
      const file = await open(join(path, name), 'r');
      if (last !== undefined) {
        opened.splice(opened.indexOf(last.file), 1);
        await last.file.close();
      }
      opened.push(file);
      last = { name, file };
    }
    return readAt(last.file)(from, to);
  };
  const walk = async (under: string): Promise<void> => {
    const entries: Dirent[] = await readdir(join(path, under), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = under === '' ? entry.name : `${under}/${entry.name}`;
      if (strays.has(entry.name)) continue;
      if (entry.isDirectory()) await walk(name);
      else if (!entry.isFile()) problems.push(`${name} is no file: a pack holds only files.`);
      else {
        const { size } = await stat(join(path, name));
        members.set(name, { size, read: (from, to) => read(name, from, to) });
      }
    }
  };
  try {
    await walk('');
  } catch (error) {
    throw wordsFor(error, path);
  }
  return { kind: 'folder', members, problems };
}

function wordsFor(error: unknown, path: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new Error(`${path} is not there.`);
  if (code === 'EACCES' || code === 'EPERM') return new Error(`${path} may not be read by this account.`);
  if (code === 'EIO')
    return new Error(
      `${path} cannot be read: the disk or stick reports an error. Copy it again from where it came.`,
    );
  return error instanceof Error ? error : new Error(String(error));
}

function reportOf(
  found: PackVerification,
  name: string,
  site: string | null,
  seconds: number,
): Omit<PackReport, 'sha256'> {
  const { manifest } = found;
  const more = found.findingCount - found.findings.length;
  return {
    verdict: found.verdict,
    name,
    words: found.words,
    findings: more > 0 ? [...found.findings, `And ${more.toLocaleString('en-US')} more.`] : found.findings,
    number: manifest?.number ?? null,
    siteName: manifest?.siteName ?? null,
    site: manifest?.site ?? null,
    ours: manifest === undefined || site === null ? null : manifest.site === site,
    workOrders: manifest?.workOrders.length ?? 0,
    lines: found.lines,
    withheld: found.withheld,
    erased: found.erased.length,
    files: found.files,
    seconds,
  };
}
