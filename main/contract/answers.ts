import type { Glass } from '../domain/breakglass/breakglass';
import type { CaseState } from '../domain/caseState';
import type { ReadinessItem } from '../domain/closure/readiness';
import type { Role } from '../domain/entry';
import type { Cause, Target } from '../domain/learning/cause';
import type { Effect, ExceptionCode, Owner, Severity } from '../domain/procedure/catalogue';
import type { ChecklistDocument, Quorum } from '../domain/procedure/checklist';
import type { JobType } from '../domain/procedure/jobType';
import type { Checklist } from '../domain/procedure/procedure';
import type { PlacedStep } from '../domain/run/nextStep';
import type { ErasureRow } from './erasure';
import type { ConflictRow, JoiningView } from './sync';

export type PersonView = {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  readonly identifier: string;
  readonly active: boolean;
  /** A one-time code waits to be used: for the first secret, or for a new one. */
  readonly waiting?: 'enrolment' | 'reset';
};

/** What the window needs to know before anything else. */
export type Status = {
  readonly stage: 'no-site' | 'signed-out' | 'signed-in' | 'viewer';
  /** Why the app opened as a viewer, as what happened, what is kept, what to do. */
  readonly problem?: string;
  /** The viewer can say what of the site holds. */
  readonly verifies?: boolean;
  readonly folder: string;
  readonly site?: { readonly name: string; readonly station: string; readonly sample: boolean };
  /** Shown on the sample site's sign-in only. */
  readonly sampleSecret?: string;
  readonly person?: PersonView;
  /** Where this person was when the window was locked or the app ended; absent after they signed out themselves. */
  readonly place?: string;
  readonly sittingSigned: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  readonly entries: number;
  readonly lastCheck?: { readonly at: string; readonly ok: boolean; readonly words: string };
  /** The newest backup, or why the newest try was none; absent where none was ever made or tried. */
  readonly lastBackup?: { readonly at: string; readonly ok: boolean; readonly words: string };
  /** Little is left of the disk, or so little that nothing new is recorded; absent where there is enough. */
  readonly disk?: { readonly room: 'low' | 'stopped'; readonly title: string; readonly words: string };
  /** What became of a restore on this machine since the app started. */
  readonly restore?: { readonly ok: boolean; readonly words: string };
  readonly runtime: {
    readonly app: string;
    readonly electron: string;
    readonly chrome: string;
    readonly node: string;
    readonly sqlite: string;
    readonly release: boolean;
    readonly keyProtection: string;
  };
  /** No site yet, and a request to join one is made: whose answer this machine waits for. */
  readonly joining?: JoiningView;
  /** Half-typed work kept for people who are not signed in now: whose and where, never a value. */
  readonly waiting: readonly {
    readonly user: string;
    readonly name: string;
    readonly number: string;
    readonly step: string;
  }[];
};

export type WorkState =
  | 'open'
  | 'running'
  | 'blocked'
  | 'held'
  | 'quarantined'
  | 'waiting'
  | 'finished'
  | 'closed';

export type WorkOrderRow = {
  readonly workOrder: string;
  readonly number: string;
  readonly title: string;
  readonly jobType: string;
  readonly jobTypeName: string;
  readonly asset: string;
  readonly lot: string | null;
  readonly due: string | null;
  readonly state: WorkState;
  readonly openedAt: string;
  /** The person who started the run, if it is started. */
  readonly performer: string | null;
  readonly performerName: string | null;
  /** The device of the station that holds the run: only that one records in it. Null before it is started. */
  readonly holder: string | null;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** What it is at or waits for, in words. */
  readonly at: string;
  readonly openExceptions: number;
  readonly openReviews: number;
  readonly closedAt: string | null;
  readonly closureNumber: string | null;
};

/** Whom something that is not done in time was brought before, besides its owner, and when. */
export type Escalated = { readonly to: Owner; readonly toName: string; readonly at: string };

