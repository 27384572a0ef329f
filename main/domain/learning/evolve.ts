import type { z } from 'zod';
import type { ruleEntries } from '../automation/rule';
import type { Recorded } from '../entry';
import { evolveRemediations } from '../remediation/evolve';
import type { remediationEntries } from '../remediation/remediation';
import type { LearningBody, LearningState, Signal } from './learning';

type RuleBody<K extends keyof typeof ruleEntries> = z.infer<(typeof ruleEntries)[K]>;

/**
 * Folds one entry that carries the subject `learning`. What two stations decided about the same signal or month, each
 * before it knew of the other, is decided by the first; entries of a type it does not know leave it as it is.
 */
export function evolveLearning(state: LearningState, entry: Recorded): LearningState {
  if (entry.body === undefined) return state;
  const by = 'user' in entry.actor ? entry.actor.user : entry.actor.system;
  const { at } = entry;
  switch (entry.type) {
    case 'repeat-rule.set':
      return { ...state, repeat: entry.body as LearningBody<'repeat-rule.set'> };
    case 'drift.signalled': {
      const b = entry.body as LearningBody<'drift.signalled'>;
      return withSignal(state, { ...b, raisedAt: at, outcome: undefined });
    }
    case 'drift.dismissed': {
      const b = entry.body as LearningBody<'drift.dismissed'>;
      return decided(state, b.signal, { how: 'dismissed', why: b.why, by, at });
    }
    case 'remediation.opened': {
      const b = entry.body as z.infer<(typeof remediationEntries)['remediation.opened']>;
      const { cause, remediation, number } = b;
      const signal = 'kind' in cause && cause.kind === 'signal' ? cause.signal : '';
      const after = decided(state, signal, { how: 'remediation', remediation, number, by, at });
      return { ...after, remediations: evolveRemediations(state.remediations, entry) };
    }
    case 'remediation.evidence-added':
    case 'remediation.closed':
    case 'remediation.escalated':
    case 'sla.breached':
      return { ...state, remediations: evolveRemediations(state.remediations, entry) };
    case 'monthly-review.decided': {
      const b = entry.body as LearningBody<'monthly-review.decided'>;
      return { ...state, decisions: new Map(state.decisions).set(b.decision, { ...b, by, at }) };
    }
    case 'monthly-review.held': {
      const b = entry.body as LearningBody<'monthly-review.held'>;
      return state.held.has(b.month)
        ? state
        : { ...state, held: new Map(state.held).set(b.month, { ...b, by, at }) };
    }
    case 'rule.defined': {
      const b = entry.body as RuleBody<'rule.defined'>;
      const before = state.rules.get(b.rule);
      const rule = { ...b, fired: before?.fired ?? 0, lastFiredAt: before?.lastFiredAt };
      return { ...state, rules: new Map(state.rules).set(b.rule, rule) };
    }
    case 'rule.fired': {
      const b = entry.body as RuleBody<'rule.fired'>;
      const rule = state.rules.get(b.rule);
      return rule
        ? {
            ...state,
            rules: new Map(state.rules).set(b.rule, { ...rule, fired: rule.fired + 1, lastFiredAt: at }),
          }
        : state;
    }
    default:
      return state;
  }
}

function withSignal(state: LearningState, signal: Signal): LearningState {
  return { ...state, signals: new Map(state.signals).set(signal.signal, signal) };
}

function decided(state: LearningState, id: string, outcome: NonNullable<Signal['outcome']>): LearningState {
  const signal = state.signals.get(id);
  return signal && signal.outcome === undefined ? withSignal(state, { ...signal, outcome }) : state;
}
