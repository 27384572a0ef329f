import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { effectWords, severityName } from '../app/format';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { SegmentedControl } from '../kit/Choice';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Filters } from '../kit/Picker';
import { Status, Tag } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './admin.css';
import { CodePanel } from './CodePanel';
import { minutesWords } from './DurationField';

type CodeRow = ExceptionCode & { readonly ownerName: string };

const columns: readonly TableColumn<CodeRow>[] = [
  { id: 'code', name: 'Code', width: '88px', cell: (row) => <Tag>{row.code}</Tag> },
  {
    id: 'meaning',
    name: 'Meaning',
    cell: (row) => (
      <TwoLines
        first={row.meaning}
        second={
          row.kind === 'break-glass'
            ? `Opens the glass for ${minutesWords(row.glass?.windowMinutes ?? 0)}`
            : effectWords(row.effect)
        }
      />
    ),
  },
  { id: 'owner', name: 'Owner', width: '152px', cell: (row) => row.ownerName },
  {
    id: 'severity',
    name: 'Severity',
    width: '96px',
    isLess: true,
    cell: (row) => severityName(row.severity),
  },
  { id: 'due', name: 'Due in', width: '88px', cell: (row) => minutesWords(row.slaMinutes) },
  {
    id: 'state',
    name: 'State',
    width: '112px',
    isLess: true,
    cell: (row) => (row.active ? 'In use' : <Status mark="void">Retired</Status>),
  },
];

/** The exception catalogue: what each code means, who owns it, how soon, and what it does to the run. */
export function CodesScreen() {
  const codes = useAsk('codes', {});
  const [kind, setKind] = useState<'exception' | 'break-glass'>('exception');
  const [chosen, setChosen] = useState<string | null>(null);
  const all = codes.data ?? [];
  const rows = all.filter((row) => row.kind === kind).toSorted((a, b) => a.code.localeCompare(b.code));
  const code = all.find((row) => row.code === chosen);
  const isNew = chosen === 'new';
  const panel = (isNew || code !== undefined) && (
    <CodePanel
      key={`${chosen} ${kind}`}
      code={code}
      kind={kind}
      taken={all.map((row) => row.code)}
      onClose={() => setChosen(null)}
      onSaved={setChosen}
    />
  );
  return (
    <Desk current="codes">
      <Split panel={panel} width={520}>
        <PageHead
          title="Codes and owners"
          lead="Why work stops, who settles it, and how soon."
          actions={
            !isNew && (
              <Button tone="primary" icon={Plus} onPress={() => setChosen('new')}>
                Add a code
              </Button>
            )
          }
        />
        <PageBody>
          <Filters count={codes.data === undefined ? undefined : `${rows.length} of ${all.length}`}>
            <SegmentedControl
              label="Which codes"
              options={[
                { id: 'exception', label: 'Exceptions' },
                { id: 'break-glass', label: 'Break-glass reasons' },
              ]}
              value={kind}
              onChange={(id) => {
                setKind(id === 'break-glass' ? 'break-glass' : 'exception');
                if (!isNew) setChosen(null);
              }}
            />
          </Filters>
          <Asked asked={codes} label="Reading the codes">
            {() => (
              <Table
                label={kind === 'exception' ? 'Exception codes' : 'Break-glass reasons'}
                columns={columns}
                rows={rows}
                rowId={(row) => row.code}
                selected={isNew ? null : chosen}
                onSelect={setChosen}
                rowHeight="roomy"
                empty={
                  <EmptyState
                    title={
                      kind === 'exception'
                        ? 'No exception codes are defined.'
                        : 'No break-glass reasons are defined.'
                    }
                    note={
                      kind === 'exception'
                        ? 'A code says what stopped the work, who owns it and how soon. A checklist from the library brings its codes along.'
                        : 'Without one, no gate and no blocked step can be opened in an emergency.'
                    }
                    action={<Button onPress={() => setChosen('new')}>Add a code</Button>}
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
