import { z } from 'zod';
import { answer, type Call } from './call';
import type { Done } from './parts';

/** A version of the app: three numbers. */
export const versionSchema = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/);

/** A release that was found and whose signature, version and package were checked. Nothing of it has run. */
export type FoundUpdate = {
  readonly version: string;
  readonly released: string;
  readonly notes: string;
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  /** Which of the vendor's keys signed it. */
  readonly signedBy: string;
  readonly from: 'folder' | 'server';
  readonly place: string;
};

/** An update that is fetched, checked again, and whose backup stands: it installs when an admin says so, and only then. */
export type PreparedUpdate = FoundUpdate & {
  readonly preparedAt: string;
  readonly backup: string;
  /** What to type where the app cannot put the package in place by itself; null where it can. */
  readonly command: string | null;
};

export const updateCommands = {
  /** Sets the update server of this device, or none. It counts from the next start: until then nothing resolves. */
  setUpdateServer: {
    args: z.strictObject({ server: z.string().trim().max(300).nullable() }),
    answer: answer<{ readonly server: string | null }>(),
    local: true,
  },
  /** Looks for a release on the server, or in a folder or stick that the person picks. `found` is null where it is not newer. */
  lookForUpdate: {
    args: z.strictObject({ from: z.enum(['folder', 'server']) }),
    answer: answer<{ readonly found: FoundUpdate | null; readonly words: string }>(),
    local: true,
  },
  /** Fetches the found release, checks it again, backs the site up and verifies that backup, and records it. */
  prepareUpdate: {
    args: z.strictObject({ version: versionSchema }),
    answer: answer<Done & { readonly prepared: PreparedUpdate }>(),
    local: true,
  },
  /** Records the approval, ends the app and puts the prepared package in its place. */
  installUpdate: {
    args: z.strictObject({ version: versionSchema }),
    answer: answer<Done & { readonly words: string }>(),
    local: true,
  },
} as const satisfies Record<string, Call>;

export const updateQueries = {
  updates: {
    args: z.strictObject({}),
    answer: answer<{
      readonly current: string;
      readonly released: boolean;
      readonly server: string | null;
      /** The server was set before this start, so that it can be reached. */
      readonly serverActive: boolean;
      readonly found: FoundUpdate | null;
      readonly prepared: PreparedUpdate | null;
      readonly keys: readonly { readonly id: string; readonly fingerprint: string }[];
      /** What was prepared, approved, installed or refused here, newest first. */
      readonly history: readonly {
        readonly at: string;
        readonly words: string;
        readonly refused: boolean;
        readonly log: string;
        readonly seq: number;
      }[];
    }>(),
  },
} as const satisfies Record<string, Call>;
