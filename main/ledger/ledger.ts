import type { JsonValue } from '../proof/canonical';
import type { WritableDb } from './database';
import type { AppendCommand, Appended, ReceiveCommand } from './entry';
import type { Notice } from './heads';
import type { LedgerRefusal } from './refusal';

/** The device whose log this process appends to. */
export interface LedgerDevice {
  /** `dev_…`, the id of `publicKey` (`keyId` in proof/header.ts). */
  readonly id: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Ed25519 over the message; 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

export interface LedgerOptions {
  /** The site's folder; must exist. Holds `ledger.db`, `ledger.head`, `writer.lock`, `ballast`. */
  readonly folder: string;
  /** File for the second copy of the newest checkpoint, in another directory tree (another backup scope). */
  readonly headCopy: string;
  /** `site_…` */
  readonly site: string;
  readonly device: LedgerDevice;
  /** Version of the app, as headers name it. */
  readonly app: string;
  /** Starts a new log `<device>/<epoch>` (after a restore or a clone). Left out: the newest own epoch, or 0. */
  readonly epoch?: number;
  /** Wall clock in ms since 1970. */
  readonly now?: () => number;
  /** Offset of the zone at a time, `+hh:mm`. */
  readonly zone?: (at: number) => string;
  /** The machine's start and monotonic ms since then. */
  readonly boot?: () => { readonly id: string; readonly ms: number };
  readonly random?: (bytes: number) => Uint8Array;
  /** Size of the file given up when the disk is full; 64 MiB unless told. 0: none. */
  readonly ballastBytes?: number;
}

/** Newest checkpoint of the own log. */
export interface Head {
  readonly log: string;
  readonly size: number;
  /** Root in hex. */
  readonly root: string;
  /** The signed note, as the format spells it. */
  readonly note: string;
}

/**
 * The site's ledger, held for writing by this process. Commands are recorded one at a time, in the order of the calls.
 */
export interface Ledger {
  readonly log: string;
  readonly notices: readonly Notice[];
  /** The one connection. Views read and are folded through it; only this folder inserts entries. */
  readonly db: WritableDb;
  head(): Head | null;
  /** The answer kept for a command, or undefined: ask before deciding. */
  answered(idem: string): { readonly answer: JsonValue } | undefined;
  /** Number of entries held of a stream: what `expected.rev` is compared with. */
  revision(stream: string): number;
  /**
   * Records a command: entries, subjects, tree, signed checkpoint, views and answer in one transaction, then both
   * copies of the head, then resolves. A refusal (`stale`) changed nothing.
   * @throws LedgerFault; whatever `project` throws (nothing is recorded then); NotJson for a body with no canonical form.
   */
  append<Answer>(command: AppendCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal>;
  /**
   * Takes in entries of other devices and records that it did, in one transaction that spans several turns of the event
   * loop. The caller sees to it that nothing else records meanwhile; an `append` then throws.
   */
  receive<Answer>(command: ReceiveCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal>;
  /**
   * Records a command of which each entry `body.erased` erases salt and body of its target, all of them or none. `project`
   * sees them gone. Their bytes leave the file with `rewrite`, which the caller does next.
   */
  erase<Answer>(command: AppendCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal>;
  /**
   * Folds the write-ahead log into the database file and shortens it to nothing. For quiet moments. Waits `waitMs` for readers,
   * 5 s unless told.
   * @returns whether it could: not while another connection reads, and not on a full disk.
   */
  settle(waitMs?: number): boolean;
  /** Waits for the heads, closes the database, gives the lock back. */
  close(): Promise<void>;
}

export type LedgerOpening = { readonly ok: true; readonly ledger: Ledger } | LedgerRefusal;
