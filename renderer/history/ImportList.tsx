import { Download } from 'lucide-react';
import type { ImportRow } from '../../main/contract/history';
import { command, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { dateTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import { stateMarks } from './words';

function Report({ row }: { row: ImportRow }) {
  const deed = useDeed();
  if (!row.hasReport) return row.rejectedRows.toLocaleString('en');
  return (
    <span className="his-report">
      {row.rejectedRows.toLocaleString('en')}
      <Button
        icon={Download}
        tone="plain"
        isPending={deed.busy}
        aria-label={`Save the rejected rows of ${row.fileName}, ${dateTime(row.startedAt)}`}
        onPress={() => void deed.run(() => command('saveRejects', { import: row.import }))}
      >
        Save
      </Button>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </span>
  );
}

const columns: readonly TableColumn<ImportRow>[] = [
  {
    id: 'file',
    name: 'File',
    cell: (row) => (
      <TwoLines
        first={row.fileName}
        second={<span className="mono">{`SHA-256 ${row.sha256.slice(0, 16)}…`}</span>}
      />
    ),
  },
  {
    id: 'when',
    name: 'When, who',
    width: '20%',
    cell: (row) => <TwoLines first={dateTime(row.startedAt)} second={row.byName} />,
  },
  {
    id: 'state',
    name: 'State',
    width: '20%',
    cell: (row) => <Status mark={stateMarks[row.state].mark}>{stateMarks[row.state].word}</Status>,
  },
  { id: 'cases', name: 'Cases', width: '88px', align: 'end', cell: (row) => row.cases.toLocaleString('en') },
  { id: 'rows', name: 'Rows', width: '88px', align: 'end', cell: (row) => row.rows.toLocaleString('en') },
  {
    id: 'rejected',
    name: 'Rejected rows',
    width: '148px',
    align: 'end',
    cell: (row) => <Report row={row} />,
  },
];

/** Every import of this site, newest first, those that count nothing too. */
export function ImportList() {
  const imports = useAsk('historyImports', {});
  return (
    <section aria-labelledby="his-past" className="his-part">
      <h2 id="his-past">Imports</h2>
      <Asked asked={imports} label="Reading the imports">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title="No history was imported yet."
              note="Once it is, the questions have a baseline, and every number still says which cases came from a file."
            />
          ) : (
            <Table
              label="Imports"
              columns={columns}
              rows={rows}
              rowId={(row) => row.import}
              rowHeight="roomy"
            />
          )
        }
      </Asked>
    </section>
  );
}
