import { useNavigate } from '@tanstack/react-router';
import type { GateRow } from '../../main/contract/answers';
import type { ErasureRow } from '../../main/contract/erasure';
import { findStep } from '../../main/domain/procedure/checklist';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { ConflictPanel } from '../app/ConflictPanel';
import type { Decision } from '../app/decisions';
import { ExceptionPanel } from '../app/ExceptionPanel';
import { evidenceTime, quorumWords, recordedTime } from '../app/format';
import { RemediationPanel } from '../app/RemediationPanel';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { GateFacts } from './GateFacts';
import { ReviewPanel } from './ReviewPanel';

interface Moves {
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** The facts of one decision, with its buttons. */
export function DecisionPanel({ decision, ...moves }: { decision: Decision } & Moves) {
  switch (decision.kind) {
    case 'gate':
      return <GatePanel row={decision.row} {...moves} />;
    case 'exception':
      return <ExceptionPanel row={decision.row} {...moves} />;
    case 'review':
      return <ReviewPanel workOrder={decision.row.workOrder} review={decision.row.review} {...moves} />;
    case 'remediation':
      return <RemediationPanel row={decision.row} onClose={moves.onClose} />;
    case 'release':
      return <ReleasePanel row={decision.row} {...moves} />;
    case 'conflict':
      return <ConflictPanel row={decision.row} {...moves} />;
    case 'erasure':
      return <ErasurePanel row={decision.row} {...moves} />;
  }
}

function GatePanel({ row, ...moves }: { row: GateRow } & Moves) {
  const navigate = useNavigate();
  const now = useNow(60_000);
  const asked = useAsk('caseView', { workOrder: row.workOrder });
  return (
    <Panel
      title={`Gate “${row.title}”`}
      kicker={
        <>
          <span className="mono">{row.workOrderNumber}</span>
          {` · ${row.workOrderTitle} · asked for ${recordedTime(row.requestedAt, now)} by ${row.requestedByName}`}
        </>
      }
      chips={<Chip mark="gate">{`Needs ${quorumWords(row.need)}`}</Chip>}
      {...moves}
      foot={
        <span className="end">
          <Button
            tone={row.notYou === null ? 'primary' : 'edge'}
            onPress={() =>
              void navigate({
                to: '/gate/$workOrder/$step',
                params: { workOrder: row.workOrder, step: row.step },
              })
            }
          >
            {row.notYou === null ? 'Read and decide' : 'Read the run'}
          </Button>
        </span>
      }
    >
      {row.notYou !== null && (
        <PanelPart>
          <Notice kind="refused" title={row.notYou} />
        </PanelPart>
      )}
      <Asked asked={asked} label="Reading the run">
        {(view) => {
          const gate = view.document === null ? undefined : findStep(view.document, row.step);
          return gate?.kind === 'gate' ? <GateFacts view={view} gate={gate} /> : null;
        }}
      </Asked>
    </Panel>
  );
}

function ErasurePanel({ row, ...moves }: { row: ErasureRow } & Moves) {
  const navigate = useNavigate();
  return (
    <Panel
      title={row.scope}
      kicker="Erasure"
      lead={`Because: ${row.authority}`}
      {...moves}
      foot={
        <span className="end">
          <Button
            tone={row.notYou === null ? 'primary' : 'edge'}
            onPress={() => void navigate({ to: '/erasures/$erasure', params: { erasure: row.erasure } })}
          >
            {row.notYou === null ? 'Read and decide' : 'Read what would go'}
          </Button>
        </span>
      }
    >
      {row.notYou !== null && (
        <PanelPart>
          <Notice kind="refused" title={row.notYou} />
        </PanelPart>
      )}
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Asked by', value: row.byName },
            { name: 'Asked', value: evidenceTime(row.at) },
            { name: 'Entries', value: row.entries.toLocaleString('en') },
          ]}
        />
      </PanelPart>
    </Panel>
  );
}

function ReleasePanel({ row, ...moves }: { row: Extract<Decision, { kind: 'release' }>['row'] } & Moves) {
  const navigate = useNavigate();
  return (
    <Panel
      title={`Release of “${row.title}”`}
      kicker="Checklist"
      {...moves}
      foot={
        <span className="end">
          <Button
            tone={row.notYou === null ? 'primary' : 'edge'}
            onPress={() => void navigate({ to: '/release/$checklist', params: { checklist: row.checklist } })}
          >
            {row.notYou === null ? 'Read and release' : 'Read what is to be released'}
          </Button>
        </span>
      }
    >
      {row.notYou !== null && (
        <PanelPart>
          <Notice kind="refused" title={row.notYou} />
        </PanelPart>
      )}
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Asked by', value: row.by },
            { name: 'Asked', value: evidenceTime(row.at) },
            { name: 'What is new', value: `“${row.reason}”` },
          ]}
        />
      </PanelPart>
    </Panel>
  );
}
