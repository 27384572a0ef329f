import { openZip, type PackCrypto, type PackMember, type PackSource } from '../../proof/pack/source';

/** Bytes over a buffer of their own: what WebCrypto takes. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined)
    return only.buffer instanceof ArrayBuffer ? (only as Uint8Array<ArrayBuffer>) : own(only);
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The browser's own SHA-256 and Ed25519. */
export function browserCrypto(): PackCrypto {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyOf = (raw: Uint8Array): Promise<CryptoKey> => {
    const name = raw.join();
    const known = keys.get(name) ?? crypto.subtle.importKey('raw', own(raw), 'Ed25519', false, ['verify']);
    keys.set(name, known);
    return known;
  };
  return {
    sha256: async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts))),
    verify: async (key, message, signature) => {
      if (key.length !== 32 || signature.length !== 64) return false;
      try {
        return await crypto.subtle.verify('Ed25519', await keyOf(key), own(signature), own(message));
      } catch {
        return false;
      }
    },
  };
}

// RFC 8032, section 7.1, test 2.
const sample = {
  key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
};
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));

/** What this browser lacks to check a pack, in words; undefined where it can. It must accept a good signature and refuse a bad one. */
export async function lacking(): Promise<string | undefined> {
  if (globalThis.crypto?.subtle === undefined) return 'this browser gives pages no cryptography here';
  const { verify } = browserCrypto();
  const [key, message, signature] = [bytesOf(sample.key), bytesOf(sample.message), bytesOf(sample.signature)];
  const holds = await verify(key, message, signature);
  signature[0] = (signature[0] as number) ^ 1;
  return holds && !(await verify(key, message, signature))
    ? undefined
    : 'this browser does not know Ed25519 signatures. Chrome and Edge know them from version 137 on, Firefox from 130, Safari from 17';
}

const readFile =
  (file: File) =>
  async (from: number, to: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer());
    if (bytes.length !== to - from) throw new Error('The file became shorter while it was read.');
    return bytes;
  };

export function zipOf(file: File): Promise<PackSource> {
  return openZip({ size: file.size, read: readFile(file) });
}

const strays = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** A pack that was unpacked; `path` is that of each file below the folder that was given. */
export function folderOf(files: readonly { readonly path: string; readonly file: File }[]): PackSource {
  const members = new Map<string, PackMember>();
  for (const { path, file } of files) {
    if (strays.has(path.slice(path.lastIndexOf('/') + 1))) continue;
    members.set(path, { size: file.size, read: readFile(file) });
  }
  return { kind: 'folder', members, problems: [] };
}

/** What was picked as a folder: the browser puts the folder's own name in front. */
export function pickedFolder(files: Iterable<File>): { path: string; file: File }[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/'), file }));
}

/** Everything in a folder that was dropped. */
export async function droppedFolder(
  folder: FileSystemDirectoryEntry,
): Promise<{ path: string; file: File }[]> {
  const found: { path: string; file: File }[] = [];
  const walk = async (entry: FileSystemDirectoryEntry, under: string): Promise<void> => {
    const reader = entry.createReader();
    for (;;) {
      // Browsers give at most a hundred at a time.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return;
      for (const each of some) {
        const path = `${under}${each.name}`;
        if (each.isDirectory) await walk(each as FileSystemDirectoryEntry, `${path}/`);
        else {
          const file = await new Promise<File>((resolve, reject) =>
            (each as FileSystemFileEntry).file(resolve, reject),
          );
          found.push({ path, file });
        }
      }
    }
  };
  await walk(folder, '');
  return found;
}
