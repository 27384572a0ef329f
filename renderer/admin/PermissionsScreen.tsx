import { useState } from 'react';
import { commandNames } from '../../main/contract/names';
import {
  type CallName,
  type Permission,
  type PermissionGroup,
  permissionGroups,
  permissionOf,
  permissions,
  roleMay,
} from '../../main/contract/permissions';
import { type Role, roles } from '../../main/domain/entry';
import { Desk } from '../app/Desk';
import { roleName } from '../app/format';
import { SegmentedControl } from '../kit/Choice';
import { PageBody, PageHead } from '../kit/DeskShell';
import { PagePart } from '../kit/PagePart';
import { DropFilter, Filters } from '../kit/Picker';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { SearchField } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import './admin.css';

type Row = Permission & { readonly name: CallName };
type Kind = 'deeds' | 'questions' | 'all';

const deeds: ReadonlySet<string> = new Set(commandNames);
const rows: readonly Row[] = (Object.keys(permissions) as CallName[]).map((name) => ({
  name,
  ...permissionOf(name),
}));
const groups = Object.keys(permissionGroups) as PermissionGroup[];

const first = (words: string): string => words.charAt(0).toLocaleUpperCase('en') + words.slice(1);

/** In which state a row holds, as a sentence for a person; undefined where no state is asked for. */
function stateWords({ at, when }: Permission): string | undefined {
  const stands = at === undefined ? undefined : `the work order is ${at.join(' or ')}`;
  const words = [stands, when].filter((part) => part !== undefined).join('; ');
  return words === '' ? undefined : `When ${words}`;
}

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'does',
    name: 'May',
    isRowHeader: true,
    cell: (row) => <TwoLines first={first(row.does)} second={stateWords(row)} />,
  },
  ...roles.map(
    (role): TableColumn<Row> => ({
      id: role,
      name: roleName(role),
      width: '112px',
      cell: (row) =>
        row.session !== undefined ? (
          <span className="text-2">{row.session === 'none' ? 'Before' : 'Anybody'}</span>
        ) : row.roles.includes(role) ? (
          <Status mark="done">Yes</Status>
        ) : (
          <span className="text-2">No</span>
        ),
    }),
  ),
];

/** The permission table as a person reads it: what each role may do, and in which state. It is the table the app judges by. */
export function PermissionsScreen() {
  const [kind, setKind] = useState<Kind>('deeds');
  const [role, setRole] = useState<Role | null>(null);
  const [find, setFind] = useState('');
  const shown = rows.filter(
    (row) =>
      (kind === 'all' || deeds.has(row.name) === (kind === 'deeds')) &&
      (role === null || roleMay(row.name, role)) &&
      `${row.does} ${row.when ?? ''}`.toLowerCase().includes(find.trim().toLowerCase()),
  );
  const filled = groups.filter((group) => shown.some((row) => row.group === group));
  return (
    <Desk current="permissions">
      <PageHead
        title="Permissions"
        lead="What each role may do, and when. The app judges every deed and question by this table; it is part of the program and nobody changes it here."
      />
      <PageBody>
        <Filters count={`${shown.length} of ${rows.length}`}>
          <SegmentedControl
            label="Which rows"
            options={[
              { id: 'deeds', label: 'Deeds' },
              { id: 'questions', label: 'Reading' },
              { id: 'all', label: 'All' },
            ]}
            value={kind}
            onChange={(id) => setKind(id === 'questions' || id === 'all' ? id : 'deeds')}
          />
          <DropFilter
            label="Role"
            options={roles.map((id) => ({ id, label: roleName(id) }))}
            value={role}
            onChange={(id) => setRole(roles.find((each) => each === id) ?? null)}
          />
          <SearchField label="Find a deed" value={find} onChange={setFind} />
        </Filters>
        {shown.length === 0 && (
          <EmptyState title="Nothing in the table fits." note="Clear the search, or choose another role." />
        )}
        {filled.map((group, index) => {
          const of = shown.filter((row) => row.group === group);
          return (
            <PagePart key={group} number={index + 1} title={permissionGroups[group]}>
              <Table
                label={permissionGroups[group]}
                columns={columns}
                rows={of}
                rowId={(row) => row.name}
                rowHeight="roomy"
              />
            </PagePart>
          );
        })}
      </PageBody>
    </Desk>
  );
}
