import { Download } from 'lucide-react';
import type { HistoryPreview } from '../../main/contract/history';
import type { HistoryCase, HistoryReject } from '../../main/domain/history/history';
import { command } from '../api';
import { count, dateTime, duration } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';

const caseColumns: readonly TableColumn<HistoryCase>[] = [
  {
    id: 'case',
    name: 'Case',
    width: '22%',
    cell: (row) => <TwoLines first={<span className="mono">{row.caseNumber}</span>} second={row.title} />,
  },
  { id: 'jobType', name: 'Job type', cell: (row) => row.jobTypeName },
  {
    id: 'opened',
    name: 'Opened, closed',
    width: '20%',
    cell: (row) => (
      <TwoLines
        first={dateTime(row.openedAt)}
        second={row.closedAt === undefined ? 'Not closed' : dateTime(row.closedAt)}
      />
    ),
  },
  { id: 'code', name: 'Code', width: '96px', cell: (row) => <span className="mono">{row.code ?? ''}</span> },
  {
    id: 'stalled',
    name: 'Stalled',
    width: '112px',
    cell: (row) =>
      !row.stalled ? 'No' : row.stalledMinutes === 0 ? 'Yes' : duration(row.stalledMinutes * 60_000),
  },
  {
    id: 'rows',
    name: 'Rows',
    width: '104px',
    align: 'end',
    cell: (row) => (row.fromRow === row.toRow ? row.fromRow : `${row.fromRow}–${row.toRow}`),
  },
];

/** The first cases of the file as they will stand in the record, times in this machine's zone. */
export function SampleCases({ cases }: { cases: readonly HistoryCase[] }) {
  return (
    <Table
      label="The first cases"
      columns={caseColumns}
      rows={cases}
      rowId={(row) => row.caseNumber}
      rowHeight="roomy"
      empty="No case of this file can be imported."
    />
  );
}

const rejectColumns: readonly TableColumn<HistoryReject>[] = [
  { id: 'row', name: 'Row', width: '72px', align: 'end', cell: (r) => r.row.toLocaleString('en') },
  {
    id: 'why',
    name: 'Why it is left out',
    isRowHeader: true,
    cell: (r) => <TwoLines first={r.why} second={r.todo} />,
  },
  {
    id: 'where',
    name: 'Case, column, value',
    width: '28%',
    cell: (r) => (
      <TwoLines
        first={r.number === '' ? 'No case' : <span className="mono">{r.number}</span>}
        second={r.column === '' ? '' : r.value === '' ? r.column : `${r.column}: ${r.value}`}
      />
    ),
  },
  {
    id: 'rows',
    name: 'Rows left out',
    width: '112px',
    align: 'end',
    cell: (r) => r.rows.toLocaleString('en'),
  },
];

/** What is left out and why, row by row, and the whole list as a file. */
export function Rejects({ preview, file }: { preview: HistoryPreview; file: string }) {
  const deed = useDeed();
  if (preview.rejectsTotal === 0) return <Status mark="done">No row is rejected.</Status>;
  return (
    <>
      <p className="measure text-2">
        {`${count(preview.rejectedRows, 'row')} in ${count(preview.rejectedCases, 'case')} are left out: a case with one row that cannot be read is left out whole, so that no number comes from half a case.`}
      </p>
      <div className="his-buttons">
        <Button
          icon={Download}
          isPending={deed.busy}
          onPress={() => void deed.run(() => command('saveRejects', { file }))}
        >
          Save all rejects as CSV
        </Button>
      </div>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      <Table
        label="Rejected rows"
        columns={rejectColumns}
        rows={preview.rejects}
        rowId={(r) => `${r.row} ${r.why}`}
        rowHeight="roomy"
      />
      {preview.rejectsTotal > preview.rejects.length && (
        <p className="text-2">{`${(preview.rejectsTotal - preview.rejects.length).toLocaleString('en')} more are in the file.`}</p>
      )}
    </>
  );
}
