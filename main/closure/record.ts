/**
 * One closed work order as plain JSON: what the closure PDF shows and what it embeds as `closure.json` (RFC 8785).
 * Everything is data as it was entered; nothing is computed when it is drawn. Times are UTC, RFC 3339 with
 * milliseconds; `zone` is the offset in which they are shown. Texts are shown as they are, in the record's language.
 */
export interface ClosureRecord {
  readonly format: 'process-designer/closure/v1';
  /** `CL-K1-000001`. */
  readonly number: string;
  readonly closure_evidence_id: string;
  readonly closedAt: string;
  /** Offset of the closing device, `+01:00`. */
  readonly zone: string;
  readonly site: { readonly id: string; readonly name: string };
  readonly station: { readonly device: string; readonly name: string; readonly place?: string };
  readonly workOrder: ClosedWorkOrder;
  readonly run: ClosedRun;
  readonly checklist: {
    readonly name: string;
    readonly version: number;
    /** SHA-256 of the released document, hex. */
    readonly documentHash: string;
  };
  readonly result: {
    /** `complete`: a tick; `with-open-actions`: a tick, and what is still open is said in the sentence. */
    readonly verdict: 'complete' | 'with-open-actions';
    /** What was reached, one to four sentences. */
    readonly summary: string;
  };
  readonly facts: ClosureFacts;
  readonly acceptance: readonly AcceptanceCriterion[];
  /** What did not go to plan, in the order it is read; empty when all went to plan. */
  readonly deviations: readonly Deviation[];
  readonly signatures: readonly ClosureSignature[];
  readonly sections: readonly ClosedSection[];
  readonly evidence: readonly ClosedEvidence[];
  readonly gates: readonly ClosedGate[];
  readonly reviews: readonly ClosedReview[];
  readonly remediations: readonly ClosedRemediation[];
  /** What entries of this work order said and was erased; left out where nothing was. */
  readonly erasures?: readonly ClosedErasure[];
  /** The head of the log that holds the closing entry. The PDF carries it away from the machine that wrote it. */
  readonly checkpoint: {
    /** The signed note exactly as written, with its line feeds (C2SP tlog-checkpoint). */
    readonly note: string;
    readonly origin: string;
    readonly size: number;
    /** Base64. */
    readonly root: string;
  };
  /** Version that wrote the record. */
  readonly app: string;
}

export interface ClosedWorkOrder {
  readonly work_order_id: string;
  /** `WO-K1-000123`. */
  readonly number: string;
  readonly title: string;
  readonly jobType: string;
  readonly asset?: string;
  readonly lot?: string;
  readonly inputs: readonly { readonly label: string; readonly value: string; readonly unit?: string }[];
}

export interface ClosedRun {
  readonly checklist_run_id: string;
  /** 1 for the first run of the work order. */
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Minutes in which the run could not go on, and the codes that held it. */
  readonly stalled?: { readonly minutes: number; readonly codes: readonly string[] };
  readonly doneBy: readonly string[];
  readonly witnesses: readonly string[];
}

/** Counts for the row of figures; a total of 0 shows as a dash. */
export interface ClosureFacts {
  readonly steps: { readonly recorded: number; readonly of: number };
  readonly readings: { readonly inBand: number; readonly of: number };
  readonly evidenceFiles: number;
  readonly exceptions: { readonly raised: number; readonly disposed: number };
  readonly changes: number;
}

/** One entry whose content was erased: that it stood there stays, and this says who took away what, and why. */
export interface ClosedErasure {
  readonly entry: EntryRef;
  /** What kind of entry it was, in words. */
  readonly what: string;
  readonly erasedBy: EntryRef;
  readonly at: string;
  /** Who approved it, and who asked for it. */
  readonly by: string;
  readonly second: string;
  readonly authority: string;
}

export interface AcceptanceCriterion {
  readonly text: string;
  /** How it was met, such as the step and value that show it. */
  readonly shownBy: string;
  readonly met: boolean;
}

interface DeviationBase {
  /** `EXC-K1-000045`, `BG-K1-000007`, or the step for a change. */
  readonly number: string;
  /** Who ended it. */
  readonly by: string;
}