export type ExceptionRow = {
  readonly exception: string;
  readonly number: string;
  readonly code: string;
  readonly meaning: string;
  readonly severity: Severity;
  readonly effect: Effect;
  readonly workOrder: string;
  readonly workOrderNumber: string;
  readonly workOrderTitle: string;
  readonly place: string;
  readonly ownerName: string;
  readonly ownerRole: Role | null;
  readonly mine: boolean;
  readonly raisedAt: string;
  readonly raisedByName: string;
  readonly due: string;
  readonly why: string | null;
  readonly state: 'open' | 'disposed' | 'withdrawn';
  readonly disposition: string | null;
  readonly endedAt: string | null;
  readonly escalated: Escalated | null;
};

export type ReviewRow = {
  readonly review: string;
  readonly number: string;
  readonly glass: string;
  readonly glassNumber: string;
  readonly title: string;
  readonly workOrder: string;
  readonly workOrderNumber: string;
  readonly openedByName: string;
  readonly openedAt: string;
  readonly due: string;
  readonly state: 'open' | 'done';
  readonly verdict: string | null;
  /** Why the person looking may not decide it, or null if they may. */
  readonly notYou: string | null;
  readonly escalated: Escalated | null;
};

export type RemediationRow = {
  readonly remediation: string;
  readonly number: string;
  readonly title: string;
  readonly ownerName: string;
  readonly mine: boolean;
  readonly due: string;
  /** Null for one that belongs to no work order: of a signal, a code, a decision or a rule. */
  readonly workOrder: string | null;
  readonly workOrderNumber: string | null;
  readonly glass: string | null;
  readonly glassNumber: string | null;
  /** What made it necessary, in words: "Break-glass BG-K1-000002", "MAT-02 on Seal replacement, 3 times in 30 days". */
  readonly cause: string;
  /** The cause as what can be opened; null for a break-glass or a rule. */
  readonly causedBy: Cause | null;
  readonly target: (Target & { readonly jobTypeName: string | null }) | null;
  /** The rate the target asks for, as it is now; null without a target. */
  readonly measured: Measured | null;
  /** Files that show what was done. */
  readonly evidence: readonly {
    readonly sha256: string;
    readonly name: string;
    readonly mime: string;
    readonly at: string;
    readonly byName: string;
  }[];
  /** Released checklist versions that name it as their cause. */
  readonly versions: readonly {
    readonly checklist: string;
    readonly title: string;
    readonly number: number;
  }[];
  readonly openedAt: string;
  readonly state: 'open' | 'closed';
  readonly done: string | null;
  readonly closedAt: string | null;
  readonly closedByName: string | null;
  /** Why the person looking may not close it, or null if they may. */
  readonly notYou: string | null;
  /** What closing still asks for besides the text (evidence), or null. */
  readonly missing: string | null;
  readonly escalated: Escalated | null;
};

/**
 * X10: how often the target's code was raised, withdrawn ones left out. While the remediation is open: in the last
 * `days`; once it is closed: in the `days` since. `isOver`: those days have passed, so the figure stands.
 */
export type Measured = {
  readonly count: number;
  readonly from: string;
  readonly to: string;
  readonly isOver: boolean;
  readonly isMet: boolean;
};

export type GateRow = {
  readonly workOrder: string;
  readonly workOrderNumber: string;
  readonly workOrderTitle: string;
  readonly step: string;
  readonly no: string;
  readonly title: string;
  readonly need: Quorum;
  readonly requestedAt: string;
  readonly requestedByName: string;
  readonly notYou: string | null;
};

/** Supervisor's one inbox of decisions; each part sorted by what is due first. */
export type Inbox = {
  readonly gates: readonly GateRow[];
  readonly exceptions: readonly ExceptionRow[];
  readonly reviews: readonly ReviewRow[];
  readonly remediations: readonly RemediationRow[];
  readonly releases: readonly {
    checklist: string;
    title: string;
    by: string;
    at: string;
    reason: string;
    notYou: string | null;
  }[];
  /** Acts on two stations that cannot both stand, and that this person may settle. */
  readonly conflicts: readonly ConflictRow[];
  /** Erasures that wait for a second person; empty for roles that do not decide about them. */
  readonly erasures: readonly ErasureRow[];
};

