import { useNavigate, useParams } from '@tanstack/react-router';
import { CalendarCheck, Plus } from 'lucide-react';
import { useState } from 'react';
import type { RemediationRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Due } from '../app/Due';
import { EscalatedNote } from '../app/EscalatedNote';
import { date } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { Tabs } from '../kit/Tabs';
import { EmptyState } from '../kit/Waiting';
import './exceptions.css';
import { RemediationPanel } from '../app/RemediationPanel';
import { NewRemediation } from './NewRemediation';

/** The tasks that fix a cause: opened by break-glass, a repeat signal, a code, a decision or a rule, and closed with what was done. */
export function RemediationScreen() {
  const { remediation } = useParams({ strict: false });
  const navigate = useNavigate();
  const now = useNow(30_000);
  const asked = useAsk('remediations', {});
  const role = useAsk('status', {}).data?.person?.role;
  const [picked, setTab] = useState<'open' | 'closed' | null>(null);
  const [isNew, setNew] = useState(false);
  const all = asked.data ?? [];
  const row = all.find((one) => one.remediation === remediation);
  const tab = picked ?? row?.state ?? 'open';
  const rows = all
    .filter((one) => one.state === tab)
    .toSorted((a, b) =>
      tab === 'open' ? a.due.localeCompare(b.due) : (b.closedAt ?? '').localeCompare(a.closedAt ?? ''),
    );
  const show = (id: string | null) => {
    setNew(false);
    if (id === null) void navigate({ to: '/remediation' });
    else void navigate({ to: '/remediation/$remediation', params: { remediation: id } });
  };

  return (
    <Desk current="remediation">
      <Split
        panel={
          isNew ? (
            <NewRemediation onDone={show} onClose={() => setNew(false)} />
          ) : (
            row !== undefined && (
              <RemediationPanel key={row.remediation} row={row} onClose={() => show(null)} />
            )
          )
        }
      >
        <PageHead
          title="Remediation"
          lead="What fixes a cause, so that it does not come back."
          actions={
            role !== undefined &&
            role !== 'operator' && (
              <>
                <Button icon={CalendarCheck} onPress={() => void navigate({ to: '/monthly-review' })}>
                  Monthly review
                </Button>
                {!isNew && (
                  <Button icon={Plus} onPress={() => setNew(true)}>
                    Open a remediation
                  </Button>
                )}
              </>
            )
          }
        />
        <div className="exc-list">
          <Tabs
            label="Which tasks"
            items={(['open', 'closed'] as const).map((id) => ({
              id,
              label: id === 'open' ? 'Open' : 'Closed',
              count: asked.data?.filter((one) => one.state === id).length,
            }))}
            value={tab}
            onChange={(id) => setTab(id === 'closed' ? 'closed' : 'open')}
          >
            <Asked asked={asked} label="Reading the remediation tasks">
              {() => (
                <Table
                  label={tab === 'open' ? 'Open remediation tasks' : 'Closed remediation tasks'}
                  rowHeight="roomy"
                  columns={columns(now, tab)}
                  rows={rows}
                  rowId={(one) => one.remediation}
                  selected={isNew ? null : (remediation ?? null)}
                  onSelect={(id) => {
                    setTab(tab);
                    show(id);
                  }}
                  empty={
                    tab === 'open' ? (
                      <EmptyState
                        title="No remediation is open."
                        note="A break-glass, a repeat signal, a rule or you open one. It stands here with its owner and due time."
                      />
                    ) : (
                      <EmptyState
                        title="No remediation is closed yet."
                        note="A closed task stays here with what was done."
                      />
                    )
                  }
                />
              )}
            </Asked>
          </Tabs>
        </div>
      </Split>
    </Desk>
  );
}

function columns(now: string, tab: 'open' | 'closed'): readonly TableColumn<RemediationRow>[] {
  return [
    {
      id: 'due',
      name: tab === 'open' ? 'Time left' : 'Closed',
      width: '176px',
      cell: (row) =>
        row.state === 'open' ? (
          <>
            <Due from={row.openedAt} due={row.due} now={now} />
            <EscalatedNote escalated={row.escalated} now={now} />
          </>
        ) : (
          <Status mark="done">{row.closedAt === null ? 'Closed' : `Closed ${date(row.closedAt)}`}</Status>
        ),
    },
    {
      id: 'what',
      name: 'What',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={row.title}
          second={
            <>
              <span className="mono">{row.number}</span>
              {` · ${row.cause}`}
            </>
          }
        />
      ),
    },
    { id: 'owner', name: 'Owner', width: '160px', cell: (row) => row.ownerName },
  ];
}
