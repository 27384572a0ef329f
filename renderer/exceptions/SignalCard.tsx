import { Repeat2 } from 'lucide-react';
import type { SignalRow } from '../../main/contract/learning';
import { Button, LinkButton } from '../kit/Button';
import './signals.css';
import { signalTitle } from './signalWords';

export interface SignalCardProps {
  row: SignalRow;
  /** How many make a signal now. */
  limit: number;
  /** How many other signals wait. */
  others: number;
  /** Stays in sight at the foot of the list. */
  sticks: boolean;
  /** Whether this person may decide it. */
  decides: boolean;
  onDeed: (deed: 'dismiss' | 'remediation') => void;
  onOpen: () => void;
  onOthers: () => void;
}

/** The same code on the same job type often enough: it asks for a fix or a reason, and stays in sight until it has one. */
export function SignalCard({
  row,
  limit,
  others,
  sticks,
  decides,
  onDeed,
  onOpen,
  onOthers,
}: SignalCardProps) {
  return (
    <section
      className="exc-signal"
      data-sticks={sticks || undefined}
      aria-label={`Repeat signal ${row.code}`}
    >
      <Repeat2 className="k-icon" aria-hidden="true" />
      <div className="exc-signal-words">
        <strong>{signalTitle(row)}</strong>
        <span className="text-2">{`On ${row.jobTypeName}, where ${limit} is the limit.`}</span>
        {others > 0 && (
          <LinkButton
            onPress={onOthers}
          >{`${others} more ${others === 1 ? 'repeat' : 'repeats'}`}</LinkButton>
        )}
      </div>
      <div className="exc-signal-deeds">
        {decides ? (
          <>
            <Button onPress={() => onDeed('dismiss')}>Dismiss with reason</Button>
            <Button onPress={() => onDeed('remediation')}>Open remediation</Button>
          </>
        ) : (
          <Button onPress={onOpen}>See what it counts</Button>
        )}
      </div>
    </section>
  );
}
