import type { Updater } from '../../main/commands/updater';

/** An updater of a device without a server, with no vendor's keys. */
export function noUpdater(store: string): Updater {
  return {
    version: '0.1.0',
    released: false,
    platform: 'linux-x64',
    keys: [],
    store,
    server: () => ({ url: null, active: false }),
    setServer: () => undefined,
    lookOnServer: async () => ({ ok: false, message: 'There is no server.' }),
    loadFromServer: () => Promise.reject(new Error('There is no server.')),
    commandFor: () => null,
    install: () => ({ ok: false, words: 'Nothing is installed here.' }),
  };
}
