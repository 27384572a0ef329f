import { z } from 'zod';
import type { ConflictKind } from '../domain/conflict/conflict';
import type { Role } from '../domain/entry';
import { idSchema } from '../domain/entry';
import { answer, type Call } from './call';
import { type Done, text } from './parts';

/** A device, `dev_` and 26 characters. */
const device = z.string().regex(/^dev_[a-z2-7]{26}$/, 'a station');
/** The short name of a station, part of the numbers people say aloud. */
const stationSchema = z
  .string()
  .trim()
  .regex(/^[A-Z][A-Z0-9]{0,3}$/, 'one capital letter and up to three letters or digits, such as K2');

/** The request that this machine waits for an answer to: it has no site yet. Shown by `status` as `joining`. */
export type JoiningView = {
  readonly station: string;
  /** Read aloud at both ends: four groups of four, such as `K7QF-2M3X-…`. */
  readonly fingerprint: string;
  readonly requestedAt: string;
};

/** A request file that was read. Nothing of it is believed but that its own key signed it. */
export type JoinRequestView = {
  readonly device: string;
  /** The name it asks for. */
  readonly station: string;
  readonly fingerprint: string;
  readonly at: string;
  readonly app: string;
  /** What an admin should know: `name-taken` → pick another; `enrolled` → the invitation can be written again, under the name it has. */
  readonly findings: readonly { readonly code: 'name-taken' | 'enrolled'; readonly message: string }[];
  /** Names of the stations there are. */
  readonly names: readonly string[];
};

/** One station of the site, this one included. */
export type StationRow = {
  readonly device: string;
  readonly station: string;
  readonly here: boolean;
  readonly enrolledAt: string;
  /** A bundle can be encrypted to it. Older stations say so at their next start. */
  readonly canReceive: boolean;
  /** Entries of its own log(s) that are held here, and the newest of them. */
  readonly entriesHere: number;
  readonly newestAt: string | null;
  /** Entries held here that it is not known to hold: what the next bundle to it carries. */
  readonly toSend: number;
  /** What it says it holds of this station's log, and when it was seen; null before the first bundle from it. */
  readonly holdsOfUs: { readonly size: number; readonly of: number; readonly at: string } | null;
  readonly lastSentAt: string | null;
  readonly lastReceivedAt: string | null;
  /** Its log has two histories: nothing more of it is taken. */
  readonly fork: ForkView | null;
};

/** Two histories of one log, or heads that cannot both be true; both signed notes are kept in the entry. */
export type ForkView = {
  readonly log: string;
  readonly station: string;
  /** The first place where they differ, where it is known. */
  readonly seq: number | null;
  readonly words: string;
  readonly foundAt: string;
  readonly foundBy: string;
  readonly ours: string;
  readonly theirs: string;
  /** The entry that keeps both. */
  readonly entry: { readonly log: string; readonly seq: number };
};

/** A range of one log, `from` to `to` − 1. */
export type RangeView = {
  readonly log: string;
  readonly station: string;
  readonly from: number;
  readonly to: number;
};

/** One line of the media log: a bundle that left or came. */
export type BundleRow = {
  readonly bundle: string;
  readonly direction: 'sent' | 'received';
  /** Of the file: `K1-to-K2-000007.pdbundle`. */
  readonly name: string;
  readonly number: number;
  readonly fromStation: string;
  readonly toStations: readonly string[];
  readonly at: string;
  readonly byName: string;
  readonly entries: number;
  readonly files: number;
  readonly ranges: readonly RangeView[];
  readonly entry: { readonly log: string; readonly seq: number };
};

/** A bundle in the inbox that waits for entries which are not here yet; tried again after each import. */
export type HeldBundle = {
  readonly bundle: string;
  readonly name: string;
  readonly fromStation: string;
  readonly heldAt: string;
  readonly missing: readonly RangeView[];
  /** "Entries 100 to 149 of K3 are missing. …" */
  readonly words: string;
};

/** What became of one file of an import. */
export type ImportedFile = {
  readonly name: string;
  readonly outcome: 'taken' | 'known' | 'held' | 'refused';
  readonly words: string;
  readonly entries: number;
  readonly fromStation: string | null;
  /** Conflicts that came of it, now open. */
  readonly conflicts: number;
  readonly forks: readonly string[];
};

