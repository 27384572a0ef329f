import { useState } from 'react';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Due } from '../app/Due';
import { type Decision, decisionsOf, escalationOf } from '../app/decisions';
import { EscalatedNote } from '../app/EscalatedNote';
import { exceptionMark } from '../app/exceptionWords';
import { duration } from '../app/format';
import { useGlassCodes } from '../app/useGlassCodes';
import { useNow } from '../app/useNow';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import { DecisionPanel } from './DecisionPanel';
import './reviews.css';

/** One inbox of decisions, by time left; each opens beside the list with the facts beside its buttons. */
export function DecisionsScreen() {
  const now = useNow(15_000);
  const asked = useAsk('inbox', {});
  const glassCodes = useGlassCodes();
  const me = useAsk('status', {}).data?.person;
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = asked.data === undefined ? [] : decisionsOf(asked.data, glassCodes, now, me);
  const place = rows.findIndex((one) => one.id === chosen);
  const row = place < 0 ? undefined : rows[place];
  const before = place > 0 ? rows[place - 1] : undefined;
  const after = place >= 0 ? rows[place + 1] : undefined;

  return (
    <Desk current="decisions">
      <Split
        panel={
          row !== undefined && (
            <DecisionPanel
              key={row.id}
              decision={row}
              onPrevious={before && (() => setChosen(before.id))}
              onNext={after && (() => setChosen(after.id))}
              onClose={() => setChosen(null)}
            />
          )
        }
      >
        <PageHead title="Decisions" lead="What waits for you, by time left." />
        <div className="rev-list">
          <Asked asked={asked} label="Reading your decisions">
            {() => (
              <Table
                label="Decisions"
                rowHeight="roomy"
                columns={columns(now)}
                rows={rows}
                rowId={(one) => one.id}
                selected={chosen}
                onSelect={setChosen}
                empty={
                  <EmptyState
                    title="Nothing waits for you."
                    note="Gates to approve, exceptions you own, post-reviews, releases and remediation appear here with their time left."
                  />
                }
              />
            )}
          </Asked>
        </div>
      </Split>
    </Desk>
  );
}

function columns(now: string): readonly TableColumn<Decision>[] {
  return [
    {
      id: 'time',
      name: 'Time left',
      width: '176px',
      cell: (one) =>
        one.due !== null ? (
          <>
            <Due from={one.from} due={one.due} now={now} />
            <EscalatedNote escalated={escalationOf(one)} now={now} />
          </>
        ) : (
          <span className="rev-wait">{`Waits ${duration(Date.parse(now) - Date.parse(one.from))}`}</span>
        ),
    },
    { id: 'what', name: 'What', isRowHeader: true, cell: (one) => <What one={one} /> },
    { id: 'who', name: 'From', width: '140px', isLess: true, cell: (one) => fromWhom(one) },
    { id: 'kind', name: 'Kind', width: '136px', cell: (one) => <Kind one={one} /> },
  ];
}

function What({ one }: { one: Decision }) {
  switch (one.kind) {
    case 'gate':
      return (
        <TwoLines
          first={`Approve “${one.row.title}”`}
          second={<Numbered number={one.row.workOrderNumber} words={one.row.workOrderTitle} />}
        />
      );
    case 'exception':
      return (
        <TwoLines
          first={`${one.row.code} ${one.row.meaning}`}
          second={<Numbered number={one.row.workOrderNumber} words={one.row.place} />}
        />
      );
    case 'review':
      return (
        <TwoLines
          first={`Review the break-glass on “${one.row.title}”`}
          second={<Numbered number={one.row.glassNumber} words={one.row.workOrderNumber} />}
        />
      );
    case 'remediation':
      return (
        <TwoLines
          first={one.row.title}
          second={<Numbered number={one.row.number} words={one.row.workOrderNumber ?? one.row.cause} />}
        />
      );
    case 'release':
      return <TwoLines first={`Release “${one.row.title}”`} second={one.row.reason} />;
    case 'conflict':
      return (
        <TwoLines
          first={one.row.title}
          second={<Numbered number={one.row.workOrderNumber} words={one.row.workOrderTitle} />}
        />
      );
    case 'erasure':
      return <TwoLines first={`Erase: ${one.row.scope}`} second={one.row.authority} />;
  }
}

function Numbered({ number, words }: { number: string; words: string }) {
  return (
    <>
      <span className="mono">{number}</span>
      {` · ${words}`}
    </>
  );
}

function fromWhom(one: Decision): string {
  switch (one.kind) {
    case 'gate':
      return one.row.requestedByName;
    case 'exception':
      return one.row.raisedByName;
    case 'review':
      return one.row.openedByName;
    case 'remediation':
      return one.row.ownerName;
    case 'release':
      return one.row.by;
    case 'conflict':
      return `${one.row.stands.station}, ${one.row.lost.station}`;
    case 'erasure':
      return one.row.byName;
  }
}

function Kind({ one }: { one: Decision }) {
  if (one.notYou !== null) return <Status mark="notApplicable">Not yours to decide</Status>;
  switch (one.kind) {
    case 'gate':
      return <Status mark="gate">Gate</Status>;
    case 'exception': {
      const { mark, word } = exceptionMark(one.row);
      return <Status mark={mark}>{word}</Status>;
    }
    case 'review':
      return <Status mark="glass">Post-review</Status>;
    case 'remediation':
      return <Status mark="todo">Remediation</Status>;
    case 'release':
      return <Status mark="todo">Release</Status>;
    case 'conflict':
      return <Status mark="warn">Conflict</Status>;
    case 'erasure':
      return <Status mark="todo">Erasure</Status>;
  }
}
