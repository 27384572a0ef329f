/** Why a site's ledger could not be opened, or a command not be recorded: nothing was changed. */
export type LedgerRefusalCode =
  | 'folder-missing'
  | 'folder-read-only'
  | 'folder-full'
  | 'folder-on-network'
  | 'folder-on-fat'
  | 'stray-file'
  | 'not-a-ledger'
  | 'newer-version'
  | 'migration-changed'
  | 'migration-failed'
  | 'settings-refused'
  | 'engine-too-old'
  | 'held-by-another'
  | 'other-device'
  | 'entries-lost'
  | 'head-contradicts'
  | 'ledger-damaged'
  | 'stale'
  | 'erasure-refused';

/** A refusal as a value: a stable code, and a sentence that says what happened, what is kept and what to do. */
export interface LedgerRefusal {
  readonly ok: false;
  readonly code: LedgerRefusalCode;
  readonly message: string;
}

export function refuse(code: LedgerRefusalCode, message: string): LedgerRefusal {
  return { ok: false, code, message };
}

/**
 * What went wrong outside any rule.
 * - `disk-full`: nothing of the command was recorded; recording goes on once space is free.
 * - `unknown-outcome`: a commit or fsync failed; whether the command was recorded is found by opening again.
 * - `stopped`: the ledger stopped writing after an unknown outcome, or was closed.
 * - `damaged`: stored bytes contradict themselves.
 */
export type LedgerFaultCode = 'disk-full' | 'unknown-outcome' | 'stopped' | 'damaged';

export class LedgerFault extends Error {
  constructor(
    readonly code: LedgerFaultCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'LedgerFault';
  }
}
