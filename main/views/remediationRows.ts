import type { Escalation } from '../domain/escalation/escalation';
import type { LearningState } from '../domain/learning/learning';
import { codeOfCause } from '../domain/learning/words';
import type { Owner } from '../domain/procedure/catalogue';
import type { Remediation } from '../domain/remediation/remediation';
import type { remediations } from './tables';

type Row = typeof remediations.$inferSelect;

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export const ownerColumns = (
  owner: Owner,
): { readonly ownerUser: string | null; readonly ownerRole: string | null } =>
  'user' in owner ? { ownerUser: owner.user, ownerRole: null } : { ownerUser: null, ownerRole: owner.role };

/** What a row keeps of a missed due time and of whom it was brought before. */
export function escalationColumns(thing: {
  readonly breachedAt?: string | undefined;
  readonly escalated?: Escalation | undefined;
}) {
  const { breachedAt, escalated } = thing;
  const to = escalated && ownerColumns(escalated.to);
  return {
    breachedAt: breachedAt ?? null,
    escalatedUser: to?.ownerUser ?? null,
    escalatedRole: to?.ownerRole ?? null,
    escalatedAt: escalated?.at ?? null,
  };
}

/** The row of one remediation; `glass`: the break-glass that made it necessary, where one did. */
export function remediationRow(
  r: Remediation,
  glass: { readonly number: string; readonly code: string } | undefined,
  code: string | undefined,
): Row {
  return {
    remediation: r.remediation,
    workOrder: r.workOrder ?? null,
    number: r.number,
    title: r.title,
    ...ownerColumns(r.owner),
    due: r.due,
    glass: r.glass ?? null,
    glassNumber: glass?.number ?? null,
    because: r.because ?? (glass ? `Break-glass ${glass.number}` : ''),
    cause: json(r.cause),
    rule: r.rule?.rule ?? null,
    code: glass?.code ?? code ?? null,
    target: json(r.target),
    files: JSON.stringify(r.files),
    openedAt: r.openedAt,
    state: r.closed ? 'closed' : 'open',
    done: r.closed?.done ?? null,
    closedAt: r.closed?.at ?? null,
    closedBy: r.closed?.by ?? null,
    ...escalationColumns(r),
  };
}

/** Rows of the remediations of no work order, those that are not the same in the other state alone. */
export function learningRows(state: LearningState, other: LearningState): Row[] {
  return Object.values(state.remediations)
    .filter((r) => other.remediations[r.remediation] !== r)
    .map((r) => remediationRow(r, undefined, r.rule?.code ?? codeOfCause(state, r.cause, r.target)));
}
