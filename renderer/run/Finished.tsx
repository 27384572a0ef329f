import type { CaseView } from '../../main/contract/answers';
import { evidenceTime } from '../app/format';
import { Card, CardList, CardRow } from '../kit/Card';
import { Mark } from '../kit/Mark';

/** The run is done: what comes next, and what the closure still waits for. */
export function Finished({ view }: { view: CaseView }) {
  const { closure, run } = view.state;
  const missing = view.readiness.filter((item) => !item.done);
  const ready = view.readiness.filter((item) => item.done);
  return (
    <div className="run-start">
      <p className="run-kick">{view.state.workOrder?.number}</p>
      <h1 tabIndex={-1}>{closure === undefined ? 'Every step is recorded' : `Closed, ${closure.number}`}</h1>
      <p className="run-say">
        {closure === undefined
          ? `Run ${run?.number ?? ''} is finished${run?.finishedAt === undefined ? '' : `, ${evidenceTime(run.finishedAt)}`}. Closure by compliance comes next; nothing more is asked of you here.`
          : `Closed ${evidenceTime(closure.at)} by ${view.names[closure.by]?.name ?? 'compliance'}. Nothing more is recorded in it.`}
      </p>
      {missing.length > 0 && closure === undefined && (
        <Card title="The closure still waits for" isFlush>
          <CardList label="Missing">
            {missing.map((item) => (
              <CardRow key={item.id} sign={<Mark name="todo" />} title={item.what} note={item.detail} />
            ))}
          </CardList>
        </Card>
      )}
      <Card title="Ready" isFlush className="run-ready">
        <CardList label="Ready">
          {ready.map((item) => (
            <CardRow key={item.id} sign={<Mark name="done" />} title={item.what} aside={item.detail} />
          ))}
        </CardList>
      </Card>
    </div>
  );
}
