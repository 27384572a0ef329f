import type { BundleRow } from '../../main/contract/sync';
import { evidenceTime, listWords } from '../app/format';
import { shortly } from '../app/useStations';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';

/** A row of the media log, for good: one bundle may stand in it twice, as sent here and as received. */
export function bundleKey(row: BundleRow): string {
  return `${row.entry.log} ${row.entry.seq}`;
}

const wayOf = (row: BundleRow) =>
  row.direction === 'sent' ? `To ${listWords(row.toStations)}` : `From ${row.fromStation}`;

export interface MediaLogProps {
  rows: readonly BundleRow[];
  now: string;
  /** A panel stands beside the list and says the rest. */
  isNarrow: boolean;
  selected: string | null;
  onSelect: (key: string | null) => void;
}

/** Every bundle that left or came, newest first. */
export function MediaLog({ rows, now, isNarrow, selected, onSelect }: MediaLogProps) {
  return (
    <section className="sync-part" aria-labelledby="sync-log">
      <h2 id="sync-log">Media log</h2>
      <Table
        label="Media log"
        rowHeight="roomy"
        columns={columns(now).filter((column) => !isNarrow || !column.isLess)}
        rows={rows}
        rowId={bundleKey}
        selected={selected}
        onSelect={onSelect}
        empty={
          <EmptyState
            title="No bundle was sent or received yet."
            note="Make a bundle for another station, carry it there, and bring its answer back. Each one stands here, with who sent or took it."
          />
        }
      />
    </section>
  );
}

function columns(now: string): readonly TableColumn<BundleRow>[] {
  return [
    {
      id: 'bundle',
      name: 'Bundle',
      isRowHeader: true,
      cell: (row) => (
        <TwoLines first={<span className="mono sync-long">{row.name}</span>} second={wayOf(row)} />
      ),
    },
    {
      id: 'entries',
      name: 'Entries',
      width: '88px',
      align: 'end',
      cell: (row) => row.entries.toLocaleString('en'),
    },
    {
      id: 'files',
      name: 'Files',
      width: '72px',
      align: 'end',
      isLess: true,
      cell: (row) => row.files.toLocaleString('en'),
    },
    { id: 'by', name: 'By', width: '152px', isLess: true, cell: (row) => row.byName },
    {
      id: 'at',
      name: 'When',
      width: '160px',
      cell: (row) => (
        <TwoLines
          first={row.direction === 'sent' ? 'Sent' : 'Received'}
          second={<span className="nowrap">{shortly(row.at, now)}</span>}
        />
      ),
    },
  ];
}

/** One bundle of the media log: what it carried, and the entry that records it. */
export function BundlePanel({ row, onClose }: { row: BundleRow; onClose: () => void }) {
  return (
    <Panel
      title={row.name}
      kicker={row.direction === 'sent' ? 'Bundle that was sent' : 'Bundle that was received'}
      onClose={onClose}
    >
      <PanelPart>
        <KeyValue
          items={[
            { name: 'From', value: row.fromStation },
            { name: 'To', value: listWords(row.toStations) },
            { name: 'Number', value: `${row.number.toLocaleString('en')} of ${row.fromStation}` },
            { name: row.direction === 'sent' ? 'Made' : 'Taken in', value: evidenceTime(row.at) },
            { name: 'By', value: row.byName },
            { name: 'Entries', value: row.entries.toLocaleString('en') },
            { name: 'Files', value: row.files.toLocaleString('en') },
            {
              name: 'Entry',
              value: (
                <a href={`#/ledger?log=${encodeURIComponent(row.entry.log)}&entry=${row.entry.seq}`}>
                  {`${row.entry.seq.toLocaleString('en')} in the ledger`}
                </a>
              ),
            },
          ]}
        />
      </PanelPart>
      <PanelPart title="Whose entries it carries">
        {row.ranges.length === 0 ? (
          <p className="text-2">None. It carries only heads, so that the stations witness each other.</p>
        ) : (
          <ul className="sync-ranges">
            {row.ranges.map((range) => (
              <li key={`${range.log} ${range.from}`}>
                <b>{range.station}</b>
                <span>
                  {range.to - range.from === 1
                    ? `Entry ${range.from.toLocaleString('en')}`
                    : `Entries ${range.from.toLocaleString('en')} to ${(range.to - 1).toLocaleString('en')}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </PanelPart>
    </Panel>
  );
}
