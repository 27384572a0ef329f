import type { CaseView } from '../../main/contract/answers';
import type { Step } from '../../main/domain/procedure/checklist';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import type { Sender } from '../app/useSend';

/** What every kind of step gets to take its answer. */
export type AnswerProps<S extends Step = Step> = {
  readonly view: CaseView;
  readonly place: PlacedStep;
  readonly step: S;
  readonly sender: Sender;
};

/** The place of a step's unfinished field in the drafts. */
export function draftPlace(
  view: CaseView,
  step: string,
  field: 'value' | 'why' | 'correction' | 'correction-why',
): string {
  return `run:${view.state.workOrder?.workOrder ?? ''}:${step}:${field}`;
}
