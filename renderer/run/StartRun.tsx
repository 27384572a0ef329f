import type { CaseView } from '../../main/contract/answers';
import { count, date, nearTime, timeLeft, withUnit } from '../app/format';
import { Card } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';

/** Before the run: what is to be done, with which inputs, by which checklist. Starting pins the run to that version. */
export function StartRun({ view, now, refusal }: { view: CaseView; now: string; refusal: string | undefined }) {
  const order = view.state.workOrder;
  if (order === undefined) return null;
  const steps = view.steps.filter((s) => s.step.kind !== 'gate').length;
  const gates = view.steps.length - steps;
  return (
    <div className="run-start">
      <p className="run-kick">Not started</p>
      <h1 tabIndex={-1}>{order.title}</h1>
      <p className="run-say">Read what was ordered. Starting the run pins it to the checklist shown here; then the prerequisites come first.</p>
      {refusal !== undefined && <Notice kind="refused" title={refusal} />}
      <div className="run-start-cols">
        <Card title="What was ordered">
          <KeyValue
            items={[
              { name: 'Asset', value: order.asset },
              ...(order.lot === undefined ? [] : [{ name: 'Lot', value: order.lot }]),
              { name: 'Due', value: order.due === undefined ? 'No due time' : `${nearTime(order.due, now)}. ${timeLeft(order.due, now)}.` },
              ...order.inputs.map((input) => ({ name: input.label, value: withUnit(input.value, input.unit) })),
              { name: 'Opened', value: `${date(order.openedAt)} by ${view.names[order.openedBy]?.name ?? 'a person of this site'}` },
            ]}
          />
        </Card>
        <Card title="How it is done">
          {view.document === null ? (
            <p>No checklist is released for {view.jobType.name}, so the run cannot start. An admin asks for release; a second person signs it.</p>
          ) : (
            <KeyValue
              items={[
                { name: 'Job type', value: view.jobType.name },
                { name: 'Checklist', value: view.checklistTitle },
                { name: 'It has', value: `${count(steps, 'step')} and ${count(gates, 'gate')} in ${count(view.document.sections.length, 'section')}` },
                { name: 'First', value: count(view.jobType.prerequisites.length, 'prerequisite') },
              ]}
            />
          )}
        </Card>
      </div>
    </div>
  );
}
