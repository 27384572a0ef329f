import type { CaseState } from '../caseState';
import type { Recorded } from '../entry';
import { type Conflict, conflictId, type EarlyAct } from './conflict';

const acts: Readonly<Record<string, 'exception' | 'review' | 'remediation' | 'run'>> = {
  'exception.explained': 'exception',
  'exception.assigned': 'exception',
  'exception.withdrawn': 'exception',
  'exception.disposed': 'exception',
  'post-review.decided': 'review',
  'remediation.closed': 'remediation',
  'run.prerequisite-checked': 'run',
  'run.step-recorded': 'run',
  'run.entry-refused': 'run',
  'run.step-corrected': 'run',
  'run.evidence-added': 'run',
  'run.handed-over': 'run',
};
const causes: Readonly<Record<string, keyof typeof known>> = {
  'exception.raised': 'exception',
  'post-review.opened': 'review',
  'remediation.opened': 'remediation',
  'run.started': 'run',
};
const known = {
  exception: (state: CaseState, id: string) => state.exceptions[id] !== undefined,
  review: (state: CaseState, id: string) => state.reviews[id] !== undefined,
  remediation: (state: CaseState, id: string) => state.remediations[id] !== undefined,
  run: (state: CaseState) => state.run !== undefined,
} as const;

/**
 * A station whose clock is behind another's by more than an import may move it (5 minutes) acts on things whose entries come
 * after its own in the order of clocks. What it did has no effect then, and that must show: it is remembered, and becomes a
 * conflict when its cause comes. Undefined where an entry is neither such an act nor such a cause.
 */
export function tooEarly(state: CaseState, entry: Recorded): Pick<CaseState, 'early'> | undefined {
  const kind = acts[entry.type];
  const id = kind && entry.body?.[kind];
  if (kind === undefined || typeof id !== 'string' || entry.log === '') return undefined;
  if (!('user' in entry.actor) || known[kind](state, id)) return undefined;
  const act: EarlyAct = {
    log: entry.log,
    seq: entry.seq,
    about: id,
    role: entry.actor.role,
    at: entry.at,
  };
  return { early: [...state.early, act] };
}

/** Adds the conflicts of acts that came before the entry by which their cause began. */
export function withCause(state: CaseState, entry: Recorded): CaseState {
  const kind = causes[entry.type];
  const id = kind && entry.body?.[kind];
  const mine = state.early.filter((e) => e.about === id);
  const [first, ...more] = mine;
  if (first === undefined) return state;
  const lost = { log: first.log, seq: first.seq };
  const conflict: Conflict = {
    conflict: conflictId(lost),
    kind: 'before-its-cause',
    title: `${state.workOrder?.number ?? 'A work order'}: what was done is dated before what it was done about`,
    why: 'The clock of one station was wrong by more than five minutes when this was recorded, so it stands before its cause and has no effect. Set the clock, and do it again.',
    stands: { log: entry.log, seq: entry.seq },
    lost,
    ownerRole: first.role === 'supervisor' ? 'compliance' : 'supervisor',
    foundAt: first.at,
    also: more.length,
    run: undefined,
  };
  return {
    ...state,
    early: state.early.filter((e) => e.about !== id),
    conflicts: [...state.conflicts, conflict],
  };
}
