import type { CaseView } from '../../main/contract/answers';
import { useAsk } from '../api';
import { count, date, nearTime, timeLeft, withUnit } from '../app/format';
import { Card } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';

/** The released checklist a run of this job type would be pinned to; undefined while it is looked up, null where there is none. */
export function useReleased(
  view: CaseView,
): { readonly title: string; readonly version: number } | null | undefined {
  const lists = useAsk('checklists', {}, view.state.run === undefined).data;
  const found = lists?.find((list) => list.jobTypeName === view.jobType.name && list.effective !== null);
  if (found !== undefined && found.effective !== null)
    return { title: found.title, version: found.effective };
  return lists === undefined ? undefined : null;
}

export interface StartRunProps {
  view: CaseView;
  now: string;
  released: ReturnType<typeof useReleased>;
  refusal: string | undefined;
}

/** Before the run: what is to be done, with which inputs, by which checklist. Starting pins the run to that version. */
export function StartRun({ view, now, released, refusal }: StartRunProps) {
  const order = view.state.workOrder;
  if (order === undefined) return null;
  return (
    <div className="run-start">
      <p className="run-kick">Not started</p>
      <h1 tabIndex={-1}>{order.title}</h1>
      <p className="run-say">
        Read what was ordered. Starting the run pins it to the checklist shown here; then the prerequisites
        come first.
      </p>
      {refusal !== undefined && <Notice kind="refused" title={refusal} />}
      <div className="run-start-cols">
        <Card title="What was ordered">
          <KeyValue
            items={[
              { name: 'Asset', value: order.asset },
              ...(order.lot === undefined ? [] : [{ name: 'Lot', value: order.lot }]),
              {
                name: 'Due',
                value:
                  order.due === undefined
                    ? 'No due time'
                    : `${nearTime(order.due, now)}. ${timeLeft(order.due, now)}.`,
              },
              ...order.inputs.map((input) => ({
                name: input.label,
                value: withUnit(input.value, input.unit),
              })),
              {
                name: 'Opened',
                value: `${date(order.openedAt)} by ${view.names[order.openedBy]?.name ?? 'a person of this site'}`,
              },
            ]}
          />
        </Card>
        <Card title="How it is done">
          {released === null ? (
            <p>{`No checklist is released for ${view.jobType.name}, so the run cannot start. An admin asks for release; a second person signs it.`}</p>
          ) : (
            <KeyValue
              items={[
                { name: 'Job type', value: view.jobType.name },
                {
                  name: 'Checklist',
                  value: released === undefined ? '' : `${released.title}, version ${released.version}`,
                },
                { name: 'Before it', value: count(view.jobType.prerequisites.length, 'prerequisite') },
                {
                  name: 'To close',
                  value: count(view.jobType.acceptance.length, 'acceptance criterion', 'acceptance criteria'),
                },
              ]}
            />
          )}
        </Card>
      </div>
    </div>
  );
}
