import { PenLine, Timer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/Button';
import { Hatched, Panel, PanelPart, Split } from '../kit/Card';
import { RadioCards, SegmentedControl } from '../kit/Choice';
import { DeskShell, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import type { MarkName } from '../kit/Mark';
import { DropFilter, Filters } from '../kit/Picker';
import { Timeline } from '../kit/Proof';
import { Chip, Status } from '../kit/Status';
import type { TableColumn, TableSort } from '../kit/Table';
import { Table, TwoLines } from '../kit/Table';
import { Tabs } from '../kit/Tabs';
import { SearchField, TextArea } from '../kit/TextField';
import type { TimeLeftProps } from '../kit/TimeLeft';
import { TimeLeft } from '../kit/TimeLeft';
import { foot, footEnd, groups, lastItems } from './sample';

interface Case {
  id: string;
  time: string;
  heat: TimeLeftProps['state'];
  used: number;
  what: string;
  where: string;
  owner: string;
  team: string;
  mark: MarkName;
  state: string;
}

const cases: readonly Case[] = [
  {
    id: '1',
    time: 'Overdue 1 h 05',
    heat: 'late',
    used: 1,
    what: 'MAT-02 Required material missing',
    where: 'WO-K7-000120 · Change filter, press 2',
    owner: 'Luca Moretti',
    team: 'Stores lead',
    mark: 'stop',
    state: 'Blocked',
  },
  {
    id: '2',
    time: '35 min left',
    heat: 'soon',
    used: 0.86,
    what: 'MEA-04 Reading out of band',
    where: 'WO-K7-000121 · 14.60 N·m, act at 14.00',
    owner: 'Petra Lindqvist',
    team: 'Maintenance',
    mark: 'held',
    state: 'Held',
  },
  {
    id: '3',
    time: '2 h 54 left',
    heat: 'soon',
    used: 0.78,
    what: 'BG-02 Danger to plant',
    where: 'BG-K7-000007 · Permit to isolate',
    owner: 'Thomas Okafor',
    team: 'You, reviewer',
    mark: 'glass',
    state: 'Post-review',
  },
  {
    id: '4',
    time: '5 h 10 left',
    heat: 'calm',
    used: 0.48,
    what: 'MAT-05 Material wrong or damaged',
    where: 'WO-K9-000054 · Filter lot 26-0311',
    owner: 'Luca Moretti',
    team: 'Stores lead',
    mark: 'quarantined',
    state: 'Quarantined',
  },
  {
    id: '5',
    time: 'Paused',
    heat: 'paused',
    used: 0.22,
    what: 'ACC-01 No access, key or permit',
    where: 'WO-K9-000049 · Paused: P-01 plant stop',
    owner: 'Birgit Hansen',
    team: 'Production',
    mark: 'todo',
    state: 'Open',
  },
];

const columns: readonly TableColumn<Case>[] = [
  {
    id: 'time',
    name: 'Time left',
    width: '164px',
    isSortable: true,
    cell: (row) => (
      <TimeLeft state={row.heat} used={row.used}>
        {row.time}
      </TimeLeft>
    ),
  },
  {
    id: 'what',
    name: 'What',
    isRowHeader: true,
    cell: (row) => <TwoLines first={row.what} second={row.where} />,
  },
  {
    id: 'owner',
    name: 'Owner',
    isSortable: true,
    isLess: true,
    cell: (row) => <TwoLines first={row.owner} second={row.team} />,
  },
  { id: 'state', name: 'State', cell: (row) => <Status mark={row.mark}>{row.state}</Status> },
];

/** A list with its panel beside it. */
export function ReviewSample() {
  const [selected, setSelected] = useState<string | null>('3');
  const [tab, setTab] = useState('open');
  const [sort, setSort] = useState<TableSort>({ column: 'time', direction: 'ascending' });
  const [verdict, setVerdict] = useState<string | null>('not');
  const [reason, setReason] = useState('On-call QA was on site until 03:00 and could be reached.');
  const [view, setView] = useState('table');
  const [owner, setOwner] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  return (
    <DeskShell
      brand="Process Designer"
      search={
        <SearchField
          label="Number, lot, person or code, or scan"
          keys="Ctrl K"
          value={search}
          onChange={setSearch}
        />
      }
      site="Halden plant · K3"
      person={{ name: 'Thomas Okafor', role: 'supervisor' }}
      groups={groups}
      lastItems={lastItems}
      current="exceptions"
      foot={foot}
      footEnd={footEnd}
    >
      <Split
        panel={
          selected !== null && (
            <Panel
              isHatched
              kicker={
                <>
                  Break-glass <span className="mono">BG-K7-000007</span> · today 02:12 ·{' '}
                  <a href="#review">WO-K7-000123</a>
                </>
              }
              title="Gate “Permit to isolate” was opened"
              chips={
                <>
                  <Chip mark="glass">Post-review due 14:00</Chip>
                  <Chip icon={Timer}>Used 9 of 15 min</Chip>
                </>
              }
              onPrevious={() => {}}
              onNext={() => {}}
              onClose={() => setSelected(null)}
              foot={
                <>
                  <Button>Ask Emre</Button>
                  <Button>Hand to another reviewer</Button>
                  <Button tone="primary" icon={PenLine}>
                    Sign verdict
                  </Button>
                </>
              }
            >
              <PanelPart>
                <KeyValue
                  items={[
                    { name: 'Opened by', value: 'Emre Aydın, operator, night shift, station K7' },
                    {
                      name: 'Why',
                      value: '“Oil is running onto the hot platen. Waiting for QA puts press 4 at risk.”',
                    },
                  ]}
                />
              </PanelPart>
              <PanelPart title="Done under it" aside="5 entries, closed by itself 02:27">
                <Hatched>
                  <Timeline
                    label="Done under it"
                    items={[
                      { id: '1', time: '02:14', text: 'Step 5, Notify control room', aside: 'done' },
                      { id: '2', time: '02:17', text: 'Step 6, Isolate main switch Q4', aside: 'witnessed' },
                      {
                        id: '3',
                        time: '02:21',
                        text: 'Steps 7 and 8, Lock, tag, release pressure',
                        aside: '2 photos',
                      },
                    ]}
                  />
                </Hatched>
              </PanelPart>
              <PanelPart title="Your verdict" aside="You took no part; Emre is not in your line">
                <div className="g-stack" style={{ gap: 8 }}>
                  <RadioCards
                    label="Your verdict"
                    hideLabel
                    place="row"
                    value={verdict}
                    onChange={setVerdict}
                    options={[
                      { id: 'yes', label: 'Justified' },
                      { id: 'not', label: 'Not justified' },
                      { id: 'unclear', label: 'Unclear' },
                    ]}
                  />
                  <TextArea label="Why" hideLabel value={reason} onChange={setReason} rows={2} />
                </div>
              </PanelPart>
            </Panel>
          )
        }
      >
        <PageHead title="Exceptions and reviews" />
        <div style={{ padding: '0 24px 0 32px' }}>
          <Tabs
            label="Exceptions"
            value={tab}
            onChange={setTab}
            items={[
              { id: 'open', label: 'Open', count: 14 },
              { id: 'mine', label: 'Needs me', count: 3 },
              { id: 'reviews', label: 'Post-reviews', count: 3 },
              { id: 'done', label: 'Disposed', count: 212 },
            ]}
          >
            <div style={{ padding: '12px 0 8px' }}>
              <Filters>
                <SegmentedControl
                  label="View"
                  value={view}
                  onChange={setView}
                  options={[
                    { id: 'table', label: 'Table' },
                    { id: 'lanes', label: 'Lanes' },
                  ]}
                />
                <DropFilter
                  label="Owner"
                  value={owner}
                  onChange={setOwner}
                  options={[{ id: 'luca', label: 'Luca Moretti' }]}
                />
              </Filters>
            </div>
            <Table
              label="Open exceptions"
              columns={columns}
              rows={cases}
              rowId={(row) => row.id}
              selected={selected}
              onSelect={setSelected}
              sort={sort}
              onSort={setSort}
              rowHeight="roomy"
            />
          </Tabs>
        </div>
      </Split>
    </DeskShell>
  );
}
