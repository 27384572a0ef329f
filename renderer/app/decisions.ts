import type {
  Escalated,
  ExceptionRow,
  GateRow,
  Inbox,
  RemediationRow,
  ReviewRow,
} from '../../main/contract/answers';
import type { ErasureRow } from '../../main/contract/erasure';
import type { ConflictRow } from '../../main/contract/sync';
import type { Role } from '../../main/domain/entry';
import { isMeant } from '../../main/domain/escalation/escalation';

/** The person looking. */
export type Me = { readonly user: string; readonly role: Role };

/** Whether an exception is this person's to settle: they own it, or it was escalated to them. */
export function concerns(row: Pick<ExceptionRow, 'mine' | 'escalated'>, me: Me | undefined): boolean {
  return row.mine || (row.escalated !== null && me !== undefined && isMeant(row.escalated.to, me));
}

/** One thing that waits for a decision. `due` is when it must be decided; a gate, a release and a conflict have none: somebody waits since `from`. */
export type Decision = {
  readonly id: string;
  readonly from: string;
  readonly due: string | null;
  readonly notYou: string | null;
} & (
  | { readonly kind: 'gate'; readonly row: GateRow }
  | { readonly kind: 'exception'; readonly row: ExceptionRow }
  | { readonly kind: 'review'; readonly row: ReviewRow }
  | { readonly kind: 'remediation'; readonly row: RemediationRow }
  | { readonly kind: 'release'; readonly row: Inbox['releases'][number] }
  | { readonly kind: 'conflict'; readonly row: ConflictRow }
  | { readonly kind: 'erasure'; readonly row: ErasureRow }
);

/**
 * One list of everything that waits, by time left (of the exceptions those that `me` owns or that were
 * escalated to them; one that a break-glass raised
 * ends with its post-review, which stands here by itself): what is overdue first, then gates and conflicts (a run
 * stands still there, the longest wait first), then what is due next, then releases.
 */
export function decisionsOf(inbox: Inbox, glassCodes: ReadonlySet<string>, now: string, me?: Me): Decision[] {
  const all: Decision[] = [
    ...inbox.gates.map((row) => ({
      kind: 'gate' as const,
      id: `gate ${row.workOrder} ${row.step}`,
      from: row.requestedAt,
      due: null,
      notYou: row.notYou,
      row,
    })),
    ...inbox.exceptions
      .filter((row) => row.state === 'open' && concerns(row, me) && !glassCodes.has(row.code))
      .map((row) => ({
        kind: 'exception' as const,
        id: row.exception,
        from: row.raisedAt,
        due: row.due,
        notYou: null,
        row,
      })),
    ...inbox.reviews
      .filter((row) => row.state === 'open')
      .map((row) => ({
        kind: 'review' as const,
        id: row.review,
        from: row.openedAt,
        due: row.due,
        notYou: row.notYou,
        row,
      })),
    ...inbox.remediations
      .filter((row) => row.state === 'open')
      .map((row) => ({
        kind: 'remediation' as const,
        id: row.remediation,
        from: row.openedAt,
        due: row.due,
        notYou: row.notYou,
        row,
      })),
    ...inbox.releases.map((row) => ({
      kind: 'release' as const,
      id: `release ${row.checklist}`,
      from: row.at,
      due: null,
      notYou: row.notYou,
      row,
    })),
    ...inbox.conflicts
      .filter((row) => row.state === 'open')
      .map((row) => ({
        kind: 'conflict' as const,
        id: `conflict ${row.conflict}`,
        from: row.foundAt,
        due: null,
        notYou: row.notYou,
        row,
      })),
    ...inbox.erasures.map((row) => ({
      kind: 'erasure' as const,
      id: `erasure ${row.erasure}`,
      from: row.at,
      due: null,
      notYou: row.notYou,
      row,
    })),
  ];
  const rank = (one: Decision) =>
    one.due !== null && one.due < now
      ? 0
      : one.kind === 'gate' || one.kind === 'conflict'
        ? 1
        : one.kind === 'release' || one.kind === 'erasure'
          ? 3
          : 2;
  return all.sort((a, b) => rank(a) - rank(b) || (a.due ?? a.from).localeCompare(b.due ?? b.from));
}

/** Whom a decision was brought before because its time ran out, or null. */
export function escalationOf(one: Decision): Escalated | null {
  return one.kind === 'gate' || one.kind === 'release' || one.kind === 'conflict' || one.kind === 'erasure'
    ? null
    : one.row.escalated;
}
