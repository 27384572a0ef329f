import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { type Problem, useAsk } from '../api';

/**
 * One work order, first shown only once it was asked for again: what the last person at this station saw may be old, and
 * what was typed in it was theirs. Afterwards old data stays in sight while new data is fetched.
 */
export function useCase(workOrder: string): {
  readonly view: CaseView | undefined;
  readonly error: Problem | null;
} {
  const asked = useAsk('caseView', { workOrder });
  const isFresh = !asked.isFetching || asked.isFetchedAfterMount;
  const isThis = asked.data?.state.workOrder?.workOrder === workOrder;
  // Once shown it stays, or each fetch after the first would take the step, and what stands in it, off the screen.
  const [shown, setShown] = useState<string | undefined>(undefined);
  if (isFresh && isThis && shown !== workOrder) setShown(workOrder);
  return { view: isThis && (isFresh || shown === workOrder) ? asked.data : undefined, error: asked.error };
}
