import type { JsonObject } from '../proof/canonical';
import type { Actor, Header } from '../proof/header';
import type { WritableDb } from './database';

/** An electronic signature to be made while the entry is written, with the signer's own key. */
export interface SignatureRequest {
  /** What the signature means, in the words that were shown: "Released", "Approved", "Performed". */
  readonly meaning: string;
  /** The signer's raw Ed25519 public key, base64. */
  readonly key: string;
  /** Signs `signatureMessage(header)` (proof/header.ts) and returns 64 bytes. Called once, inside the transaction. */
  sign(message: Uint8Array): Uint8Array;
}

/** What a decision says happened; the ledger adds place, time, clock, hashes. */
export interface NewEntry {
  /** `noun.verb-in-past`. */
  readonly type: string;
  /** The thing it is about. */
  readonly stream: string;
  readonly actor: Actor;
  /** Canonical JSON only: integers, no fractions (a quantity is text beside its unit). Keys with `undefined` are left out. */
  readonly body: JsonObject;
  /**
   * Ids, besides the stream, that a person would look for to find this entry: work order, run, user, code.
   * Must follow from type, stream and body alone (`subjectsOf`), because a rebuild computes them again.
   */
  readonly subjects?: readonly string[];
  /** On a signed entry the ledger adds `meaning` to the body, so that the signature covers it; another `meaning` there throws. */
  readonly sign?: SignatureRequest;
}

/** Where an entry stands. */
export interface Place {
  /** `<device id>/<epoch>` */
  readonly log: string;
  readonly seq: number;
}

/** What the entry that erased a body says of it. */
export interface Erasing extends Place {
  /** What of the body others stand on; empty where that entry says nothing of it. */
  readonly stays: JsonObject;
  /** The fields that went. */
  readonly gone: readonly string[];
}

/** An entry as it was recorded. */
export interface StoredEntry extends Place {
  readonly header: Header;
  /** `null` when the body was erased. */
  readonly body: JsonObject | null;
  /** The entry that erased the body. */
  readonly erasedBy: Place | null;
  /** What that entry says of it; left out where the body is there, or nothing says that it was erased. */
  readonly erasing?: Erasing;
}

/** An entry whose `v` or form this version does not know: kept and shown raw. */
export interface RawEntry extends Place {
  readonly headerBytes: Uint8Array;
  readonly bodyBytes: Uint8Array | null;
}

/** A command's outcome, to be recorded at once or not at all. */
export interface AppendCommand<Answer> {
  /** The command's id. The same id again returns the first answer and appends nothing. */
  readonly idem: string;
  /** May be empty: then only the answer is kept, and no checkpoint is made. */
  readonly entries: readonly NewEntry[];
  /** Streams that must still be at the revision that the decision saw. */
  readonly expected?: readonly { readonly stream: string; readonly rev: number }[];
  /** Folds the entries into the views, in the same transaction. What it throws undoes everything. */
  readonly project?: (db: WritableDb, entries: readonly StoredEntry[]) => void;
  /** What to answer, now and whenever the same command comes again: plain JSON. Called inside the transaction, after `project`. */
  readonly answer: (entries: readonly StoredEntry[]) => Answer;
}

/** An import: what other devices recorded is inserted first, then the own entries that say so, in one transaction. */
export interface ReceiveCommand<Answer> extends AppendCommand<Answer> {
  /** Inserts and folds in slices, and answers with the largest clock inserted (an empty text: none). What it throws undoes everything. */
  readonly receive: (db: WritableDb) => Promise<string>;
}

export interface Appended<Answer> {
  readonly ok: true;
  readonly answer: Answer;
  /** The command was recorded before; nothing was appended now. */
  readonly repeated: boolean;
  /** What was appended now, oldest first, with any entry the ledger added by itself (`clock.stepped-back`) in front. */
  readonly entries: readonly StoredEntry[];
}
