import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { JobType } from '../../main/domain/procedure/jobType';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { capital } from '../app/format';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Status } from '../kit/Status';
import { Table, type TableColumn } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './admin.css';
import { JobTypePanel } from './JobTypePanel';

const columns: readonly TableColumn<JobType>[] = [
  { id: 'name', name: 'Job type', cell: (row) => <b>{row.name}</b> },
  { id: 'risk', name: 'Risk', width: '96px', cell: (row) => capital(row.riskClass) },
  {
    id: 'inputs',
    name: 'Inputs',
    width: '88px',
    isLess: true,
    align: 'end',
    cell: (row) => row.inputs.length,
  },
  {
    id: 'prerequisites',
    name: 'Prerequisites',
    width: '136px',
    align: 'end',
    cell: (row) =>
      row.prerequisites.length === 0 ? <Status mark="warn">none</Status> : row.prerequisites.length,
  },
  {
    id: 'acceptance',
    name: 'Criteria',
    width: '96px',
    isLess: true,
    align: 'end',
    cell: (row) => row.acceptance.length,
  },
];

/** The kinds of work: what must be known before, what must be in order before step 1, and when it counts as done. */
export function JobTypesScreen() {
  const jobTypes = useAsk('jobTypes', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const all = jobTypes.data ?? [];
  const isNew = chosen === 'new';
  const jobType = all.find((row) => row.jobType === chosen);
  const panel = (isNew || jobType !== undefined) && (
    <JobTypePanel key={chosen} jobType={jobType} onClose={() => setChosen(null)} onSaved={setChosen} />
  );
  return (
    <Desk current="job-types">
      <Split panel={panel} width={520}>
        <PageHead
          title="Job types"
          lead="Kinds of work, with what they need before step 1."
          actions={
            !isNew && (
              <Button tone="primary" icon={Plus} onPress={() => setChosen('new')}>
                Add a job type
              </Button>
            )
          }
        />
        <PageBody>
          <Asked asked={jobTypes} label="Reading the job types">
            {(rows) => (
              <Table
                label="Job types"
                columns={columns}
                rows={rows.toSorted((a, b) => a.name.localeCompare(b.name))}
                rowId={(row) => row.jobType}
                selected={isNew ? null : chosen}
                onSelect={setChosen}
                empty={
                  <EmptyState
                    title="No job types are defined."
                    note="A job type says what must be known and in order before work begins. A checklist from the library brings its own."
                    action={<Button onPress={() => setChosen('new')}>Add a job type</Button>}
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
