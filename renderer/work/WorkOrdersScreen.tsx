import { useNavigate } from '@tanstack/react-router';
import { PackagePlus, Plus } from 'lucide-react';
import { useState } from 'react';
import type { WorkOrderRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, date, isOverdue, nearTime } from '../app/format';
import { newPackHref, useMakesPacks } from '../app/packLink';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { Tabs } from '../kit/Tabs';
import { SearchField } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import { WorkStateMark } from './WorkStateMark';
import './workorders.css';

type Shown = 'open' | 'finished' | 'closed' | 'all';
const tabs: readonly { id: Shown; label: string }[] = [
  { id: 'open', label: 'Open' },
  { id: 'finished', label: 'Finished' },
  { id: 'closed', label: 'Closed' },
  { id: 'all', label: 'All' },
];

/** Every work order of the site: where it is, who has it, what it waits for. */
export function WorkOrdersScreen() {
  const navigate = useNavigate();
  const role = useAsk('status', {}).data?.person?.role;
  const now = useNow(30_000);
  const mayPack = useMakesPacks();
  const [shown, setShown] = useState<Shown>('open');
  const [find, setFind] = useState('');
  const asked = useAsk(
    'workOrders',
    find.trim() === '' ? { state: shown } : { state: shown, find: find.trim() },
  );

  const open = (workOrder: string) =>
    role === 'operator'
      ? void navigate({ to: '/run/$workOrder', params: { workOrder } })
      : void navigate({ to: '/closure/$workOrder', params: { workOrder } });

  return (
    <Desk current="work-orders">
      <PageHead
        title="Work orders"
        actions={
          <Button tone="primary" icon={Plus} onPress={() => void navigate({ to: '/work-orders/new' })}>
            Open work order
          </Button>
        }
      />
      <PageBody>
        <Tabs
          label="Which work orders"
          items={tabs}
          value={shown}
          onChange={(id) => setShown(tabs.find((tab) => tab.id === id)?.id ?? 'open')}
        >
          <div className="work-find">
            <SearchField label="Find by number, title, asset or lot" value={find} onChange={setFind} />
            <span className="t-note" role="status">
              {asked.data !== undefined && count(asked.data.length, 'work order')}
            </span>
            {mayPack && asked.data !== undefined && asked.data.length > 0 && (
              <Button
                icon={PackagePlus}
                onPress={() => {
                  window.location.hash = newPackHref({ kind: 'found', state: shown, find: find.trim() });
                }}
              >
                Make an audit pack of these
              </Button>
            )}
          </div>
          <Asked asked={asked} label="Reading the work orders">
            {(rows) => (
              <Table
                label="Work orders"
                rowHeight="roomy"
                columns={columns(now)}
                rows={rows}
                rowId={(row) => row.workOrder}
                onOpen={open}
                empty={
                  find.trim() === '' ? (
                    <EmptyState title={nothing[shown].title} note={nothing[shown].note} />
                  ) : (
                    <EmptyState
                      title={`No work order here fits “${find.trim()}”.`}
                      note="Look under All, or clear what you typed."
                      action={<Button onPress={() => setFind('')}>Clear the search</Button>}
                    />
                  )
                }
              />
            )}
          </Asked>
        </Tabs>
      </PageBody>
    </Desk>
  );
}

const nothing: Record<Shown, { title: string; note: string }> = {
  open: {
    title: 'No work order is open.',
    note: 'Open one: it appears here and in the operators’ work, with its number.',
  },
  finished: {
    title: 'Nothing is finished and waiting to be closed.',
    note: 'When the last step of a run is recorded, its work order appears here.',
  },
  closed: {
    title: 'No work order is closed yet.',
    note: 'A closed one keeps its closure evidence and its signed PDF here.',
  },
  all: {
    title: 'There is no work order yet.',
    note: 'Open the first one: it gets its number, and the operators see it at once.',
  },
};

function columns(now: string): readonly TableColumn<WorkOrderRow>[] {
  return [
    {
      id: 'what',
      name: 'Work order',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={row.title}
          second={
            <>
              <span className="mono">{row.number}</span>
              {` · ${row.asset}${row.lot === null ? '' : ` · lot ${row.lot}`}`}
            </>
          }
        />
      ),
    },
    { id: 'state', name: 'State', width: '176px', cell: (row) => <WorkStateMark state={row.state} /> },
    {
      id: 'at',
      name: 'At',
      width: '26%',
      cell: (row) => (
        <TwoLines
          first={
            <span className="work-at">
              {row.closureNumber === null ? row.at : `Closure ${row.closureNumber}`}
            </span>
          }
          second={
            row.stepsTotal === 0
              ? row.jobTypeName
              : `${row.stepsDone} of ${row.stepsTotal} steps · ${row.jobTypeName}`
          }
        />
      ),
    },
    {
      id: 'who',
      name: 'Who',
      width: '150px',
      cell: (row) => row.performerName ?? <span className="text-3">Nobody yet</span>,
    },
    {
      id: 'due',
      name: 'Due',
      width: '150px',
      cell: (row) => {
        if (row.closedAt !== null) return <span className="text-3">{`Closed ${date(row.closedAt)}`}</span>;
        if (row.due === null) return <span className="text-3">No due time</span>;
        const late = isOverdue(row.due, now) && row.state !== 'finished';
        return late ? <Status mark="late">{nearTime(row.due, now)}</Status> : nearTime(row.due, now);
      },
    },
  ];
}
