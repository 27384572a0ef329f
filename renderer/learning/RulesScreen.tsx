import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { RuleRow } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, nearTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { Table, type TableColumn, TwoLines } from '../kit/Table';
import { EmptyState } from '../kit/Waiting';
import './learning.css';
import { RepeatRule } from './RepeatRule';
import { RulePanel } from './RulePanel';

/** D12: what the app does by itself, each rule as a sentence, and what none of them can ever do. */
export function RulesScreen() {
  const rules = useAsk('rules', {});
  const repeat = useAsk('signals', { state: 'open' }).data?.repeat;
  const now = useNow(60_000);
  const [chosen, setChosen] = useState<string | null>(null);
  const isNew = chosen === 'new';
  const rule = rules.data?.find((one) => one.rule === chosen);
  const rows = (rules.data ?? []).toSorted(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  );
  return (
    <Desk current="rules">
      <Split
        width={520}
        panel={
          (isNew || rule !== undefined) && (
            <RulePanel key={chosen} rule={rule} onClose={() => setChosen(null)} onSaved={setChosen} />
          )
        }
      >
        <PageHead
          title="Rules"
          lead="What the app does by itself, at once and at any hour."
          actions={
            !isNew && (
              <Button
                tone={rule === undefined ? 'primary' : 'edge'}
                icon={Plus}
                onPress={() => setChosen('new')}
              >
                Add a rule
              </Button>
            )
          }
        />
        <PageBody>
          <Asked asked={rules} label="Reading the rules">
            {() => (
              <Table
                label="Rules"
                rowHeight="roomy"
                columns={columns(now)}
                rows={rows}
                rowId={(one) => one.rule}
                selected={isNew ? null : chosen}
                onSelect={setChosen}
                empty={
                  <EmptyState
                    title="No rule is made yet."
                    note="A rule says what happens when an exception is raised or a due time is missed: assign it, escalate it, or open a remediation."
                    action={<Button onPress={() => setChosen('new')}>Add a rule</Button>}
                  />
                }
              />
            )}
          </Asked>
          <Notice kind="info" title="No rule ever approves, signs or closes.">
            Those need a person. What a rule does is an entry that names the rule, and a person can change it.
          </Notice>
          {repeat !== undefined && <RepeatRule repeat={repeat} />}
        </PageBody>
      </Split>
    </Desk>
  );
}

function columns(now: string): readonly TableColumn<RuleRow>[] {
  return [
    {
      id: 'rule',
      name: 'Rule',
      isRowHeader: true,
      cell: (row) => <TwoLines first={row.name} second={row.sentence} />,
    },
    {
      id: 'fired',
      name: 'Acted',
      width: '152px',
      cell: (row) =>
        row.fired === 0 ? (
          <span className="text-3">Not yet</span>
        ) : (
          <TwoLines
            first={count(row.fired, 'time')}
            second={row.lastFiredAt === null ? '' : `Last ${nearTime(row.lastFiredAt, now)}`}
          />
        ),
    },
    {
      id: 'state',
      name: 'State',
      width: '120px',
      cell: (row) => (row.active ? 'In use' : <Status mark="void">Out of use</Status>),
    },
  ];
}
