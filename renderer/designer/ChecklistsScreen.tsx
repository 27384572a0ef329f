import { useNavigate } from '@tanstack/react-router';
import { LibraryBig, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ChecklistRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { nearTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './designer.css';
import { FirstHour } from './FirstHour';
import { Library } from './Library';
import { NewChecklist } from './NewChecklist';

/** Every checklist with its version in use and its draft; the library of starters beside it. */
export function ChecklistsScreen() {
  const checklists = useAsk('checklists', {});
  const navigate = useNavigate();
  const now = useNow(30_000);
  const [side, setSide] = useState<'library' | 'new' | null>(null);
  const open = (checklist: string) => void navigate({ to: '/checklists/$checklist', params: { checklist } });
  const columns: readonly TableColumn<ChecklistRow>[] = [
    {
      id: 'title',
      name: 'Checklist',
      cell: (row) => <TwoLines first={<b>{row.title}</b>} second={row.jobTypeName} />,
    },
    {
      id: 'effective',
      name: 'In use',
      width: '136px',
      cell: (row) =>
        row.effective === null ? <Status mark="todo">no version</Status> : `Version ${row.effective}`,
    },
    {
      id: 'draft',
      name: 'Draft',
      width: '264px',
      cell: (row) => (
        <TwoLines
          first={<DraftState row={row} />}
          second={`${row.draftByName}, ${nearTime(row.draftAt, now)}`}
        />
      ),
    },
  ];
  const panel =
    side === 'library' ? (
      <Library onClose={() => setSide(null)} onAdded={open} />
    ) : side === 'new' ? (
      <NewChecklist onClose={() => setSide(null)} onMade={open} />
    ) : undefined;
  return (
    <Desk current="checklists">
      <Split panel={panel} width={520}>
        <PageHead
          title="Checklists"
          lead="Procedures, their versions and drafts."
          actions={
            <>
              {side !== 'new' && (
                <Button icon={Plus} onPress={() => setSide('new')}>
                  New checklist
                </Button>
              )}
              {side !== 'library' && (
                <Button icon={LibraryBig} tone="primary" onPress={() => setSide('library')}>
                  Add from the library
                </Button>
              )}
            </>
          }
        />
        <PageBody>
          <FirstHour onLibrary={() => setSide('library')} />
          <Asked asked={checklists} label="Reading the checklists">
            {(rows) => (
              <Table
                label="Checklists"
                columns={columns}
                rows={rows.toSorted((a, b) => a.title.localeCompare(b.title))}
                rowId={(row) => row.checklist}
                onOpen={open}
                rowHeight="roomy"
                empty={
                  <EmptyState
                    title="No checklist is written yet."
                    note="The library has ready ones with job type, codes and owners, to be changed to your site."
                    action={<Button onPress={() => setSide('library')}>Add from the library</Button>}
                  />
                }
              />
            )}
          </Asked>
        </PageBody>
      </Split>
    </Desk>
  );
}

function DraftState({ row }: { row: ChecklistRow }) {
  if (row.requested) return <Status mark="gate">Release asked for</Status>;
  if (row.effective === null) return <Status mark="now">First draft</Status>;
  return row.changedSinceRelease ? (
    <Status mark="now">{`Draft of version ${row.effective + 1}`}</Status>
  ) : (
    'The same as in use'
  );
}
