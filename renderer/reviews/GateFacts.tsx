import type { CaseView } from '../../main/contract/answers';
import type { GateStep } from '../../main/domain/procedure/checklist';
import { missingApprovals } from '../../main/domain/run/nextStep';
import { nameIn, totals } from '../app/caseWords';
import { count, quorumWords, recordedTime } from '../app/format';
import { PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Status } from '../kit/Status';
import './reviews.css';
import { GateDecisions } from './RunRecord';

/** What an approver needs to know beside the button: the quorum, what was recorded, every exception and every opened glass. */
export function GateFacts({ view, gate }: { view: CaseView; gate: GateStep }) {
  const { done, steps, files, exceptions, openExceptions } = totals(view);
  const missing = missingApprovals(view.state, gate);
  const glasses = Object.values(view.state.glasses);
  const warned = view.steps.filter((placed) => {
    const verdict = view.state.run?.steps[placed.step.id]?.record?.verdict;
    return verdict === 'warn' || verdict === 'act' || verdict === 'fail';
  });
  return (
    <>
      <PanelPart>
        <KeyValue
          items={[
            {
              name: 'Asset',
              value: [view.state.workOrder?.asset, view.state.workOrder?.lot]
                .filter((part) => part !== undefined)
                .join(' · lot '),
            },
            {
              name: 'Run by',
              value: view.state.run === undefined ? 'Not started' : nameIn(view, view.state.run.startedBy),
            },
            { name: 'Needs', value: quorumWords(gate.need) },
            { name: 'Missing', value: missing.length === 0 ? 'Nothing' : quorumWords(missing) },
            {
              name: 'Recorded',
              value: `${done} of ${count(steps, 'step')}, ${count(files, 'file')} of evidence`,
            },
            {
              name: 'Out of band',
              value:
                warned.length === 0
                  ? 'None'
                  : warned.map((placed) => `Step ${placed.no}, ${placed.step.title}`).join('; '),
            },
          ]}
        />
      </PanelPart>
      <PanelPart title="Decisions so far">
        <GateDecisions view={view} gate={view.state.gates[gate.id]} />
      </PanelPart>
      <PanelPart title="Exceptions" aside={`${openExceptions} open of ${exceptions}`}>
        {exceptions === 0 ? (
          <p className="text-2">None was raised.</p>
        ) : (
          <ul className="rev-verdicts">
            {Object.values(view.state.exceptions).map((one) => (
              <li key={one.exception}>
                <a href={`#/exceptions/${one.workOrder}/${one.exception}`}>{`${one.code} ${one.meaning}`}</a>
                {one.why !== undefined && <span>{`“${one.why}”`}</span>}
                {one.end === undefined ? (
                  <Status mark="stop">Open</Status>
                ) : one.end.how === 'withdrawn' ? (
                  <Status mark="void">{`Withdrawn: ${one.end.why}`}</Status>
                ) : (
                  <Status mark="done">{`Disposed by ${nameIn(view, one.end.by)}: ${one.end.note}`}</Status>
                )}
              </li>
            ))}
          </ul>
        )}
      </PanelPart>
      {glasses.length > 0 && (
        <PanelPart title="Break-glass" aside={count(glasses.length, 'use')}>
          <ul className="rev-verdicts">
            {glasses.map((one) => (
              <li key={one.glass}>
                <Status mark="glass">{`${one.no}, ${one.title}: opened by ${nameIn(view, one.by)}, ${recordedTime(one.at, view.now)}`}</Status>
                <span>{`“${one.why}”`}</span>
              </li>
            ))}
          </ul>
        </PanelPart>
      )}
    </>
  );
}
