import type { GateState } from './approval/approval';
import type { Glass, PostReview } from './breakglass/breakglass';
import type { Closure } from './closure/closure';
import type { Conflict, EarlyAct, Settlement } from './conflict/conflict';
import type { ExceptionState } from './exception/exception';
import type { Remediation } from './remediation/remediation';
import type { RunState, WorkOrder } from './run/run';

/**
 * One work order with everything that happened on it: the state deciders judge by and screens show.
 * A pure fold of the entries that carry the work order's id as a subject, oldest first.
 */
export type CaseState = {
  readonly workOrder: WorkOrder | undefined;
  readonly run: RunState | undefined;
  readonly gates: Readonly<Record<string, GateState>>;
  readonly exceptions: Readonly<Record<string, ExceptionState>>;
  readonly glasses: Readonly<Record<string, Glass>>;
  readonly reviews: Readonly<Record<string, PostReview>>;
  readonly remediations: Readonly<Record<string, Remediation>>;
  readonly closure: Closure | undefined;
  /** Entries that have no effect, because others stand before them; and what was decided about that, by conflict. */
  readonly conflicts: readonly Conflict[];
  readonly early: readonly EarlyAct[];
  readonly settlements: Readonly<Record<string, Settlement>>;
  /** How many entries were folded, the place of the newest, and its time (empty before the first). */
  readonly entries: number;
  readonly lastEntry: number;
  readonly lastAt: string;
  /** The clock of the newest: what comes behind it is folded anew. */
  readonly lastClock: string;
};

export const emptyCase: CaseState = {
  workOrder: undefined,
  run: undefined,
  gates: {},
  exceptions: {},
  glasses: {},
  reviews: {},
  remediations: {},
  closure: undefined,
  conflicts: [],
  early: [],
  settlements: {},
  entries: 0,
  lastEntry: -1,
  lastAt: '',
  lastClock: '',
};
