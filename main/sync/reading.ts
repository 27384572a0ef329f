import type { Range } from '../domain/sync/sync';
import type { BundleKeys, Manifest } from './bundle';
import type { FoundFork } from './check';

export type ReadGiven = {
  /** The site's folder; null on a machine that only joins, which believes the root that its invitation names. */
  readonly folder: string | null;
  /** Where copies lie, and where this one is unpacked. */
  readonly inbox: string;
  readonly staging: string;
  /** A file from anywhere, which is copied first; or, `copied`, one that lies in the inbox already. */
  readonly source: string;
  readonly copied: boolean;
  readonly kind: Manifest['kind'];
  readonly device: string;
  readonly site: string | null;
  readonly rootKey: string | null;
  /** `AGE-SECRET-KEY-1…` of this device. */
  readonly identity: string;
};

/** A range that was checked and lies unpacked in the staging folder. */
export type CheckedRange = Range & {
  /** The device's raw public key, base64. */
  readonly key: string;
  readonly note: string;
};

/** What reading a bundle came to. Nothing of the site was changed by it. */
export type BundleReading =
  | { readonly ok: false; readonly code: string; readonly words: string }
  | {
      readonly ok: true;
      /** The copy in the inbox, and its hash. */
      readonly copy: string;
      readonly sha256: string;
      readonly manifest: Manifest;
      readonly keys: BundleKeys;
      /** This very bundle was taken in before. */
      readonly known: boolean;
      /** To take, in order; empty where something is missing before. */
      readonly ranges: readonly CheckedRange[];
      readonly gaps: readonly Range[];
      readonly forks: readonly FoundFork[];
      readonly heads: Manifest['heads'];
      readonly entries: number;
      /** The newest clock among the new entries, of whichever station. */
      readonly clock: string;
      readonly evidence: readonly string[];
      readonly closures: readonly string[];
    };
