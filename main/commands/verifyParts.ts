import type { Finding } from '../proof/findings';
import type { LogReport, PlaceInLog, Verified } from '../proof/verifyLog';

/** One log as it is to be verified: how far it reaches now, and how far it was verified before. */
export type LogPlan = {
  readonly log: string;
  readonly entries: number;
  /** Size of the newest checkpoint: larger than `entries` where entries are missing at the end. */
  readonly checkpoint: number;
  readonly from: Verified | null;
};

/** What one verification reads: the same for every process that takes part, whatever is recorded meanwhile. */
export type VerifyPlan = {
  readonly folder: string;
  readonly begun: number;
  readonly logs: readonly LogPlan[];
  /** Entries to read. */
  readonly entries: number;
  /** When the earlier verification ended that this one goes on from; null: everything is read. */
  readonly since: string | null;
};

/** What one half of the walk found, log by log, and by the rules where it judged them. */
export type Half = {
  readonly logs: readonly LogReport[];
  readonly rules: readonly Finding[];
  /** Entries whose body is not there, so that no rule judged what they said. */
  readonly unjudged: number;
};

/** A file that is not as an entry says: which one, and the entry that names it. */
export type FileFinding = {
  readonly sha256: string;
  readonly message: string;
  readonly at: PlaceInLog | null;
};
export type FilesRead = { readonly read: number; readonly findings: readonly FileFinding[] };

/** A row of a search index or a list that does not follow from the entries, with the entry it is about where there is one. */
export type ListFinding = { readonly message: string; readonly at: PlaceInLog | null };
/** `rows`: compared; null where the lists are of another version and are folded anew at the next opening. */
export type Lists = { readonly rows: number | null; readonly findings: readonly ListFinding[] };

/** What the first process of a verification found: the chain, and whether lists follow from the entries. */
export type ChainPart = { readonly chain: Half; readonly lists: Lists };
/** What the second found: what entries say, the rules, and the files. */
export type ContentPart = { readonly content: Half; readonly files: FilesRead };
