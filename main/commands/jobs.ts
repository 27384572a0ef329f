import type { VerifyReport } from '../contract/answers';
import type { HistoryPreview } from '../contract/history';
import type { PackReport } from '../contract/packs';
import type { Delimiter, Encoding, HistoryCase, Mapping } from '../domain/history/history';
import type { HistoryColumn } from '../domain/history/suggest';
import type { PackGiven, WrittenPack } from '../pack/giving';
import type { BackUpGiven } from '../site/backup';
import type { BackupAbout, BackupHead, BackupSummary } from '../site/backupFormat';
import type { Gap } from '../site/restore';
import type { Collected, CollectGiven } from '../sync/collect';
import type { BundleReading, ReadGiven } from '../sync/reading';
import type { Sealed, SealGiven } from '../sync/seal';
import type { ChainPart, ContentPart, VerifyPlan } from './verifyParts';

/**
 * Long work that runs in the utility process, on a read-only connection: what it is given, what it may send while it
 * runs (each piece is taken before the next is made), and what it ends with. All of it is plain data.
 */
export type JobTable = {
  /** Looks how far each log reaches, and how far it was verified before. */
  readonly planVerify: {
    readonly given: { readonly folder: string; readonly full: boolean };
    readonly piece: never;
    readonly result: VerifyPlan;
  };
  /** The two halves of a verification read beside each other. */
  readonly verifyChain: {
    readonly given: { readonly plan: VerifyPlan };
    readonly piece: never;
    readonly result: ChainPart;
  };
  readonly verifyContent: {
    readonly given: { readonly plan: VerifyPlan };
    readonly piece: never;
    readonly result: ContentPart;
  };
  /** Joins both, and keeps how far was verified. */
  readonly concludeVerify: {
    readonly given: { readonly plan: VerifyPlan; readonly chain: ChainPart; readonly content: ContentPart };
    readonly piece: never;
    readonly result: VerifyReport;
  };
  /** Reads a history file: its bytes, its delimiter, its columns. */
  readonly readHistory: {
    readonly given: { readonly path: string; readonly name: string };
    readonly piece: never;
    readonly result: {
      readonly sha256: string;
      readonly size: number;
      readonly encoding: Encoding;
      readonly delimiter: Delimiter;
      readonly rows: number;
      readonly columns: readonly HistoryColumn[];
    };
  };
  /** `report`: every reject as CSV, empty where there is none. */
  readonly previewHistory: {
    readonly given: HistoryGiven;
    readonly piece: never;
    readonly result: HistoryPreview & { readonly report: string };
  };
  readonly importHistory: {
    readonly given: HistoryGiven;
    readonly piece: HistoryPiece;
    readonly result: HistoryCounts & { readonly report: string };
  };
  /** Writes and reads back; what it wrote counts when the main process has signed `summary`. */
  readonly backUp: {
    readonly given: BackUpGiven & { readonly log: string };
    readonly piece: never;
    readonly result:
      | NotDone
      | {
          readonly ok: true;
          readonly summary: BackupSummary;
          readonly head: { readonly log: string; readonly size: number };
        };
  };
  readonly checkBackup: {
    readonly given: { readonly backup: string; readonly folder: string; readonly heads: string };
    readonly piece: never;
    readonly result: NotDone | BackupFacts;
  };
  /** Gathers what a bundle carries; the main process signs its list of contents, then it is sealed. */
  readonly collectBundle: {
    readonly given: CollectGiven;
    readonly piece: never;
    readonly result: Collected;
  };
  readonly sealBundle: {
    readonly given: SealGiven;
    readonly piece: never;
    readonly result: Sealed;
  };
  /** Copies, opens and checks a bundle; the main process takes what it leaves unpacked. */
  readonly readBundle: {
    readonly given: ReadGiven;
    readonly piece: never;
    readonly result: BundleReading;
  };
  /** Writes an audit pack beside where it will stand. Its piece is the manifest, which the main process signs. */
  readonly writePack: {
    readonly given: PackGiven;
    readonly piece: { readonly manifest: string };
    readonly result: WrittenPack;
  };
  /** Writes the ledger's file anew, so that nothing erased is left between its rows. Whoever asks holds the writer's turn. */
  readonly rewriteLedger: {
    readonly given: { readonly folder: string };
    readonly piece: never;
    readonly result: { readonly ok: true };
  };
  /** Verifies an audit pack; `site` is the one that is open here. */
  readonly verifyPack: {
    readonly given: { readonly path: string; readonly site: string | null };
    readonly piece: never;
    readonly result: PackReport;
  };
  readonly stageBackup: {
    readonly given: { readonly backup: string; readonly stage: string; readonly manifest: string };
    readonly piece: never;
    readonly result: NotDone | { readonly ok: true };
  };
};
/** Why a job did not do its work, in words for people. */
type NotDone = { readonly ok: false; readonly message: string };

/** A backup that was checked whole, and what it lacks of what this machine knows. */
export type BackupFacts = {
  readonly ok: true;
  /** SHA-256 of its manifest. */
  readonly manifest: string;
  readonly about: BackupAbout;
  readonly heads: readonly BackupHead[];
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
  readonly admins: readonly { readonly user: string; readonly name: string; readonly identifier: string }[];
  /** How far earlier restores in it have said already that entries of a log are lost. */
  readonly named: readonly (readonly [log: string, to: number])[];
  readonly lost: readonly Gap[];
  readonly known: boolean;
  readonly epoch: number;
};
export type JobName = keyof JobTable;

/** A history file as it was first read, and what is to be made of it. `jobTypes`: the site's own, ids by name in small letters. */
export type HistoryGiven = {
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly mapping: Mapping;
  readonly jobTypes: Readonly<Record<string, string>>;
};
export type HistoryCounts = {
  readonly rows: number;
  readonly cases: number;
  readonly rejectedRows: number;
  readonly rejectedCases: number;
};
/** First how much there is, then the cases, each piece recorded before the next is sent. */
type HistoryPiece =
  | ({ readonly kind: 'counted' } & HistoryCounts)
  | { readonly kind: 'cases'; readonly cases: readonly HistoryCase[] };

export type Jobs = {
  /**
   * Runs a job to its end; progress goes to every window. One job of a name at a time.
   * @throws JobStopped when it was cancelled, or could not do its work (its message says why, in words).
   */
  run<N extends JobName>(
    name: N,
    given: JobTable[N]['given'],
    take?: (piece: JobTable[N]['piece']) => Promise<void>,
  ): Promise<JobTable[N]['result']>;
  /** Stops a running job of this name, or every running one; false where none runs. */
  cancel(name?: JobName): boolean;
};

/** A job ended without a result, because a person cancelled it or it could not do its work. Its message is for people. */
export class JobStopped extends Error {
  constructor(
    message: string,
    /** A person stopped it. */
    readonly cancelled = false,
  ) {
    super(message);
  }
}

/** What a job's code is given to speak with. */
export type JobVoice<N extends JobName> = {
  readonly progress: (done: number, total: number, words?: string) => void;
  /** Resolves when the main process has taken the piece. */
  readonly send: (piece: JobTable[N]['piece']) => Promise<void>;
};
