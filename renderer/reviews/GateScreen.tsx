import { useNavigate, useParams } from '@tanstack/react-router';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { lastToShow } from '../app/caseWords';
import { Desk } from '../app/Desk';
import { recordedTime } from '../app/format';
import { Button } from '../kit/Button';
import { Panel, PanelPart, Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { EmptyState } from '../kit/Waiting';
import { GateDecision } from './GateDecision';
import { GateFacts } from './GateFacts';
import { RunRecord } from './RunRecord';
import './reviews.css';

/** What an approver is shown before deciding on a gate: the run so far, line by line, and the facts beside the button. */
export function GateScreen() {
  const { workOrder = '', step = '' } = useParams({ strict: false });
  const asked = useAsk('caseView', { workOrder });
  return (
    <Desk current="decisions">
      <Asked asked={asked} label="Reading the run">
        {(view) => <Shown view={view} workOrder={workOrder} step={step} />}
      </Asked>
    </Desk>
  );
}

function Shown({ view, workOrder, step }: { view: CaseView; workOrder: string; step: string }) {
  const navigate = useNavigate();
  const inbox = useAsk('inbox', {});
  const [deciding, setDeciding] = useState(false);
  const [done, setDone] = useState<'approved' | 'rejected' | null>(null);
  const placed = view.steps.find((one) => one.step.id === step);
  if (placed === undefined || placed.step.kind !== 'gate') {
    return (
      <div className="rev-page">
        <EmptyState
          title="This run has no such gate."
          note="It may belong to another version of the checklist. Your decisions lists what waits for you."
        />
      </div>
    );
  }
  const gate = placed.step;
  const row = inbox.data?.gates.find((one) => one.workOrder === workOrder && one.step === step);
  const requested = view.state.gates[step]?.requestedAt;
  const settled = placed.standing === 'done';
  const rejected = view.state.gates[step]?.decisions.at(-1)?.what === 'rejected';

  return (
    <>
      <Split
        panel={
          <Panel
            title={`Gate “${gate.title}”`}
            kicker={
              requested === undefined ? 'Not asked for yet' : `Asked for ${recordedTime(requested, view.now)}`
            }
            chips={
              settled ? (
                <Chip mark="done">Approved</Chip>
              ) : requested !== undefined ? (
                <Chip mark="gate">Waits for approval</Chip>
              ) : rejected ? (
                <Chip mark="stop">Rejected, sent back</Chip>
              ) : (
                <Chip mark="todo">Not asked for yet</Chip>
              )
            }
            onClose={() => void navigate({ to: '/decisions' })}
            foot={
              <>
                <Button onPress={() => void navigate({ to: '/decisions' })}>Back to decisions</Button>
                {row !== undefined && row.notYou === null && done === null && (
                  <Button tone="primary" icon={PenLine} onPress={() => setDeciding(true)}>
                    Approve or reject
                  </Button>
                )}
              </>
            }
          >
            {done !== null && (
              <PanelPart>
                <Notice
                  kind="ok"
                  title={
                    done === 'approved'
                      ? 'Your approval is signed and saved.'
                      : 'Your rejection is signed and saved.'
                  }
                >
                  {done === 'approved'
                    ? 'The run goes on when the quorum is complete.'
                    : 'The work goes back to the step you named.'}
                </Notice>
              </PanelPart>
            )}
            {done === null && row !== undefined && row.notYou !== null && (
              <PanelPart>
                <Notice kind="refused" title={row.notYou} />
              </PanelPart>
            )}
            <GateFacts view={view} gate={gate} />
          </Panel>
        }
      >
        <PageHead
          title={view.state.workOrder?.title ?? 'Work order'}
          kicker={
            <>
              <span className="mono">{view.state.workOrder?.number}</span>
              {` · ${view.checklistTitle}, version ${view.state.run?.versionNumber ?? ''}`}
            </>
          }
        />
        <div className="rev-page">
          <RunRecord view={view} upTo={lastToShow(view, step)} />
        </div>
      </Split>
      {deciding && (
        <GateDecision
          view={view}
          workOrder={workOrder}
          gate={gate}
          onDone={(what) => {
            setDone(what);
            setDeciding(false);
          }}
          onCancel={() => setDeciding(false)}
        />
      )}
    </>
  );
}
