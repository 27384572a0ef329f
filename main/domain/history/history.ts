import { z } from 'zod';
import { idSchema } from '../entry';

/** What a column of a history file can be. A case needs its number and when it was opened; the rest may be left out. */
export const historyFields = [
  'number',
  'opened',
  'closed',
  'state',
  'updated',
  'jobType',
  'code',
  'title',
  'owner',
  'slaMet',
  'reopened',
  'evidence',
] as const;
export type HistoryField = (typeof historyFields)[number];
export const neededFields: readonly HistoryField[] = ['number', 'opened'];

/** How day and month stand in a date such as 03-04-2016. A year of four digits in front is always read as such. */
export const dateOrders = ['day-first', 'month-first', 'year-first'] as const;
export type DateOrder = (typeof dateOrders)[number];

const encodings = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** The most of a file: bytes, rows, and letters in one row, so that no file can take the machine down. */
export const mostBytes = 200_000_000;
export const mostRows = 1_000_000;
export const mostRowLetters = 1_000_000;

/** Letters kept of a value; a longer number is rejected, other values are cut, the file keeps them whole. */
export const mostLetters = { number: 80, title: 200, jobType: 80, code: 80, owner: 80 } as const;

const column = z.string().min(1).max(200);

/** Which column is what, and how its values are read. Columns are named as `HistoryFile.columns` names them. */
export const mappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(historyFields), column),
  dates: z.enum(dateOrders),
  /** IANA name of the zone that the file's times are in; a time with its own zone keeps it. */
  zone: z.string().min(1).max(64),
  /** Values of the state column that count as stalled. */
  stalling: z.array(z.string().min(1).max(200)).max(60),
  /** What the file writes where it knows nothing; an empty cell always means that. */
  unknown: z.string().max(40),
});
export type Mapping = z.infer<typeof mappingSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime();
const count = z.int().min(0);

/** One case as it was read: its rows put together. Times are UTC with milliseconds. */
const caseSchema = z.strictObject({
  caseNumber: z.string().min(1).max(mostLetters.number),
  title: z.string().max(mostLetters.title),
  /** A job type's own id where the site has one of this name, else `name:` and the name in small letters. */
  jobType: z.string().min(4).max(120),
  jobTypeName: z.string().min(1).max(mostLetters.jobType),
  openedAt: at,
  closedAt: at.optional(),
  code: z.string().min(1).max(mostLetters.code).optional(),
  stalled: z.boolean(),
  stalledMinutes: count,
  reopened: count,
  slaMet: z.boolean().optional(),
  evidence: z.boolean(),
  owner: z.string().min(1).max(mostLetters.owner).optional(),
  /** First and last row of the file that tell it (the header is row 1), and how many they are. */
  fromRow: z.int().min(2),
  toRow: z.int().min(2),
  rows: z.int().min(1),
});
export type HistoryCase = z.infer<typeof caseSchema>;

/** What an import that did not finish ended by. */
const endings = ['cancelled', 'cut-off'] as const;

/** L7: history of before this app. Its cases count only when their import is finished, and are imported for ever. */
export const historyEntries = {
  'history.import-started': z.strictObject({
    import: idSchema('historyImport'),
    fileName: z.string().min(1).max(200),
    /** Of the original file, which lies in the vault under this hash. */
    sha256,
    size: count,
    encoding: z.enum(encodings),
    delimiter: z.enum(delimiters),
    mapping: mappingSchema,
    rows: count,
    cases: count,
    rejectedRows: count,
    rejectedCases: count,
  }),
  'history.case-imported': caseSchema.extend({
    import: idSchema('historyImport'),
    historyCase: idSchema('historyCase'),
    imported: z.literal(true),
  }),
  'history.import-finished': z.strictObject({
    import: idSchema('historyImport'),
    cases: count,
    rows: count,
    rejectedRows: count,
    rejectedCases: count,
    /** Of the report of rejected rows, which lies in the vault under this hash; left out where no row was rejected. */
    sha256: sha256.optional(),
  }),
  'history.import-ended': z.strictObject({
    import: idSchema('historyImport'),
    how: z.enum(endings),
    /** Cases recorded before it ended; none of them counts. */
    cases: count,
    why: z.string().min(1).max(600),
  }),
} as const;

/** Why a row, and with it its case, is left out. */
export type HistoryReject = {
  /** As a spreadsheet numbers it: the header is row 1. */
  readonly row: number;
  /** Rows of the file that are left out with it, this one included; all rejects together give all rows left out. */
  readonly rows: number;
  readonly number: string;
  readonly column: string;
  readonly value: string;
  readonly why: string;
  readonly todo: string;
};
