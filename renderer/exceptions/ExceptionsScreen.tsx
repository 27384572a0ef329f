import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExceptionRow } from '../../main/contract/answers';
import type { SignalRow } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Due } from '../app/Due';
import { EscalatedNote } from '../app/EscalatedNote';
import { ExceptionPanel } from '../app/ExceptionPanel';
import { date, roleName } from '../app/format';
import { useNow } from '../app/useNow';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { DropFilter, Filters } from '../kit/Picker';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { Tabs } from '../kit/Tabs';
import { EmptyState } from '../kit/Waiting';
import './exceptions.css';
import { exceptionMark } from '../app/exceptionWords';
import { useConflicts } from '../app/useConflicts';
import { SignalCard } from './SignalCard';
import { SignalPanel } from './SignalPanel';
import { SignalTable } from './SignalTable';

type Tab = 'open' | 'repeats' | 'conflicts' | 'ended';

/** Every exception with its owner and time left, and what repeats; one opens beside the list to its history and what can be done. */
export function ExceptionsScreen() {
  const { exception, signal, deed } = useParams({ strict: false });
  const navigate = useNavigate();
  const now = useNow(30_000);
  const search: { tab?: unknown } = useSearch({ strict: false });
  const [picked, setTab] = useState<Tab | null>(search.tab === 'conflicts' ? 'conflicts' : null);
  const [owner, setOwner] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const role = useAsk('status', {}).data?.person?.role;
  const open = useAsk('exceptions', { state: 'open' });
  const ended = useAsk('exceptions', { state: 'ended' });
  const signals = useSignals();
  const conflicts = useConflicts();
  const tab =
    picked ??
    (signal !== undefined
      ? 'repeats'
      : ended.data?.some((row) => row.exception === exception)
        ? 'ended'
        : 'open');
  const asked = tab === 'ended' ? ended : open;
  const decides = role !== undefined && role !== 'operator';

  const all = asked.data ?? [];
  const rows = all
    .filter((row) => (owner === null || row.ownerName === owner) && (code === null || row.code === code))
    .toSorted((a, b) =>
      tab === 'ended' ? (b.endedAt ?? '').localeCompare(a.endedAt ?? '') : a.due.localeCompare(b.due),
    );
  const chosen = [...(open.data ?? []), ...(ended.data ?? [])].find((row) => row.exception === exception);
  const chosenSignal = signals.rows.find((row) => row.signal === signal);
  const waiting = signals.rows.filter((row) => row.state === 'open');
  const first = waiting[0];
  const show = (row: ExceptionRow | undefined) => {
    if (row === undefined) void navigate({ to: '/exceptions' });
    else
      void navigate({
        to: '/exceptions/$workOrder/$exception',
        params: { workOrder: row.workOrder, exception: row.exception },
      });
  };
  const showSignal = (id: string | null, what?: 'dismiss' | 'remediation') => {
    if (id === null) void navigate({ to: '/exceptions' });
    else if (what === undefined) void navigate({ to: '/signals/$signal', params: { signal: id } });
    else void navigate({ to: '/signals/$signal/$deed', params: { signal: id, deed: what } });
  };
  const around = <T,>(list: readonly T[], is: (one: T) => boolean, go: (one: T) => void) => {
    const place = list.findIndex(is);
    const before = place > 0 ? list[place - 1] : undefined;
    const after = place >= 0 ? list[place + 1] : undefined;
    return { onPrevious: before && (() => go(before)), onNext: after && (() => go(after)) };
  };
  const options = (values: readonly string[]) =>
    [...new Set(values)].sort().map((value) => ({ id: value, label: value }));

  return (
    <Desk current="exceptions">
      <Split
        panel={
          tab === 'conflicts' ? (
            conflicts.panel
          ) : chosenSignal !== undefined ? (
            <SignalPanel
              key={chosenSignal.signal}
              row={chosenSignal}
              limit={signals.repeat.count}
              decides={decides}
              deed={deed === 'dismiss' || deed === 'remediation' ? deed : undefined}
              onDeed={(what) => showSignal(chosenSignal.signal, what)}
              {...around(
                signals.rows,
                (row) => row.signal === signal,
                (row) => showSignal(row.signal),
              )}
              onClose={() => showSignal(null)}
            />
          ) : (
            chosen !== undefined && (
              <ExceptionPanel
                key={chosen.exception}
                row={chosen}
                {...around(rows, (row) => row.exception === exception, show)}
                onClose={() => show(undefined)}
              />
            )
          )
        }
      >
        <PageHead title="Exceptions" lead="A blocked step, with its owner and its time." />
        <div className="exc-list">
          <Tabs
            label="Which exceptions"
            items={[
              { id: 'open', label: 'Open', count: open.data?.length },
              {
                id: 'repeats',
                label: 'Repeats',
                count: signals.asked.data === undefined ? undefined : waiting.length,
              },
              ...(conflicts.count === null
                ? []
                : [{ id: 'conflicts', label: 'Conflicts', count: conflicts.count }]),
              { id: 'ended', label: 'Ended', count: ended.data?.length },
            ]}
            value={tab}
            onChange={(id) => setTab(id === 'ended' || id === 'repeats' || id === 'conflicts' ? id : 'open')}
          >
            {tab === 'conflicts' ? (
              conflicts.list
            ) : tab === 'repeats' ? (
              <Asked asked={signals.asked} label="Reading the repeat signals">
                {() => (
                  <SignalTable
                    rows={signals.rows}
                    repeat={signals.repeat}
                    selected={signal ?? null}
                    onSelect={(id) => {
                      setTab('repeats');
                      showSignal(id);
                    }}
                  />
                )}
              </Asked>
            ) : (
              <>
                <Filters count={all.length === 0 ? undefined : `${rows.length} of ${all.length}`}>
                  <DropFilter
                    label="Owner"
                    value={owner}
                    onChange={setOwner}
                    options={options(all.map((row) => row.ownerName))}
                  />
                  <DropFilter
                    label="Code"
                    value={code}
                    onChange={setCode}
                    options={options(all.map((row) => row.code))}
                    mono
                  />
                </Filters>
                <Asked asked={asked} label="Reading the exceptions">
                  {() => (
                    <Table
                      label={tab === 'open' ? 'Open exceptions' : 'Ended exceptions'}
                      rowHeight="roomy"
                      columns={columns(now)}
                      rows={rows}
                      rowId={(row) => row.exception}
                      selected={exception ?? null}
                      onSelect={(id) => {
                        setTab(tab);
                        show(rows.find((row) => row.exception === id));
                      }}
                      empty={<Nothing tab={tab} filtered={owner !== null || code !== null} />}
                    />
                  )}
                </Asked>
              </>
            )}
          </Tabs>
          {tab === 'open' && first !== undefined && chosenSignal === undefined && (
            <SignalCard
              row={first}
              limit={signals.repeat.count}
              others={waiting.length - 1}
              sticks={chosen === undefined}
              decides={decides}
              onDeed={(what) => showSignal(first.signal, what)}
              onOpen={() => showSignal(first.signal)}
              onOthers={() => setTab('repeats')}
            />
          )}
        </div>
      </Split>
    </Desk>
  );
}

