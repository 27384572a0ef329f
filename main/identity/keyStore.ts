import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Enrolment } from './enrolment';
import type { SigningKey } from './keys';
import { keyId, signingKeyFromPkcs8 } from './keys';
import type { AgeKey } from './recipient';
import type { WrappedKey } from './secret';

/** Protects bytes for this operating-system account; `name` is shown in About and in the device's file. */
export interface Protector {
  readonly name: string;
  protect(bytes: Uint8Array): Uint8Array;
  unprotect(bytes: Uint8Array): Uint8Array;
}

/** Leaves bytes as they are, and says so: only file permissions stand between the key and other accounts. */
export const filePermissionsOnly: Protector = {
  name: 'file permissions only',
  protect: (bytes) => bytes,
  unprotect: (bytes) => bytes,
};

/** What a device holds for itself: its log key, and the key its certificate speaks for. */
export interface DeviceSecrets {
  /** Ed25519, PKCS #8. */
  readonly logKey: Uint8Array;
  /** P-256, PKCS #8. */
  readonly certificateKey: Uint8Array;
}

export interface Device {
  readonly id: string;
  readonly key: SigningKey;
  readonly certificateKey: Uint8Array;
  readonly protectedBy: string;
}

/** What anybody may read: the site's own root and CA, and what they said about this device. */
export interface SiteIdentity {
  readonly v: 1;
  readonly site: string;
  /** Raw Ed25519 public key of the site root, base64. */
  readonly rootKey: string;
  readonly enrolment: Enrolment;
  /** PEM: the site root certificate, and the device's certificate issued by it. */
  readonly rootCertificate: string;
  readonly deviceCertificate: string;
}

/** The site root key and the certificate key, both wrapped under an admin's secret. */
export interface SiteKeys {
  readonly root: WrappedKey;
  readonly certificates: WrappedKey;
}

/**
 * Keys as files in `<site>/keys/`, folders 0700, files 0600, each written temp, fsync, rename, fsync folder.
 * Readers return undefined when a file is not there, and throw when it is there but cannot be what it should be.
 */
export interface KeyStore {
  saveDevice(secrets: DeviceSecrets): Device;
  loadDevice(): Device | undefined;
  saveIdentity(identity: SiteIdentity): void;
  loadIdentity(): SiteIdentity | undefined;
  saveSiteKeys(keys: SiteKeys): void;
  loadSiteKeys(): SiteKeys | undefined;
  /** Named after its owner, `users/usr_….json`. A newer wrapping of the same key replaces the older. */
  saveUserKey(wrapped: WrappedKey): void;
  loadUserKey(userId: string): WrappedKey | undefined;
  /** What opens bundles for this device; its secret half is protected like the device's keys. */
  saveAgeKey(key: AgeKey): void;
  loadAgeKey(): AgeKey | undefined;
}

interface AgeFile {
  readonly v: 1;
  readonly protectedBy: string;
  readonly recipient: string;
  readonly identity: string;
}

interface DeviceFile {
  readonly v: 1;
  readonly id: string;
  readonly key: string;
  readonly protectedBy: string;
  readonly logKey: string;
  readonly certificateKey: string;
}

export function openKeyStore(folder: string, protector: Protector): KeyStore {
  const deviceFile = join(folder, 'device.json');
  const ageFile = join(folder, 'bundles.json');
  const userFile = (userId: string): string => {
    if (!/^usr_[0-9a-zA-Z-]{1,64}$/.test(userId))
      throw new Error(`Not the id of a person: ${JSON.stringify(userId)}`);
    return join(folder, 'users', `${userId}.json`);
  };

  const openDevice = (file: DeviceFile): Device => {
    if (file.protectedBy !== protector.name) {
      throw new Error(
        `This device's key is protected by "${file.protectedBy}", but only "${protector.name}" is available here. ` +
          'Nothing is lost. Start the app under the account and desktop that it was set up with.',
      );
    }
    const logKey = unprotect(protector, file.logKey);
    const key = signingKeyFromPkcs8(logKey);
    logKey.fill(0);
    if (key.publicKey !== file.key || keyId('dev', key.publicKey) !== file.id) {
      throw new Error(
        `${deviceFile} does not hold the key that it names. Restore the keys folder from a backup.`,
      );
    }
    const certificateKey = unprotect(protector, file.certificateKey);
    return { id: file.id, key, certificateKey, protectedBy: file.protectedBy };
  };

  return {
    saveDevice: (secrets) => {
      const key = signingKeyFromPkcs8(secrets.logKey);
      const file: DeviceFile = {
        v: 1,
        id: keyId('dev', key.publicKey),
        key: key.publicKey,
        protectedBy: protector.name,
        logKey: Buffer.from(protector.protect(secrets.logKey)).toString('base64'),
        certificateKey: Buffer.from(protector.protect(secrets.certificateKey)).toString('base64'),
      };
      writeDurably(deviceFile, file);
      return openDevice(file);
    },
    loadDevice: () => {
      const file = readJson<DeviceFile>(deviceFile);
      return file && openDevice(file);
    },
    saveIdentity: (identity) => writeDurably(join(folder, 'identity.json'), identity),
    loadIdentity: () => readJson<SiteIdentity>(join(folder, 'identity.json')),
    saveSiteKeys: (keys) => writeDurably(join(folder, 'site.json'), { v: 1, ...keys }),
    loadSiteKeys: () => readJson<SiteKeys & { v: 1 }>(join(folder, 'site.json')),
    saveUserKey: (wrapped) => writeDurably(userFile(wrapped.owner), wrapped),
    loadUserKey: (userId) => {
      const wrapped = readJson<WrappedKey>(userFile(userId));
      if (wrapped !== undefined && wrapped.owner !== userId) {
        throw new Error(
          `${userFile(userId)} holds the key of ${wrapped.owner}. Restore the keys folder from a backup.`,
        );
      }
      return wrapped;
    },
    saveAgeKey: ({ recipient, identity }) =>
      writeDurably(ageFile, {
        v: 1,
        protectedBy: protector.name,
        recipient,
        identity: Buffer.from(protector.protect(Buffer.from(identity, 'utf8'))).toString('base64'),
      } satisfies AgeFile),
    loadAgeKey: () => {
      const file = readJson<AgeFile>(ageFile);
      return (
        file && {
          recipient: file.recipient,
          identity: Buffer.from(unprotect(protector, file.identity)).toString('utf8'),
        }
      );
    },
  };
}

function unprotect(protector: Protector, text: string): Uint8Array {
  try {
    return Uint8Array.from(protector.unprotect(Buffer.from(text, 'base64')));
  } catch (cause) {
    throw new Error(
      `This device's key could not be opened by ${protector.name}. The ledger is kept and can be read. ` +
        'Start the app under the account that it was set up with, or restore the keys folder from a backup.',
      { cause },
    );
  }
}

function readJson<T extends { v: 1 }>(path: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = parse(path, text);
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) {
    throw new Error(`${path} was written by a newer version of this app. Update the app to open this site.`);
  }
  return value as T;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is damaged. Restore the keys folder from a backup.`, { cause });
  }
}

/** After return the new content survives a power cut; at every moment before, the old content does. */
function writeDurably(path: string, value: unknown): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.writing`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(folder);
}

/** Windows has no folder handle to sync; NTFS journals the rename. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
