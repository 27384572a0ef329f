import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WorkOrderRow } from '../../main/contract/answers';
import { ask, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { date } from '../app/format';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './closure.css';

/** How many work orders not closed yet are counted through; beyond it their row says where they are. */
const counted = 60;

type Row = WorkOrderRow & { readonly missing: number | undefined };

/** Work orders on their way to closure: ready first, then those that wait with how much is missing, then the closed. */
export function ClosureList() {
  const asked = useAsk('workOrders', { state: 'all' });
  const all = asked.data ?? [];
  const onTheWay = all.filter((row) => row.state !== 'closed' && row.state !== 'open');
  const cases = useQueries({
    queries: onTheWay.slice(0, counted).map((row) => ({
      queryKey: ['caseView', { workOrder: row.workOrder }],
      queryFn: () => ask('caseView', { workOrder: row.workOrder }),
    })),
  });
  const rows: Row[] = onTheWay.map((row, index) => ({
    ...row,
    missing: cases[index]?.data?.readiness.filter((item) => !item.done).length,
  }));
  const ready = rows.filter((row) => row.missing === 0);
  const waiting = rows
    .filter((row) => row.missing !== 0)
    .toSorted((a, b) => (a.missing ?? 999) - (b.missing ?? 999));
  const closed = all
    .filter((row) => row.state === 'closed')
    .map((row) => ({ ...row, missing: undefined }))
    .toSorted((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''));

  return (
    <Desk current="closure">
      <PageHead title="Closure" lead="A work order closes when nothing is missing." />
      <PageBody>
        <Asked asked={asked} label="Reading the work orders">
          {() => (
            <>
              <Part
                title={`Ready to close, ${ready.length}`}
                rows={ready}
                empty={
                  <EmptyState
                    title="Nothing is ready to close."
                    note="When the last missing thing of a work order is settled, it moves up here."
                  />
                }
              />
              {waiting.length > 0 && (
                <Part title={`Something is missing, ${waiting.length}`} rows={waiting} />
              )}
              {closed.length > 0 && <Part title={`Closed, ${closed.length}`} rows={closed} />}
            </>
          )}
        </Asked>
      </PageBody>
    </Desk>
  );
}

function Part({ title, rows, empty }: { title: string; rows: readonly Row[]; empty?: ReactNode }) {
  const navigate = useNavigate();
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        empty
      ) : (
        <Table
          label={title}
          rowHeight="roomy"
          columns={columns}
          rows={rows}
          rowId={(row) => row.workOrder}
          onOpen={(workOrder) => void navigate({ to: '/closure/$workOrder', params: { workOrder } })}
        />
      )}
    </section>
  );
}

const columns: readonly TableColumn<Row>[] = [
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
            {` · ${row.asset}`}
          </>
        }
      />
    ),
  },
  { id: 'missing', name: 'State', width: '180px', cell: (row) => <Missing row={row} /> },
  {
    id: 'at',
    name: 'At',
    width: '28%',
    cell: (row) => (row.closureNumber === null ? row.at : <span className="mono">{row.closureNumber}</span>),
  },
  {
    id: 'who',
    name: 'Done by',
    width: '150px',
    cell: (row) => row.performerName ?? <span className="text-3">Nobody yet</span>,
  },
];

function Missing({ row }: { row: Row }) {
  if (row.state === 'closed')
    return <Status mark="done">{row.closedAt === null ? 'Closed' : `Closed ${date(row.closedAt)}`}</Status>;
  if (row.missing === 0) return <Status mark="now">Ready</Status>;
  return <Status mark="todo">{row.missing === undefined ? 'Not counted' : `${row.missing} missing`}</Status>;
}
