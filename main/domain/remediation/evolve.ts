import type { z } from 'zod';
import type { Recorded } from '../entry';
import type { EscalationBody } from '../escalation/escalation';
import type { Remediation, remediationEntries } from './remediation';

type Body<K extends keyof typeof remediationEntries> = z.infer<(typeof remediationEntries)[K]>;
type Remediations = Readonly<Record<string, Remediation>>;

/**
 * Folds one entry into the remediations of a case, or into those of no case. What comes for one that is not known, or a
 * second closing, leaves them as they are.
 */
export function evolveRemediations(state: Remediations, entry: Recorded): Remediations {
  if (entry.body === undefined) return state;
  const by = 'user' in entry.actor ? entry.actor.user : entry.actor.system;
  const { at, log, seq } = entry;
  switch (entry.type) {
    case 'remediation.opened':
      return opened(state, entry.body as Body<'remediation.opened'>, at, log);
    case 'remediation.evidence-added': {
      const { remediation, workOrder: _, ...file } = entry.body as Body<'remediation.evidence-added'>;
      return change(state, remediation, (r) => ({ ...r, files: [...r.files, { ...file, by, at }] }));
    }
    case 'remediation.closed': {
      const { remediation, done, evidence } = entry.body as Body<'remediation.closed'>;
      const closed = { done, evidence, by, at, place: { log, seq } };
      return change(state, remediation, (r) => (r.closed ? r : { ...r, closed }));
    }
    case 'remediation.escalated': {
      const { remediation, to } = entry.body as EscalationBody<'remediation.escalated'>;
      return change(state, remediation, (r) => ({ ...r, escalated: { to, at } }));
    }
    case 'sla.breached': {
      const { remediation, escalatedTo } = entry.body as EscalationBody<'sla.breached'>;
      if (remediation === undefined) return state;
      return change(state, remediation, (r) =>
        r.breachedAt === undefined ? { ...r, breachedAt: at, escalated: { to: escalatedTo, at } } : r,
      );
    }
    default:
      return state;
  }
}

function opened(state: Remediations, b: Body<'remediation.opened'>, at: string, log: string): Remediations {
  const { cause } = b;
  const remediation: Remediation = {
    remediation: b.remediation,
    number: b.number,
    title: b.title,
    owner: b.owner,
    due: b.due,
    glass: 'glass' in cause ? cause.glass : undefined,
    cause: 'kind' in cause && cause.kind !== 'rule' ? cause : undefined,
    rule: 'rule' in cause ? { rule: cause.rule, code: cause.code } : undefined,
    because: b.because,
    target: b.target,
    workOrder: b.workOrder,
    openedAt: at,
    log,
    files: [],
    closed: undefined,
    breachedAt: undefined,
    escalated: undefined,
  };
  return { ...state, [b.remediation]: remediation };
}

function change(state: Remediations, id: string, how: (r: Remediation) => Remediation): Remediations {
  const found = state[id];
  return found ? { ...state, [id]: how(found) } : state;
}
