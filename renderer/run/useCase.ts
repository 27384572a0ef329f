import type { CaseView } from '../../main/contract/answers';
import { type Problem, useAsk } from '../api';

/**
 * One work order, first shown only once it was asked for again: what the last person at this station saw may be old, and
 * what was typed in it was theirs. Afterwards old data stays in sight while new data is fetched.
 */
export function useCase(workOrder: string): { readonly view: CaseView | undefined; readonly error: Problem | null } {
  const asked = useAsk('caseView', { workOrder });
  const isFresh = !asked.isFetching || asked.isFetchedAfterMount;
  const isThis = asked.data?.state.workOrder?.workOrder === workOrder;
  return { view: isFresh && isThis ? asked.data : undefined, error: asked.error };
}
