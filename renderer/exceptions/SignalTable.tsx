import type { SignalRow } from '../../main/contract/learning';
import { date } from '../app/format';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import { signalMark } from './signalWords';

export interface SignalTableProps {
  rows: readonly SignalRow[];
  repeat: { readonly count: number; readonly days: number };
  selected: string | null;
  onSelect: (signal: string | null) => void;
}

/** Every repeat signal: what waits for a decision first, then what was decided. */
export function SignalTable({ rows, repeat, selected, onSelect }: SignalTableProps) {
  return (
    <Table
      label="Repeat signals"
      rowHeight="roomy"
      columns={columns}
      rows={rows}
      rowId={(row) => row.signal}
      selected={selected}
      onSelect={onSelect}
      empty={
        <EmptyState
          title="Nothing repeats."
          note={`When the same code comes ${repeat.count} times in ${repeat.days} days on the same job type, a signal appears here. It asks for a fix or a reason.`}
        />
      }
    />
  );
}

const columns: readonly TableColumn<SignalRow>[] = [
  {
    id: 'count',
    name: 'Counted',
    width: '136px',
    cell: (row) => (
      <TwoLines first={`${row.count} in ${row.days} days`} second={`Raised ${date(row.raisedAt)}`} />
    ),
  },
  {
    id: 'what',
    name: 'What repeats',
    isRowHeader: true,
    cell: (row) => <TwoLines first={`${row.code} ${row.meaning}`} second={`On ${row.jobTypeName}`} />,
  },
  { id: 'owner', name: 'Owner of the code', width: '140px', isLess: true, cell: (row) => row.ownerName },
  {
    id: 'state',
    name: 'State',
    width: '156px',
    cell: (row) => {
      const { mark, word } = signalMark(row);
      return <Status mark={mark}>{word}</Status>;
    },
  },
];
