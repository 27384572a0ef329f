import { type CSSProperties, useState } from 'react';
import type { WorkOrderRow } from '../../main/contract/answers';
import { ask, type Problem, useAsk } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { SegmentedControl } from '../kit/Choice';
import { type DataColumn, DataList } from '../kit/DataList';
import { FieldError } from '../kit/Field';
import { TwoLines } from '../kit/Table';
import { SearchField } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import { mostPicked, turned } from './form';

export interface PickWorkOrdersProps {
  picked: readonly string[];
  onChange: (picked: readonly string[]) => void;
  error: string | undefined;
}

/** Work orders picked one by one: found by what is typed, or by a number that is scanned. */
export function PickWorkOrders({ picked, onChange, error }: PickWorkOrdersProps) {
  const [find, setFind] = useState('');
  const [shown, setShown] = useState<'found' | 'picked'>('found');
  const [said, setSaid] = useState<string | null>(null);
  const words = find.trim();
  const found = useAsk('workOrders', words === '' ? { state: 'all' } : { state: 'all', find: words }).data;
  const all = useAsk('workOrders', { state: 'all' }, shown === 'picked').data;
  const chosen = new Set(picked);
  const rows = shown === 'found' ? (found ?? []) : (all ?? []).filter((row) => chosen.has(row.workOrder));
  const others = rows.filter((row) => !chosen.has(row.workOrder));
  const tooMany = picked.length + others.length > mostPicked;

  const turn = (workOrder: string) => {
    setSaid(null);
    if (!chosen.has(workOrder) && picked.length >= mostPicked)
      setSaid(`${mostPicked} work orders are picked, and no more can be. Take another scope for more.`);
    else onChange(turned(picked, workOrder));
  };
  /** A scanned number ends with Enter: its work order is picked, and the field is free for the next. */
  const scan = async () => {
    if (words === '') return;
    try {
      const { workOrder } = await ask('findWorkOrder', { number: words });
      if (workOrder === null) {
        setSaid(`No work order has the number “${words}”. The list shows what fits it in part.`);
        return;
      }
      if (!chosen.has(workOrder)) turn(workOrder);
      setFind('');
    } catch (problem) {
      setSaid((problem as Problem).message);
    }
  };

  return (
    <div className="pack-pick">
      <div className="pack-pick-top">
        <SearchField
          label="Number, title, asset or lot"
          placeholder="Number, title, asset or lot, or scan"
          value={find}
          onChange={(next) => {
            setFind(next);
            setSaid(null);
            setShown('found');
          }}
          onSubmit={() => void scan()}
        />
        <SegmentedControl
          label="Which work orders are listed"
          value={shown}
          onChange={(id) => setShown(id === 'picked' ? 'picked' : 'found')}
          options={[
            { id: 'found', label: `Found ${(found?.length ?? 0).toLocaleString('en')}` },
            { id: 'picked', label: `Picked ${picked.length.toLocaleString('en')}` },
          ]}
        />
      </div>
      <p className="pack-said" role="status">
        {said}
      </p>
      <div className="pack-list" style={{ '--rows': Math.max(3, rows.length) } as CSSProperties}>
        <DataList
          label="Work orders to pick"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(row) => row.workOrder}
          chosen={chosen}
          onChoose={(row) => turn(row.workOrder)}
          rowHeight={48}
          empty={
            shown === 'picked' ? (
              <EmptyState title="No work order is picked." note="Press one in the list of those found." />
            ) : (
              <EmptyState
                title={words === '' ? 'There is no work order yet.' : `No work order fits “${words}”.`}
                note="Every work order of this site can be picked, open or closed."
              />
            )
          }
        />
      </div>
      <ButtonRow>
        {words !== '' && others.length > 0 && (
          <Button
            why={tooMany ? `At most ${mostPicked} can be picked one by one.` : undefined}
            onPress={() => onChange([...picked, ...others.map((row) => row.workOrder)])}
          >
            {`Pick the ${others.length.toLocaleString('en')} found`}
          </Button>
        )}
        {picked.length > 0 && (
          <Button tone="plain" onPress={() => onChange([])}>
            Pick none
          </Button>
        )}
      </ButtonRow>
      {error !== undefined && <FieldError>{error}</FieldError>}
    </div>
  );
}

const columns: readonly DataColumn<WorkOrderRow>[] = [
  {
    id: 'what',
    name: 'Work order',
    width: 'minmax(0, 1fr)',
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
  {
    id: 'state',
    name: 'Closure',
    width: '132px',
    cell: (row) =>
      row.closureNumber === null ? (
        <span className="text-3">Not closed</span>
      ) : (
        <span className="mono">{row.closureNumber}</span>
      ),
  },
];
