import type { ReleaseReading, SignedRelease, UpdateKeys } from '../site/updatePackage';

/**
 * What of an update only the shell can do: the network (off unless an admin set a server before this start), and putting
 * a package in the app's own place.
 */
export type Updater = {
  /** The version that runs. */
  readonly version: string;
  /** A released build: only such a one is ever replaced. */
  readonly released: boolean;
  /** `<process.platform>-<process.arch>`. */
  readonly platform: string;
  readonly keys: UpdateKeys;
  /** Where prepared packages lie: this device's own folder, not the site's. */
  readonly store: string;
  /** The server this device asks; null where there is none. `active`: it was set before this start. */
  readonly server: () => { readonly url: string | null; readonly active: boolean };
  readonly setServer: (url: string | null) => void;
  /** Asks the server what it offers, and checks the release's signature. Loads no package. */
  readonly lookOnServer: () => Promise<ReleaseReading>;
  /** Loads the package of a checked release from the server; answers where it lies, not yet checked. */
  readonly loadFromServer: (release: SignedRelease) => Promise<string>;
  /** What a person types where the app cannot put this package in place by itself; null where it can. */
  readonly commandFor: (path: string) => string | null;
  /** Ends the app and puts the package in its place. Answers in words what will happen, or why it cannot. */
  readonly install: (path: string) => { readonly ok: boolean; readonly words: string };
};
