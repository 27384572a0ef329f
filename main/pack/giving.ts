/** What a pack is written from: the entry that asked for it says the rest. Plain data, for the utility process. */
export type PackGiven = {
  /** The site's. */
  readonly folder: string;
  readonly resources: string;
  /** The entry `pack.requested`. */
  readonly request: { readonly log: string; readonly seq: number };
  /** Where its parts are made; emptied first. */
  readonly staging: string;
  /** Where the main process puts the manifest's note when it has signed it. */
  readonly note: string;
  /** The file to write, beside where it will stand. */
  readonly part: string;
};

/** A pack that lies at `part` and was read back. */
export type WrittenPack = {
  readonly sha256: string;
  readonly size: number;
  /** SHA-256 of its `manifest.json`. */
  readonly manifest: string;
};

/** Why a pack could not be written, in words for people. */
export class PackNotWritten extends Error {}
