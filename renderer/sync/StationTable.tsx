import type { StationRow } from '../../main/contract/sync';
import { date } from '../app/format';
import { shortly } from '../app/useStations';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';

export interface StationTableProps {
  rows: readonly StationRow[];
  now: string;
  /** A panel stands beside the list and says the rest. */
  isNarrow: boolean;
  selected: string | null;
  onSelect: (device: string | null) => void;
}

/** Every station of the site: what of its log is held here, what it is not known to hold, and the last exchange. */
export function StationTable({ rows, now, isNarrow, selected, onSelect }: StationTableProps) {
  return (
    <Table
      label="Stations"
      rowHeight="roomy"
      columns={columns(now).filter((column) => !isNarrow || !column.isLess)}
      rows={rows}
      rowId={(row) => row.device}
      selected={selected}
      onSelect={onSelect}
    />
  );
}

const number = (n: number) => n.toLocaleString('en');

function columns(now: string): readonly TableColumn<StationRow>[] {
  const when = (at: string | null) =>
    at === null ? <span className="text-3">Never</span> : <span className="nowrap">{shortly(at, now)}</span>;
  return [
    {
      id: 'station',
      name: 'Station',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={row.station}
          second={row.here ? 'This station' : `Enrolled ${date(row.enrolledAt)}`}
        />
      ),
    },
    {
      id: 'entries',
      name: 'Entries here',
      width: '160px',
      align: 'end',
      cell: (row) => (
        <TwoLines
          first={number(row.entriesHere)}
          second={row.newestAt === null ? 'None yet' : `Newest ${shortly(row.newestAt, now)}`}
        />
      ),
    },
    {
      id: 'send',
      name: 'To send',
      width: '88px',
      align: 'end',
      cell: (row) => (row.here ? '' : number(row.toSend)),
    },
    {
      id: 'holds',
      name: 'Holds of ours',
      width: '160px',
      align: 'end',
      isLess: true,
      cell: (row) => <Holds row={row} now={now} />,
    },
    {
      id: 'sent',
      name: 'Last sent',
      width: '132px',
      isLess: true,
      cell: (row) => (row.here ? '' : when(row.lastSentAt)),
    },
    {
      id: 'received',
      name: 'Last received',
      width: '132px',
      isLess: true,
      cell: (row) => (row.here ? '' : when(row.lastReceivedAt)),
    },
    { id: 'state', name: 'State', width: '168px', cell: (row) => <StationMark row={row} /> },
  ];
}

function Holds({ row, now }: { row: StationRow; now: string }) {
  if (row.here) return null;
  if (row.holdsOfUs === null) return <span className="text-3">Not known yet</span>;
  return (
    <TwoLines
      first={`${number(row.holdsOfUs.size)} of ${number(row.holdsOfUs.of)}`}
      second={`Seen ${shortly(row.holdsOfUs.at, now)}`}
    />
  );
}

/** How a station stands to this one, as shape and word. The tick says only that an answer came, by which it holds what it says. */
function StationMark({ row }: { row: StationRow }) {
  if (row.fork !== null) return <Status mark="stop">Two histories</Status>;
  if (row.here) return <Status mark="now">Here</Status>;
  if (!row.canReceive) return <Status mark="notApplicable">Cannot receive yet</Status>;
  if (row.holdsOfUs === null) return <Status mark="todo">No answer yet</Status>;
  return <Status mark="done">Answered</Status>;
}