/** Every repeat signal, those that wait first and the newest first, with the rule that raises them. */
function useSignals() {
  const asked = useAsk('signals', { state: 'open' });
  const decided = useAsk('signals', { state: 'decided' });
  const newest = (a: SignalRow, b: SignalRow) =>
    (b.decidedAt ?? b.raisedAt).localeCompare(a.decidedAt ?? a.raisedAt);
  return {
    asked,
    rows: [...(asked.data?.rows ?? []).toSorted(newest), ...(decided.data?.rows ?? []).toSorted(newest)],
    repeat: asked.data?.repeat ?? { count: 3, days: 30 },
  };
}

function Nothing({ tab, filtered }: { tab: 'open' | 'ended'; filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="No exception here fits the filters." note="Clear a filter to see the others." />
    );
  return tab === 'open' ? (
    <EmptyState
      title="No exceptions are open."
      note="When a step is blocked, it appears here with its owner and due time."
    />
  ) : (
    <EmptyState
      title="No exception has ended yet."
      note="A disposed or withdrawn exception stays here with its reason."
    />
  );
}

function columns(now: string): readonly TableColumn<ExceptionRow>[] {
  return [
    {
      id: 'due',
      name: 'Time left',
      width: '176px',
      cell: (row) =>
        row.state === 'open' ? (
          <>
            <Due from={row.raisedAt} due={row.due} now={now} />
            <EscalatedNote escalated={row.escalated} now={now} />
          </>
        ) : (
          <span className="text-3">{row.endedAt === null ? '' : `Ended ${date(row.endedAt)}`}</span>
        ),
    },
    {
      id: 'what',
      name: 'What',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={`${row.code} ${row.meaning}`}
          second={
            <>
              <span className="mono">{row.workOrderNumber}</span>
              {` · ${row.place}`}
            </>
          }
        />
      ),
    },
    {
      id: 'owner',
      name: 'Owner',
      width: '140px',
      isLess: true,
      cell: (row) => (
        <span className="exc-owner">
          {row.ownerName}
          <small>{row.mine ? 'You' : row.ownerRole === null ? '' : roleName(row.ownerRole)}</small>
        </span>
      ),
    },
    {
      id: 'state',
      name: 'State',
      width: '124px',
      cell: (row) => {
        const { mark, word } = exceptionMark(row);
        return <Status mark={mark}>{word}</Status>;
      },
    },
  ];
}
