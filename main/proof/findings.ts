/** What a verification found, in words that a person can act on, with the place it is about. */
export interface Finding {
  readonly code: FindingCode;
  readonly log: string;
  /** Place in the log; null when it is about the log as a whole. */
  readonly seq: number | null;
  readonly message: string;
}

export type FindingCode =
  | 'entries-missing'
  | 'entry-out-of-order'
  | 'header-changed'
  | 'header-unreadable'
  | 'chain-broken'
  | 'clock-back'
  | 'body-changed'
  | 'body-unreadable'
  | 'body-missing'
  | 'hashes-changed'
  | 'columns-changed'
  | 'erased-otherwise'
  | 'checkpoint-unreadable'
  | 'checkpoint-contradicts'
  | 'checkpoint-signature'
  | 'checkpoint-beyond'
  | 'entries-unsigned'
  | 'signature-wrong'
  | 'signer-unknown'
  | 'erasure-unsound'
  | 'device-unknown'
  | 'person-unknown'
  | 'person-inactive'
  | 'person-twice'
  | 'role-wrong'
  | 'signature-missing'
  | 'signature-unfit'
  | 'same-person'
  | 'work-order-incomplete'
  | 'newer-format';

/** 0 valid; 1 invalid; 2 valid with parts erased or withheld, named; 3 not understood (a newer format). */
export type Verdict = 0 | 1 | 2 | 3;

const MOST_FINDINGS = 100;

/** Collects findings in the order they are met; the first names the first bad place. Beyond 100 they are only counted. */
export class Findings {
  readonly list: Finding[] = [];
  count = 0;

  constructor(readonly log: string) {}

  add(code: FindingCode, seq: number | null, message: string, log = this.log): void {
    this.count += 1;
    if (this.list.length < MOST_FINDINGS) this.list.push({ code, log, seq, message });
  }
}
