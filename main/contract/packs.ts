import { z } from 'zod';
import { idSchema } from '../domain/entry';
import { type PackScope, packScopeSchema } from '../domain/pack/pack';
import { answer, type Call } from './call';
import { type Done, text } from './parts';

const workOrder = idSchema('workOrder');

/** One work order that a scope selects, as the wizard lists it. */
export type PackCandidate = {
  readonly workOrder: string;
  readonly number: string;
  readonly title: string;
  readonly jobTypeName: string;
  readonly asset: string;
  readonly lot: string | null;
  readonly openedAt: string;
  readonly closureNumber: string | null;
  readonly entries: number;
};

/** What a pack of this scope would hold. */
export type PackPreview = {
  /** The scope in words, as the manifest says it. */
  readonly words: string;
  /** Newest first; at most 500 are listed. */
  readonly workOrders: readonly PackCandidate[];
  readonly total: number;
  /** Entries that belong to the work orders to be disclosed. */
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
  /** Lines without content that `complete` adds: every other entry of the range. */
  readonly rest: number;
  /** Why no pack can be made of it, in words, or null: nothing selected, too many. */
  readonly problem: string | null;
};

export type PackRow = {
  readonly pack: string;
  readonly number: string;
  readonly at: string;
  readonly byName: string;
  readonly reason: string;
  readonly words: string;
  readonly workOrders: number;
  /** Null where it was asked for and never finished. */
  readonly issued: { readonly at: string; readonly sha256: string; readonly size: number } | null;
  readonly addendumTo: { readonly pack: string; readonly number: string } | null;
  /** Entries recorded about its work orders since: an addendum would hold them. */
  readonly later: number;
};

/** What was asked for in a pack, so that an addendum can ask for the same. */
export type PackRequest = {
  readonly number: string;
  readonly scope: PackScope;
  /** The work orders that it discloses. */
  readonly disclosed: readonly string[];
  readonly complete: boolean;
};

/** What a verification of a pack found: the verdict of the format, and every finding in words. */
export type PackReport = {
  readonly verdict: 0 | 1 | 2 | 3;
  readonly name: string;
  readonly words: string;
  readonly findings: readonly string[];
  readonly number: string | null;
  readonly siteName: string | null;
  /** The site's id: what a reader compares with one that came another way. */
  readonly site: string | null;
  /** Of the file, whole; null of a folder or a bundle. */
  readonly sha256: string | null;
  /** Whether this is a pack of the site that is open here. */
  readonly ours: boolean | null;
  readonly workOrders: number;
  readonly lines: number;
  readonly withheld: number;
  readonly erased: number;
  readonly files: number;
  readonly seconds: number;
};

const chosen = {
  scope: packScopeSchema,
  /** The work orders of the scope to disclose; left out: all of them. */
  disclose: z.array(workOrder).min(1).max(5000).optional(),
  /** Adds a line without content for every other entry of the range, so that a verifier sees that nothing was left out. */
  complete: z.boolean(),
};

export const packCommands = {
  /**
   * Records the request, asks where to put the file, builds it in the utility process, reads it back, and records that it
   * was issued. Long; `cancelJob` stops it: then the request stands, unfinished.
   */
  exportPack: {
    args: z.strictObject({
      ...chosen,
      reason: text(3, 'say why, in a few words'),
      /** The pack, already issued, that this one adds to. */
      addendumTo: idSchema('pack').optional(),
    }),
    answer: answer<
      Done & {
        readonly pack: string;
        readonly number: string;
        readonly path: string | null;
        readonly sha256: string;
      }
    >(),
    local: true,
  },
  /** Makes an issued or unfinished pack again, byte for byte, and puts it where the person says. */
  issuePackAgain: {
    args: z.strictObject({ pack: idSchema('pack') }),
    answer: answer<{ readonly path: string | null; readonly sha256: string }>(),
    local: true,
  },
  /** Asks for a pack (or a bundle for this station) and verifies it in the utility process. Null where nobody picked. */
  verifyFile: {
    args: z.strictObject({}),
    answer: answer<{ readonly report: PackReport | null }>(),
    local: true,
  },
} as const satisfies Record<string, Call>;

export const packQueries = {
  packPreview: { args: z.strictObject(chosen), answer: answer<PackPreview>() },
  packRequest: {
    args: z.strictObject({ pack: idSchema('pack') }),
    answer: answer<PackRequest>(),
  },
  packs: { args: z.strictObject({}), answer: answer<readonly PackRow[]>() },
} as const satisfies Record<string, Call>;
