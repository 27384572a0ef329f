import { useNavigate } from '@tanstack/react-router';
import { Eraser } from 'lucide-react';
import type { ErasureRow } from '../../main/contract/erasure';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { newErasureHref } from '../app/erasureLink';
import { count, nearTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './erasure.css';

/** Every erasure that was asked for, newest first, and what became of it. */
export function ErasuresScreen() {
  const navigate = useNavigate();
  const now = useNow(60_000);
  const asked = useAsk('erasures', {});
  const open = (erasure: string) => void navigate({ to: '/erasures/$erasure', params: { erasure } });
  return (
    <Desk current="erasures">
      <PageHead
        title="Erasure"
        lead="Personal data that a rule or a decision takes out of the record, by two people."
        actions={
          <Button tone="primary" icon={Eraser} onPress={() => void navigate({ to: '/erasures/new' })}>
            Ask for an erasure
          </Button>
        }
      />
      <PageBody>
        <Asked asked={asked} label="Reading the erasures">
          {({ rows, back }) => (
            <>
              {back.length > 0 && (
                <Notice
                  kind="warn"
                  title={`${count(back.length, 'erased entry is', 'erased entries are')} back, because an older backup was restored.`}
                  actions={<a href={newErasureHref({ again: true })}>Ask for it again</a>}
                >
                  What they say can be read again. The erasure was among the entries that the restore lost.
                </Notice>
              )}
              {rows.length === 0 ? (
                <EmptyState
                  title="Nothing was asked to be erased."
                  note="Open an entry in the ledger and choose Erase, or begin with a person here. A second person reads what would go, and signs."
                />
              ) : (
                <Table
                  label="Erasures"
                  columns={columns(now)}
                  rows={rows}
                  rowId={(row) => row.erasure}
                  rowHeight="roomy"
                  onOpen={open}
                />
              )}
            </>
          )}
        </Asked>
      </PageBody>
    </Desk>
  );
}

function columns(now: string): readonly TableColumn<ErasureRow>[] {
  return [
    {
      id: 'what',
      name: 'What',
      isRowHeader: true,
      cell: (row) => (
        <span className="era-what">
          <TwoLines first={row.scope} second={row.authority} />
        </span>
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
      id: 'by',
      name: 'Asked',
      width: '184px',
      cell: (row) => <TwoLines first={row.byName} second={nearTime(row.at, now)} />,
    },
    { id: 'state', name: 'State', width: '208px', cell: (row) => <State row={row} now={now} /> },
  ];
}

function State({ row, now }: { row: ErasureRow; now: string }) {
  const { decided } = row;
  if (decided === null)
    return (
      <Status mark={row.notYou === null ? 'gate' : 'todo'}>
        {row.notYou === null ? 'Waits for you' : 'Waits for a second person'}
      </Status>
    );
  return (
    <TwoLines
      first={
        <Status mark={row.state === 'erased' ? 'done' : 'void'}>
          {row.state === 'erased' ? 'Erased' : 'Declined'}
        </Status>
      }
      second={`${decided.byName}, ${nearTime(decided.at, now)}`}
    />
  );
}
