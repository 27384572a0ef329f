import { safeStorage } from 'electron';
import { filePermissionsOnly, type Protector } from '../identity/keyStore';

/**
 * Protects the device's key with the operating system's store where that is real. On Linux the backend `basic_text`
 * uses a fixed password, which is no protection, so it counts as absent, and About says that files' permissions are all.
 */
export function chooseProtector(): Protector {
  const basic =
    process.platform === 'linux' &&
    ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  if (basic || !safeStorage.isEncryptionAvailable()) return filePermissionsOnly;
  const name =
    process.platform === 'linux' ? `safeStorage (${safeStorage.getSelectedStorageBackend()})` : 'safeStorage';
  return {
    name,
    protect: (bytes) => safeStorage.encryptString(Buffer.from(bytes).toString('base64')),
    unprotect: (bytes) => Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64'),
  };
}
