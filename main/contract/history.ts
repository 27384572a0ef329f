import { z } from 'zod';
import { idSchema } from '../domain/entry';
import {
  type Delimiter,
  type Encoding,
  type HistoryCase,
  type HistoryReject,
  type Mapping,
  mappingSchema,
} from '../domain/history/history';
import type { HistoryColumn } from '../domain/history/suggest';
import { answer, type Call } from './call';

/** Who brings history in: the admin who keeps the site, and compliance, whose questions it answers. */
/** A file that was read once, from beginning to end; nothing of it is recorded yet. */
export type HistoryFile = {
  /** Names it in the next calls, until the app ends. */
  readonly file: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Rows under the header, empty ones left out. */
  readonly rows: number;
  readonly columns: readonly HistoryColumn[];
  /** What the headers and values suggest; `zone` is this machine's. */
  readonly suggested: Mapping;
  /** An import of the very same bytes that is finished. */
  readonly before: { readonly import: string; readonly at: string; readonly byName: string } | null;
};

/** What an import of a file under a mapping would bring, counted without recording anything. */
export type HistoryPreview = {
  readonly rows: number;
  readonly cases: number;
  readonly rejectedRows: number;
  readonly rejectedCases: number;
  /** When the first and the last case was opened; null where there is none. */
  readonly first: string | null;
  readonly last: string | null;
  /** The first cases of the file, as they will be. */
  readonly sample: readonly HistoryCase[];
  /** What the questions will count of it. */
  readonly counts: {
    readonly closed: number;
    readonly closedWithoutEvidence: number;
    readonly withCode: number;
    readonly codes: readonly { readonly code: string; readonly cases: number }[];
    readonly jobTypes: number;
    readonly stalled: number;
    readonly reopened: number;
  };
  /** The first 200 rejects; the report has up to 20,000. */
  readonly rejects: readonly HistoryReject[];
  readonly rejectsTotal: number;
};

export type ImportState = 'running' | 'finished' | 'cancelled' | 'cut-off';

/** One import, of this station or another. */
export type ImportRow = {
  readonly import: string;
  readonly state: ImportState;
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
  readonly encoding: Encoding;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly byName: string;
  readonly rows: number;
  /** Cases that count, or, of one that did not finish, that were recorded and do not count. */
  readonly cases: number;
  readonly rejectedRows: number;
  readonly hasReport: boolean;
  /** The entry that began it. */
  readonly entry: { readonly log: string; readonly seq: number };
};

/** One imported case with where it came from. */
export type HistoryCaseView = HistoryCase & {
  readonly historyCase: string;
  /** False where its import did not finish. */
  readonly counted: boolean;
  readonly import: ImportRow;
  readonly entry: { readonly log: string; readonly seq: number };
};

const file = z.string().regex(/^[0-9a-f]{32}$/, 'a file that was read');

export const historyCommands = {
  /** Reads a picked CSV file: what it is, its columns, and a suggestion. Nothing is recorded. Progress: job `readHistory`. */
  readHistory: {
    args: z.strictObject({ path: z.string().max(4096) }),
    answer: answer<HistoryFile>(),
    local: true,
  },
  /** Puts the rows of a read file together to cases under a mapping and counts them. Nothing is recorded. Progress: job `previewHistory`. */
  previewHistory: {
    args: z.strictObject({ file, mapping: mappingSchema }),
    answer: answer<HistoryPreview>(),
    local: true,
  },
  /**
   * Keeps the file as evidence and records its cases, 200 at a time; they count when the last one is recorded. Cancelled by
   * `cancelJob`: what is recorded by then stays in the ledger and never counts. Progress: job `importHistory`.
   */
  importHistory: {
    args: z.strictObject({ file, mapping: mappingSchema }),
    answer: answer<{
      readonly import: string;
      readonly cases: number;
      readonly rows: number;
      readonly rejectedRows: number;
      readonly rejectedCases: number;
    }>(),
    local: true,
  },
  /** Saves the report of rejected rows as CSV where the person says: of the last preview of a file, or of an import. */
  saveRejects: {
    args: z.union([z.strictObject({ file }), z.strictObject({ import: idSchema('historyImport') })]),
    answer: answer<{ readonly saved: string | null }>(),
    local: true,
  },
} as const satisfies Record<string, Call>;

export const historyQueries = {
  /** Every import, newest first. */
  historyImports: { args: z.strictObject({}), answer: answer<readonly ImportRow[]>() },
  /** One imported case, for everybody who follows a number to it. */
  historyCase: {
    args: z.strictObject({ historyCase: idSchema('historyCase') }),
    answer: answer<HistoryCaseView>(),
  },
} as const satisfies Record<string, Call>;
