import { useState } from 'react';
import type { ExceptionRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { urgency } from './Due';
import { concerns } from './decisions';
import { AssignForm, DisposeForm, WithdrawForm } from './ExceptionForms';
import { ExceptionHistory } from './ExceptionHistory';
import { escalatedWords, exceptionMark } from './exceptionWords';
import { effectWords, evidenceTime, nearTime, severityName } from './format';
import { useNow } from './useNow';

export interface ExceptionPanelProps {
  row: ExceptionRow;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose?: () => void;
}

/** One exception: the facts, what was done about it so far, and the decisions that this person can take. */
export function ExceptionPanel({ row, onPrevious, onNext, onClose }: ExceptionPanelProps) {
  const now = useNow(30_000);
  const me = useAsk('status', {}).data?.person;
  const asked = useAsk('caseView', { workOrder: row.workOrder });
  const [form, setForm] = useState<'none' | 'assign' | 'withdraw'>('none');
  const state = asked.data?.state.exceptions[row.exception];
  const glass = Object.values(asked.data?.state.glasses ?? {}).find((one) => one.exception === row.exception);
  const { mark, word } = exceptionMark(row);
  const isOpen = row.state === 'open';
  const decides = me !== undefined && me.role !== 'operator';
  const isTheirs = concerns(row, me);
  const mayAssign = decides && (isTheirs || me.role === 'supervisor');
  const mayWithdraw =
    isOpen && state?.from === 'person' && (state.raisedBy === me?.user || me?.role === 'supervisor');
  const notYou =
    state === undefined || me === undefined
      ? undefined
      : state.raisedBy === me.user && state.from !== 'prerequisite'
        ? 'You raised it, so somebody else decides about it.'
        : isTheirs || me.role === 'supervisor'
          ? undefined
          : `It belongs to ${row.ownerName}, who can dispose of it; a supervisor can too.`;

  return (
    <Panel
      title={`${row.code} ${row.meaning}`}
      isHatched={glass !== undefined}
      kicker={
        <>
          <span className="mono">{row.number}</span> ·{' '}
          <a href={`#/closure/${row.workOrder}`} className="mono">
            {row.workOrderNumber}
          </a>{' '}
          · {row.workOrderTitle}
        </>
      }
      chips={
        <>
          <Chip mark={mark}>{word}</Chip>
          {isOpen && (
            <Chip
              tone={urgency(row.raisedAt, row.due, now).state === 'late' ? 'stop' : 'plain'}
            >{`Due ${nearTime(row.due, now)}`}</Chip>
          )}
          {isOpen && row.escalated !== null && <Chip>{escalatedWords(row.escalated, now)}</Chip>}
          <Chip>{`Severity ${severityName(row.severity).toLowerCase()}`}</Chip>
        </>
      }
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      foot={
        isOpen && glass === undefined && (mayAssign || mayWithdraw) ? (
          <>
            {mayAssign && (
              <Button
                aria-expanded={form === 'assign'}
                onPress={() => setForm(form === 'assign' ? 'none' : 'assign')}
              >
                Assign to another
              </Button>
            )}
            {mayWithdraw && (
              <Button
                aria-expanded={form === 'withdraw'}
                onPress={() => setForm(form === 'withdraw' ? 'none' : 'withdraw')}
              >
                Withdraw
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Where', value: row.place },
            {
              name: 'Why',
              value: row.why === null ? <span className="text-3">Not written yet</span> : `“${row.why}”`,
            },
            { name: 'Raised by', value: `${row.raisedByName}, ${evidenceTime(row.raisedAt)}` },
            { name: 'Owner', value: row.mine ? `${row.ownerName} (you)` : row.ownerName },
            { name: 'Effect', value: effectWords(row.effect) },
          ]}
        />
      </PanelPart>
      {form === 'assign' && <AssignForm row={row} onDone={() => setForm('none')} />}
      {form === 'withdraw' && <WithdrawForm row={row} onDone={() => setForm('none')} />}
      {isOpen && glass !== undefined && (
        <PanelPart title="How it ends">
          <p>
            {`Break-glass ${glass.number} raised it. The verdict of its post-review ends it. `}
            <a href={`#/reviews/${row.workOrder}/${glass.review}`}>Open the post-review</a>
          </p>
        </PanelPart>
      )}
      {isOpen && glass === undefined && decides && asked.data !== undefined && notYou === undefined && (
        <DisposeForm
          row={row}
          allowed={asked.data.codes.find((one) => one.code === row.code)?.dispositions ?? []}
        />
      )}
      {isOpen && glass === undefined && decides && notYou !== undefined && (
        <PanelPart title="Your decision">
          <Notice kind="refused" title={notYou} />
        </PanelPart>
      )}
      <ExceptionHistory row={row} />
    </Panel>
  );
}