/** Two acts that cannot both stand: the earlier by clock stands, the later has no effect until somebody settles it. */
export type ConflictRow = {
  readonly conflict: string;
  readonly kind: ConflictKind;
  /** "The gate 2, Torque, was decided twice". */
  readonly title: string;
  /** Why the later one has no effect, in a sentence. */
  readonly why: string;
  readonly workOrder: string;
  readonly workOrderNumber: string;
  readonly workOrderTitle: string;
  readonly ownerRole: Role;
  readonly mine: boolean;
  readonly foundAt: string;
  readonly stands: ConflictSide;
  readonly lost: ConflictSide;
  /** Later entries that rest on the one without effect, and have none either. */
  readonly also: number;
  readonly state: 'open' | 'settled';
  readonly decision: string | null;
  readonly settledByName: string | null;
  readonly settledAt: string | null;
  /** Why the person looking may not settle it, or null. */
  readonly notYou: string | null;
};
export type ConflictSide = {
  readonly log: string;
  readonly seq: number;
  readonly station: string;
  readonly byName: string;
  readonly at: string;
  /** The entry in a sentence, as the ledger shows it. */
  readonly sentence: string;
};
export const syncCommands = {
  // Enrolment. The first two are given on a machine without a site.
  /**
   * Makes this machine's keys and its request, once, and asks where to save the request file. Given again, the same
   * request is saved again; with another name, the request is made anew under it. `saved: null`: the person cancelled.
   */
  requestToJoin: {
    args: z.strictObject({ station: stationSchema }),
    answer: answer<{ readonly saved: string | null; readonly joining: JoiningView }>(),
  },
  /** Asks for the invitation file, opens it with the keys kept here, makes the site's folder and takes the ledger in. Progress: job `joining`. */
  joinSite: {
    args: z.strictObject({}),
    answer: answer<{
      readonly joined: boolean;
      readonly siteName: string;
      readonly station: string;
      readonly entries: number;
    }>(),
  },
  /** Asks for a request file and reads it. `request` is null when the person cancelled. */
  readJoinRequest: {
    args: z.strictObject({}),
    answer: answer<{ readonly request: JoinRequestView | null }>(),
    local: true,
  },
  /**
   * Enrols the station whose request was read last, under `station`, and writes the invitation where the person says. The
   * secret, asked in the signing window, opens the site's root key: it is that of the admin who set the site up. Progress: job `sealBundle`.
   */
  inviteStation: {
    args: z.strictObject({ device, station: stationSchema }),
    answer: answer<Done & { readonly saved: string | null }>(),
    local: true,
  },

  // Bundles
  /**
   * Writes a bundle for these stations into the folder that the person picks. `unacknowledged`: all they are not known to
   * hold; `new`: only what was not sent to them before. Progress: jobs `collectBundle`, then `sealBundle`; both can be cancelled.
   */
  exportBundle: {
    args: z.strictObject({
      to: z.array(device).min(1, 'choose at least one station').max(50),
      what: z.enum(['unacknowledged', 'new']).default('unacknowledged'),
    }),
    answer: answer<
      Done & {
        /** Null when the person cancelled. */
        readonly saved: string | null;
        readonly name: string;
        readonly entries: number;
        readonly files: number;
        readonly bytes: number;
      }
    >(),
    local: true,
  },
  /** Asks for bundle files one at a time, or for a folder whose bundles are all tried. Progress: job `readBundle`, then `merging`. */
  importBundles: {
    args: z.strictObject({ from: z.enum(['file', 'folder']) }),
    answer: answer<{ readonly files: readonly ImportedFile[] }>(),
    local: true,
  },
  /** Takes a held bundle out of the inbox, untaken. */
  dropHeldBundle: {
    args: z.strictObject({ bundle: idSchema('bundle') }),
    answer: answer<{ readonly dropped: boolean }>(),
    local: true,
  },

  // Runs and conflicts
  /** Gives a run to another station; from then on only that one records in it. */
  handOverRun: {
    args: z.strictObject({ workOrder: idSchema('workOrder'), to: device }),
    answer: answer<Done>(),
  },
  /** Ends a conflict with a decision in words. What stands keeps standing; what else is to be done is done by its own commands. */
  settleConflict: {
    args: z.strictObject({
      conflict: z.string().max(120),
      decision: text(10, 'say what you decided, in at least ten letters', 1000),
    }),
    answer: answer<Done>(),
  },
} as const satisfies Record<string, Call>;

export const syncQueries = {
  /** Every station of the site, this one first. */
  stations: { args: z.strictObject({}), answer: answer<readonly StationRow[]>() },
  /** The media log, newest first, and what waits in the inbox. */
  bundles: {
    args: z.strictObject({}),
    answer: answer<{ readonly rows: readonly BundleRow[]; readonly held: readonly HeldBundle[] }>(),
  },
  conflicts: {
    args: z.strictObject({ state: z.enum(['open', 'settled']) }),
    answer: answer<readonly ConflictRow[]>(),
  },
} as const satisfies Record<string, Call>;