/** All of one work order. `names` gives the name and role of every person in it. */
export type CaseView = {
  readonly state: CaseState;
  readonly jobType: JobType;
  readonly document: ChecklistDocument | null;
  readonly checklistTitle: string;
  readonly steps: readonly PlacedStep[];
  /** The step to do now. */
  readonly next: PlacedStep | null;
  /** The open window the next step would be recorded under. */
  readonly glass: Glass | null;
  /** Exceptions that make the run wait now, by id. */
  readonly waits: readonly string[];
  readonly readiness: readonly ReadinessItem[];
  /** Why the person looking may not close it, or null. */
  readonly closeRefusal: string | null;
  readonly names: Readonly<Record<string, { readonly name: string; readonly role: Role }>>;
  readonly roleHolders: Readonly<Record<Role, readonly string[]>>;
  /** What this person had typed and not yet saved, by place. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly codes: readonly ExceptionCode[];
  readonly now: string;
};

/** What a signature will cover: shown line by line, and hashed. */
export type SigningView = {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  readonly digest: string;
  readonly needsIdentifier: boolean;
  readonly identifier: string;
};

export type EntryRow = {
  readonly log: string;
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly system: boolean;
  readonly type: string;
  readonly sentence: string;
  readonly mark: 'none' | 'ok' | 'warn' | 'stop' | 'glass' | 'signed';
};
export type EntryView = EntryRow & {
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly about: readonly { readonly label: string; readonly workOrder: string }[];
  readonly raw: { readonly header: string; readonly body: string | null };
  readonly proof: {
    readonly place: string;
    readonly leaf: string;
    readonly size: number;
    readonly root: string;
    readonly checkpointAt: string;
    readonly steps: number;
    readonly holds: boolean;
    readonly erased: boolean;
  };
};

export type VerifyReport = {
  readonly verdict: 0 | 1 | 2 | 3;
  readonly at: string;
  readonly entries: number;
  readonly files: number;
  readonly seconds: number;
  readonly words: string;
  readonly findings: readonly string[];
  /** The same findings, each with the entry it is about, where it is about one. */
  readonly found: readonly {
    readonly words: string;
    readonly at: { readonly log: string; readonly seq: number } | null;
  }[];
  /** Where something was found: what holds in spite of it. */
  readonly holds: readonly string[];
  /** Each body that was erased, with the entry that says so. */
  readonly erased: readonly string[];
  /** When the earlier verification ended that this one went on from; null: everything was read. */
  readonly since: string | null;
  /** Entries that the ledger holds; `entries` are those that were read now. */
  readonly held: number;
  /** Rows of lists compared with a rebuild; null where they were not compared. */
  readonly rows: number | null;
  /** Other stations that hold this station's newest head, or an earlier one of it, by the newest they hold. */
  readonly witnesses: number;
  readonly witnessed: readonly { readonly station: string; readonly size: number; readonly at: string }[];
  readonly checkpoints: number;
  readonly signatures: number;
  /** What each restore of this ledger is known to have lost, in words; absent where it was never restored. */
  readonly restored?: readonly string[];
};

export type ChecklistRow = {
  readonly checklist: string;
  readonly title: string;
  readonly jobTypeName: string;
  readonly versions: number;
  readonly effective: number | null;
  readonly draftAt: string;
  readonly draftByName: string;
  readonly changedSinceRelease: boolean;
  readonly requested: boolean;
};
export type ChecklistView = {
  readonly checklist: Checklist;
  readonly jobTypeName: string;
  readonly findings: readonly {
    readonly severity: 'stop' | 'warn';
    readonly message: string;
    readonly step?: string;
  }[];
  readonly notYou: string | null;
  readonly names: Readonly<Record<string, string>>;
  readonly lastReleased: ChecklistDocument | null;
};
export type StarterCard = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly basis: string | null;
  readonly steps: number;
  readonly gates: number;
  readonly added: boolean;
};
