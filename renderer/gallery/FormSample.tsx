import { useState } from 'react';
import { Copyable } from '../kit/Copyable';
import { type DataColumn, DataList } from '../kit/DataList';
import { PagePart } from '../kit/PagePart';
import { SizeProvider } from '../kit/size';
import { TwoLines } from '../kit/Table';
import { TextArea } from '../kit/TextField';
import './gallery.css';

interface Order {
  id: string;
  title: string;
  where: string;
}

const orders: readonly Order[] = Array.from({ length: 240 }, (_, index) => ({
  id: `WO-K7-${String(412 - index).padStart(6, '0')}`,
  title: ['Replace hydraulic seal', 'Change filter', 'Line clearance'][index % 3] ?? '',
  where: `press ${1 + (index % 7)}`,
}));

const columns: readonly DataColumn<Order>[] = [
  {
    id: 'what',
    name: 'Work order',
    width: 'minmax(0, 1fr)',
    cell: (row) => <TwoLines first={row.title} second={<span className="mono">{row.id}</span>} />,
  },
  { id: 'where', name: 'Asset', width: '120px', cell: (row) => row.where },
];

/** A page filled in from top to bottom: parts with numbers, rows that are ticked, an identifier to copy. */
export function FormSample() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(['WO-K7-000412']));
  const [reason, setReason] = useState('');
  const turn = ({ id }: Order) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <SizeProvider size="desk">
      <main className="g-page">
        <h1>Kit, forms</h1>
        <div>
          <PagePart number={1} title="What about" aside={`${chosen.size} ticked`}>
            <div className="g-well">
              <DataList
                label="Work orders"
                columns={columns}
                count={orders.length}
                rowAt={(index) => orders[index]}
                rowId={(row) => row.id}
                chosen={chosen}
                onChoose={turn}
                rowHeight={52}
              />
            </div>
          </PagePart>
          <PagePart number={2} title="Why">
            <TextArea label="Reason" value={reason} onChange={setReason} isRequired rows={2} />
            <p>
              <Copyable
                label="the SHA-256"
                text="9f2c41d077ab03b1e4d1c2a9f0e5b6c78890aa12bb34cc56dd78ee905b1ec6a4"
              />
            </p>
            <p>
              <Copyable
                label="the SHA-256, short"
                isShort
                text="9f2c41d077ab03b1e4d1c2a9f0e5b6c78890aa12bb34cc56dd78ee905b1ec6a4"
              />
            </p>
          </PagePart>
        </div>
      </main>
    </SizeProvider>
  );
}
