import { useState } from 'react';
import type { RemediationRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Due } from '../app/Due';
import { useNow } from '../app/useNow';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { Tabs } from '../kit/Tabs';
import { EmptyState } from '../kit/Waiting';
import './exceptions.css';
import { RemediationPanel } from '../app/RemediationPanel';

/** The tasks that fix a cause: every use of break-glass opens one, and it closes with what was done. */
export function RemediationScreen() {
  const now = useNow(30_000);
  const asked = useAsk('remediations', {});
  const [tab, setTab] = useState<'open' | 'closed'>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const all = asked.data ?? [];
  const rows = all.filter((row) => row.state === tab).toSorted((a, b) => a.due.localeCompare(b.due));
  const row = all.find((one) => one.remediation === chosen);

  return (
    <Desk current="remediation">
      <Split
        panel={
          row !== undefined && (
            <RemediationPanel key={row.remediation} row={row} onClose={() => setChosen(null)} />
          )
        }
      >
        <PageHead title="Remediation" lead="What fixes a cause, so that it does not come back." />
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
                  columns={columns(now)}
                  rows={rows}
                  rowId={(one) => one.remediation}
                  selected={chosen}
                  onSelect={setChosen}
                  empty={
                    tab === 'open' ? (
                      <EmptyState
                        title="No remediation is open."
                        note="When somebody breaks the glass, a task to fix the cause opens here with owner and due time."
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

function columns(now: string): readonly TableColumn<RemediationRow>[] {
  return [
    {
      id: 'due',
      name: 'Time left',
      width: '176px',
      cell: (row) =>
        row.state === 'open' ? (
          <Due from={row.openedAt} due={row.due} now={now} />
        ) : (
          <Status mark="done">Closed</Status>
        ),
    },
    {
      id: 'what',
      name: 'What',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={row.title}
          second={<span className="mono">{`${row.number} · ${row.workOrderNumber}`}</span>}
        />
      ),
    },
    { id: 'owner', name: 'Owner', width: '160px', cell: (row) => row.ownerName },
  ];
}
