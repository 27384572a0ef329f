import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { PersonView } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, roleName } from '../app/format';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Face, Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import './admin.css';
import { EnrolPanel } from './EnrolPanel';
import { PersonPanel } from './PersonPanel';

const columns: readonly TableColumn<PersonView>[] = [
  {
    id: 'name',
    name: 'Name',
    cell: (row) => (
      <span className="admin-person">
        <Face name={row.name} size={32} />
        <TwoLines first={row.name} second={<span className="mono">{row.identifier}</span>} />
      </span>
    ),
  },
  { id: 'role', name: 'Role', width: '160px', cell: (row) => roleName(row.role) },
  {
    id: 'state',
    name: 'State',
    width: '176px',
    cell: (row) =>
      !row.active ? (
        <Status mark="void">Deactivated</Status>
      ) : row.waiting === 'enrolment' ? (
        <Status mark="todo">No secret yet</Status>
      ) : row.waiting === 'reset' ? (
        <Status mark="warn">Reset waits</Status>
      ) : (
        'Active'
      ),
  },
];

/** Everybody who may sign in here, and those who may not any more; names on records stay. */
export function PeopleScreen() {
  const people = useAsk('people', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  const all = people.data ?? [];
  const rows = all.toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  const person = all.find((each) => each.user === chosen);
  const panel = enrolling ? (
    <EnrolPanel
      onClose={() => setEnrolling(false)}
      onEnrolled={(user) => {
        setEnrolling(false);
        setChosen(user);
      }}
    />
  ) : (
    person !== undefined && (
      <PersonPanel key={person.user} person={person} people={all} onClose={() => setChosen(null)} />
    )
  );
  return (
    <Desk current="people">
      <Split panel={panel}>
        <PageHead
          title="People"
          lead={`${count(all.filter((each) => each.active).length, 'person', 'people')} may sign in.`}
          actions={
            !enrolling && (
              <Button tone="primary" icon={UserPlus} onPress={() => setEnrolling(true)}>
                Enrol a person
              </Button>
            )
          }
        />
        <PageBody>
          <Asked asked={people} label="Reading the people">
            {() => (
              <Table
                label="People"
                columns={columns}
                rows={rows}
                rowId={(row) => row.user}
                selected={enrolling ? null : chosen}
                onSelect={(id) => {
                  setEnrolling(false);
                  setChosen(id);
                }}
                rowHeight="roomy"
              />
            )}
          </Asked>
        </PageBody>
      </Split>
    </Desk>
  );
}
