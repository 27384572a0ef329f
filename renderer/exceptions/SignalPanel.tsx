import type { SignalRow } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { count, evidenceTime, nearTime } from '../app/format';
import { RemediationForm } from '../app/RemediationForm';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Chip } from '../kit/Status';
import { DismissForm } from './DismissForm';
import './signals.css';
import { signalMark, signalTitle } from './signalWords';

export interface SignalPanelProps {
  row: SignalRow;
  /** How many make a signal now. */
  limit: number;
  decides: boolean;
  /** The form that is open. */
  deed: 'dismiss' | 'remediation' | undefined;
  onDeed: (deed: 'dismiss' | 'remediation' | undefined) => void;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** One repeat signal: what it counts, and the decision it asks for. A remediation, or a reason why nothing changes. */
export function SignalPanel({ row, limit, decides, deed, onDeed, ...moves }: SignalPanelProps) {
  const now = useNow(60_000);
  const { mark, word } = signalMark(row);
  const isOpen = row.state === 'open' && decides;
  return (
    <Panel
      title={signalTitle(row)}
      kicker={`Repeat signal · raised ${nearTime(row.raisedAt, now)}`}
      lead={`On ${row.jobTypeName}, where ${limit} is the limit.`}
      chips={<Chip mark={mark}>{word}</Chip>}
      {...moves}
      foot={
        isOpen && deed === undefined ? (
          <>
            <Button onPress={() => onDeed('dismiss')}>Dismiss with reason</Button>
            <Button tone="primary" onPress={() => onDeed('remediation')}>
              Open remediation
            </Button>
          </>
        ) : undefined
      }
    >
      {isOpen && deed === 'dismiss' && (
        <PanelPart title="Dismiss with reason">
          <DismissForm row={row} onDone={() => onDeed(undefined)} onCancel={() => onDeed(undefined)} />
        </PanelPart>
      )}
      {isOpen && deed === 'remediation' && (
        <PanelPart title="Open remediation">
          <OpenForSignal row={row} onDone={() => onDeed(undefined)} />
        </PanelPart>
      )}
      {row.state !== 'open' && <Outcome row={row} />}
      <PanelPart>
        <KeyValue
          items={[
            {
              name: 'Code',
              value: (
                <>
                  <span className="mono">{row.code}</span> {row.meaning}
                </>
              ),
            },
            { name: 'Owner of it', value: row.ownerName },
            { name: 'Job type', value: row.jobTypeName },
            { name: 'Raised', value: `By the app itself, ${evidenceTime(row.raisedAt)}` },
          ]}
        />
      </PanelPart>
      <Counted row={row} now={now} />
    </Panel>
  );
}

function Outcome({ row }: { row: SignalRow }) {
  return (
    <PanelPart title={row.state === 'dismissed' ? 'Why nothing changes' : 'What it became'}>
      <p>
        {row.remediation !== null ? (
          <a href={`#/remediation/${row.remediation}`}>{row.outcome ?? 'A remediation'}</a>
        ) : (
          (row.outcome ?? '')
        )}
      </p>
      {row.decidedAt !== null && (
        <p className="text-3">{`Decided by ${row.decidedByName ?? 'an automation'}, ${evidenceTime(row.decidedAt)}`}</p>
      )}
    </PanelPart>
  );
}

/** The exceptions behind the number, newest first, each a link. */
function Counted({ row, now }: { row: SignalRow; now: string }) {
  const newest = row.exceptions.toSorted((a, b) => b.raisedAt.localeCompare(a.raisedAt));
  return (
    <PanelPart title="What it counts" aside={count(newest.length, 'exception')}>
      <ul className="exc-counted">
        {newest.map((one) => (
          <li key={one.exception}>
            <a href={`#/exceptions/${one.workOrder}/${one.exception}`} className="mono">
              {one.number}
            </a>
            <span className="mono">{one.workOrderNumber}</span>
            <span className="text-3">{nearTime(one.raisedAt, now)}</span>
          </li>
        ))}
      </ul>
    </PanelPart>
  );
}

function OpenForSignal({ row, onDone }: { row: SignalRow; onDone: () => void }) {
  const codes = useAsk('codes', {});
  return (
    <Asked asked={codes} label="Reading the codes">
      {(all) => (
        <RemediationForm
          place={row.signal}
          cause={{ kind: 'signal', signal: row.signal }}
          proposed={{
            title: `${row.meaning} on ${row.jobTypeName}`.slice(0, 120),
            owner: all.find((one) => one.code === row.code)?.owner ?? null,
            code: row.code,
            jobType: row.jobType,
            days: row.days,
          }}
          onDone={onDone}
          onCancel={onDone}
          isFocused
        />
      )}
    </Asked>
  );
}
