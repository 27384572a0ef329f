import type { CSSProperties } from 'react';
import type { PackCandidate, PackPreview } from '../../main/contract/packs';
import type { Problem } from '../api';
import { count, date, fileSize } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { Button, ButtonRow } from '../kit/Button';
import { Card } from '../kit/Card';
import { type DataColumn, DataList } from '../kit/DataList';
import { Facts } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { TwoLines } from '../kit/Table';
import { EmptyState, Loading } from '../kit/Waiting';
import { type PackForm, turned } from './form';

export interface PreviewProps {
  form: PackForm;
  onDisclose: (disclosed: readonly string[]) => void;
  /** What is missing before anything can be counted, as a sentence. */
  lacking: string | null;
  preview: PackPreview | undefined;
  /** What is shown is still that of the choice before. */
  isOld: boolean;
  problem: Problem | null;
}

/** What the pack would hold, counted as the choice is made; nothing is recorded by looking. */
export function Preview({ form, onDisclose, lacking, preview, isOld, problem }: PreviewProps) {
  return (
    <Card
      title="What the pack would hold"
      aside={
        <span role="status">
          {lacking === null && (isOld || preview === undefined) ? 'Counting' : 'Nothing is recorded yet'}
        </span>
      }
      className="pack-preview"
    >
      {lacking !== null ? (
        <EmptyState title={lacking} note="Then its work orders, entries, files and size stand here." />
      ) : problem !== null && preview === undefined ? (
        <ProblemNotice problem={problem} />
      ) : preview === undefined ? (
        <Loading label="Counting what it would hold" />
      ) : (
        <Counted form={form} onDisclose={onDisclose} preview={preview} />
      )}
    </Card>
  );
}

function Counted({
  form,
  onDisclose,
  preview,
}: Pick<PreviewProps, 'form' | 'onDisclose'> & { preview: PackPreview }) {
  const { workOrders, total } = preview;
  const isChoosing = form.which === 'chosen';
  const chosen = new Set(form.disclosed);
  return (
    <>
      <p className="pack-words">{preview.words}</p>
      <Facts
        items={[
          {
            name: 'Work orders',
            value: (isChoosing ? chosen.size : total).toLocaleString('en'),
            note: isChoosing ? `of ${total.toLocaleString('en')}` : undefined,
          },
          { name: 'Entries', value: preview.entries.toLocaleString('en') },
          { name: 'Files', value: preview.files.toLocaleString('en') },
          { name: 'About', value: fileSize(preview.bytes) },
        ]}
      />
      {total > 0 && (
        <p className="text-2">
          {form.complete
            ? `${count(preview.rest, 'line')} without content ${preview.rest === 1 ? 'stands' : 'stand'} for the other entries of the range.`
            : 'No line stands for any other entry.'}
        </p>
      )}
      {preview.problem !== null && <Notice kind="refused" title={preview.problem} />}
      {isChoosing && workOrders.length > 0 && (
        <ButtonRow>
          <Button tone="plain" onPress={() => onDisclose(workOrders.map((row) => row.workOrder))}>
            Tick all
          </Button>
          <Button tone="plain" onPress={() => onDisclose([])}>
            Tick none
          </Button>
        </ButtonRow>
      )}
      {workOrders.length > 0 && (
        <div className="pack-list" style={{ '--rows': workOrders.length } as CSSProperties}>
          <DataList
            label={isChoosing ? 'Work orders to disclose' : 'Work orders in the pack'}
            columns={isChoosing ? columns.filter(({ id }) => id !== 'entries') : columns}
            count={workOrders.length}
            rowAt={(index) => workOrders[index]}
            rowId={(row) => row.workOrder}
            chosen={isChoosing ? chosen : undefined}
            onChoose={isChoosing ? (row) => onDisclose(turned(form.disclosed, row.workOrder)) : undefined}
            rowHeight={48}
          />
        </div>
      )}
      {total > workOrders.length && (
        <p className="text-2">
          {`The newest ${workOrders.length.toLocaleString('en')} of ${total.toLocaleString('en')} are listed.${isChoosing ? ' To choose among the others, narrow the dates.' : ' All of them go into the pack.'}`}
        </p>
      )}
    </>
  );
}

const columns: readonly DataColumn<PackCandidate>[] = [
  {
    id: 'what',
    name: 'Work order',
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <span title={`${row.title}, ${row.asset}`}>
        <TwoLines
          first={row.title}
          second={
            <>
              <span className="mono">{row.number}</span>
              {` · ${row.asset}${row.lot === null ? '' : ` · lot ${row.lot}`}`}
            </>
          }
        />
      </span>
    ),
  },
  {
    id: 'opened',
    name: 'Opened',
    width: '116px',
    cell: (row) => (
      <TwoLines
        first={date(row.openedAt)}
        second={row.closureNumber === null ? 'Not closed' : <span className="mono">{row.closureNumber}</span>}
      />
    ),
  },
  {
    id: 'entries',
    name: 'Entries',
    width: '72px',
    align: 'end',
    cell: (row) => row.entries.toLocaleString('en'),
  },
];