/** One row of "What did not go to plan". */
export type Deviation =
  | (DeviationBase & {
      readonly kind: 'exception';
      readonly code: string;
      readonly meaning: string;
      /** Where it was raised: `step 13`, `gate G1`, `prerequisite 2`. */
      readonly at: string;
      readonly raisedAt: string;
      readonly raisedBy: string;
      readonly rationale: string;
      readonly owner: string;
      readonly dueAt: string;
      readonly disposition: string;
      readonly reason: string;
      readonly disposedAt: string;
    })
  | (DeviationBase & {
      readonly kind: 'break-glass';
      readonly opened: string;
      readonly code: string;
      readonly rationale: string;
      readonly openedBy: string;
      readonly openedAt: string;
      readonly usedMinutes: number;
      readonly windowMinutes: number;
      readonly verdict: 'justified' | 'not justified' | 'unclear';
      readonly verdictAt: string;
      /** Number of the remediation it opened, and when that is due. */
      readonly remediation?: { readonly number: string; readonly dueAt: string };
    })
  | (DeviationBase & {
      readonly kind: 'change';
      readonly step: string;
      readonly from: string;
      readonly to: string;
      readonly unit?: string;
      readonly reason: string;
      readonly changedAt: string;
    });

export interface ClosureSignature {
  /** In words, such as `Approved, return to service, peer`. */
  readonly meaning: string;
  readonly name: string;
  readonly role: string;
  readonly at: string;
  /** Offset in which the signer read the time. */
  readonly zone: string;
  /** The entry that holds it. */
  readonly entry: EntryRef;
  /** Raw Ed25519 public key of the signer, base64. */
  readonly key: string;
}

/** Where an entry stands: the device's short name, and the place in its log. */
export interface EntryRef {
  readonly device: string;
  readonly seq: number;
}

export interface ClosedSection {
  readonly title: string;
  readonly steps: readonly ClosedStep[];
}

export interface ClosedStep {
  /** `7`, or `G1` for a gate. */
  readonly no: string;
  readonly title: string;
  readonly type: string;
  /** Exactly as entered; empty for a step that was not reached. */
  readonly value: string;
  /** As people write it (`N·m`), shown after the value. */
  readonly unit?: string;
  readonly by: readonly string[];
  readonly at?: string;
  /** When it was recorded, if that was later than it was done. */
  readonly recordedAt?: string;
  readonly witness?: string;
  /** Entries that were refused before the accepted one, in order. */
  readonly refused: readonly { readonly value: string; readonly reason: string }[];
  /** Earlier values of a changed step, oldest first; each is shown struck through. */
  readonly changed: readonly {
    readonly from: string;
    readonly by: string;
    readonly at: string;
    readonly reason: string;
  }[];
  /** Number of the break-glass under which it was done. */
  readonly breakGlass?: string;
  readonly notes: readonly string[];
  /** SHA-256 of evidence files, in the order of `ClosureRecord.evidence`. */
  readonly evidence: readonly string[];
  readonly band?: 'ok' | 'warn' | 'act';
}

export interface ClosedEvidence {
  readonly sha256: string;
  /** `Photo 2`, as the step table calls it. */
  readonly label: string;
  readonly caption: string;
  /** Bytes. */
  readonly size: number;
  readonly mime: string;
  readonly step: string;
  readonly by: string;
  readonly at: string;
}

export interface ClosedGate {
  readonly no: string;
  readonly title: string;
  /** Who must approve, in words: `1 peer and 1 QA`. */
  readonly need: string;
  readonly decisions: readonly {
    readonly decision: 'approved' | 'rejected' | 'opened by break-glass';
    readonly name: string;
    readonly role: string;
    readonly at: string;
    readonly comment?: string;
    readonly entry: EntryRef;
  }[];
}

export interface ClosedReview {
  readonly number: string;
  readonly of: string;
  readonly verdict: 'justified' | 'not justified' | 'unclear';
  readonly rationale: string;
  readonly reviewer: string;
  readonly role: string;
  readonly at: string;
  readonly dueAt: string;
}

export interface ClosedRemediation {
  readonly number: string;
  readonly title: string;
  readonly cause: string;
  readonly owner: string;
  readonly dueAt: string;
  readonly state: 'open' | 'closed';
}

/** Bytes of an evidence file by SHA-256; undefined when the vault does not hold it any more. */
export type EvidenceBytes = (sha256: string) => Uint8Array | undefined;
