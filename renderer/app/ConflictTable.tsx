import type { ConflictRow } from '../../main/contract/sync';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import { roleName } from './format';
import { shortly } from './useStations';

export interface ConflictTableProps {
  rows: readonly ConflictRow[];
  now: string;
  selected: string | null;
  onSelect: (conflict: string | null) => void;
}

/** Acts on two stations that cannot both stand: what waits to be settled first, then what was. */
export function ConflictTable({ rows, now, selected, onSelect }: ConflictTableProps) {
  return (
    <Table
      label="Conflicts"
      rowHeight="roomy"
      columns={columns(now).filter((column) => selected === null || !column.isLess)}
      rows={rows}
      rowId={(row) => row.conflict}
      selected={selected}
      onSelect={onSelect}
      empty={
        <EmptyState
          title="No conflicts."
          note="When two stations did what cannot both stand, such as deciding one gate twice, both acts appear here with their owner. The earlier one stands; nothing is removed."
        />
      }
    />
  );
}

function columns(now: string): readonly TableColumn<ConflictRow>[] {
  return [
    {
      id: 'found',
      name: 'Since',
      width: '132px',
      cell: (row) => <span className="nowrap">{shortly(row.foundAt, now)}</span>,
    },
    {
      id: 'what',
      name: 'What cannot both stand',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={row.title}
          second={
            <>
              <span className="mono">{row.workOrderNumber}</span>
              {` · ${row.workOrderTitle}`}
            </>
          }
        />
      ),
    },
    {
      id: 'stations',
      name: 'Stations',
      width: '112px',
      isLess: true,
      cell: (row) => `${row.stands.station}, ${row.lost.station}`,
    },
    {
      id: 'owner',
      name: 'Owner',
      width: '124px',
      isLess: true,
      cell: (row) => (row.ownerRole === 'compliance' ? 'Compliance' : `Any ${row.ownerRole}`),
    },
    { id: 'state', name: 'State', width: '148px', cell: (row) => <ConflictMark row={row} /> },
  ];
}

/** How a conflict stands, as shape and word. */
function ConflictMark({ row }: { row: ConflictRow }) {
  if (row.state === 'settled') return <Status mark="done">Settled</Status>;
  if (row.notYou === null) return <Status mark="warn">Needs a decision</Status>;
  return <Status mark="todo">{`${roleName(row.ownerRole)} settles`}</Status>;
}
