import type { PackRow } from '../../main/contract/packs';
import { count, fileSize, nearTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Copyable } from '../kit/Copyable';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { stateOf } from './words';

export interface PackTableProps {
  rows: readonly PackRow[];
  selected: string | null;
  onSelect: (pack: string | null) => void;
}

/** The packs, one to a row; opening one shows the rest of it. */
export function PackTable({ rows, selected, onSelect }: PackTableProps) {
  const now = useNow(60_000);
  return (
    <Table
      label="Audit packs"
      columns={columns(now)}
      rows={rows}
      rowId={(row) => row.pack}
      selected={selected}
      onSelect={onSelect}
      rowHeight="roomy"
    />
  );
}

function columns(now: string): readonly TableColumn<PackRow>[] {
  return [
    {
      id: 'pack',
      name: 'Pack',
      width: '168px',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines
          first={<span className="mono">{row.number}</span>}
          second={`${nearTime(row.at, now)} · ${row.byName}`}
        />
      ),
    },
    {
      id: 'what',
      name: 'About, why',
      cell: (row) => (
        <span className="pack-about" title={`${row.words}. ${row.reason}`}>
          <TwoLines
            first={row.words}
            second={
              row.addendumTo === null ? row.reason : `Addendum to ${row.addendumTo.number}. ${row.reason}`
            }
          />
        </span>
      ),
    },
    {
      id: 'orders',
      name: 'Work orders',
      width: '104px',
      align: 'end',
      isLess: true,
      cell: (row) => row.workOrders.toLocaleString('en'),
    },
    {
      id: 'file',
      name: 'File',
      width: '212px',
      isLess: true,
      cell: (row) =>
        row.issued === null ? (
          <span className="text-3">No file</span>
        ) : (
          <TwoLines
            first={fileSize(row.issued.size)}
            second={<Copyable isShort text={row.issued.sha256} label={`SHA-256 of ${row.number}`} />}
          />
        ),
    },
    {
      id: 'state',
      name: 'State',
      width: '148px',
      cell: (row) => {
        const { mark, word } = stateOf(row);
        return (
          <span className="pack-state">
            <Status mark={mark}>{word}</Status>
            {row.issued !== null && row.later > 0 && (
              <span className="text-2">{`${count(row.later, 'entry', 'entries')} since`}</span>
            )}
          </span>
        );
      },
    },
  ];
}
