import { Download, Lock, MonitorCheck, PackageCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/Button';
import { Panel, PanelPart, Split } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import type { DataColumn } from '../kit/DataList';
import { DataList } from '../kit/DataList';
import { DeskShell, PageHead } from '../kit/DeskShell';
import { FieldRow, SignDialog } from '../kit/Dialog';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { DropFilter, Filters } from '../kit/Picker';
import { ProofSteps } from '../kit/Proof';
import { Chip, Status } from '../kit/Status';
import { SearchField, SecretField, TextField } from '../kit/TextField';
import './gallery.css';
import { foot, footEnd, groups, lastItems } from './sample';

interface Entry {
  id: number;
  time: string;
  who: string;
  what: string;
  state?: 'refused' | 'blocked';
}

const samples: readonly Omit<Entry, 'id'>[] = [
  { time: '10:58:40', who: 'Petra Lindqvist', what: 'Signed: approved “Return to service” as peer' },
  { time: '10:57:20', who: 'Marta Kovač', what: 'Recorded step 17, tools counted, 14 of 14' },
  { time: '10:47:02', who: 'system, idle lock', what: 'Locked station K7, work kept' },
  { time: '10:42:31', who: 'Marta Kovač', what: 'Recorded step 14, torque 12.50 N·m' },
  { time: '10:41:50', who: 'Marta Kovač', what: 'torque 1.25, below 5.00', state: 'refused' },
  { time: '10:12:04', who: 'Marta Kovač', what: 'step 13 with MAT-02', state: 'blocked' },
];

const total = 48_231;

function entryAt(index: number): Entry | undefined {
  const sample = samples[index % samples.length];
  return sample === undefined ? undefined : { ...sample, id: total - index };
}

const columns: readonly DataColumn<Entry>[] = [
  { id: 'time', name: 'Time', width: '92px', cell: (entry) => entry.time },
  { id: 'entry', name: 'Entry', width: '92px', align: 'end', cell: (entry) => entry.id.toLocaleString('en') },
  { id: 'who', name: 'Who', width: '152px', cell: (entry) => entry.who },
  {
    id: 'what',
    name: 'What',
    width: 'minmax(0, 1fr)',
    cell: (entry) => (
      <>
        {entry.state === 'refused' && <Status mark="warn">Refused</Status>}
        {entry.state === 'blocked' && <Status mark="stop">Blocked</Status>}
        {entry.state !== undefined && ' '}
        {entry.what}
      </>
    ),
  },
];

/** A ledger in the desk shell; with `isSigning` a window to sign over it. */
export function DeskSample({ isSigning = false }: { isSigning?: boolean }) {
  const [selected, setSelected] = useState<string | null>('48228');
  const [signs, setSigns] = useState(isSigning);
  const [meaning, setMeaning] = useState<string | null>('approve');
  const [identifier, setIdentifier] = useState('a.ruiz');
  const [secret, setSecret] = useState('');
  const [search, setSearch] = useState('');
  const [when, setWhen] = useState<string | null>('today');
  const [who, setWho] = useState<string | null>(null);
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
      person={{ name: 'Ana Ruiz', role: 'compliance' }}
      groups={groups}
      lastItems={lastItems}
      current="ledger"
      foot={foot}
      footEnd={footEnd}
    >
      <PageHead
        title="Ledger"
        lead="What happened, in order. Entries are added, never changed."
        actions={
          <>
            <Button icon={Download}>Export</Button>
            <Button icon={Lock} why="Opens when nothing is missing. 3 of 11 missing.">
              Close work order
            </Button>
            <Button icon={PackageCheck} onPress={() => setSigns(true)}>
              Make audit pack
            </Button>
          </>
        }
      />
      <div style={{ padding: '0 32px 16px' }}>
        <Notice
          kind="ok"
          title="Verified 11:06. Nothing missing, nothing changed."
          actions={
            <>
              <a href="#desk">What this cannot show</a>
              <Button icon={RotateCw}>Verify again</Button>
            </>
          }
        >
          48,231 entries and 1,204 files of log K7, read again from disk in 41 s. 3 other devices hold heads
          that agree.
        </Notice>
      </div>
      <div style={{ padding: '0 32px 12px', borderBottom: '1px solid var(--line)' }}>
        <Filters count={<>{total.toLocaleString('en')} entries</>}>
          <DropFilter
            label="When"
            value={when}
            onChange={setWhen}
            options={[{ id: 'today', label: 'Today' }]}
          />
          <DropFilter
            label="Who"
            any="anyone"
            value={who}
            onChange={setWho}
            options={[{ id: 'mk', label: 'Marta Kovač' }]}
          />
        </Filters>
      </div>
      <Split
        width={520}
        panel={
          selected !== null && (
            <Panel
              kicker={
                <>
                  Entry <span className="mono">{selected}</span> of log K7, epoch 1 ·{' '}
                  <span className="mono">run.step-recorded</span>
                </>
              }
              title="Marta Kovač recorded 12.50 N·m"
              lead={
                <>
                  Step 14, Torque the gland bolts, in <a href="#desk">WO-K7-000123</a>
                </>
              }
              onPrevious={() => {}}
              onNext={() => {}}
              onClose={() => setSelected(null)}
              foot={
                <>
                  <Button>Raw entry</Button>
                  <Button icon={Download}>Save this proof</Button>
                  <a href="#desk">Check it without this app</a>
                </>
              }
            >
              <PanelPart>
                <KeyValue
                  items={[
                    { name: 'Value', value: <b>12.50 N·m</b> },
                    {
                      name: 'Before',
                      value: (
                        <>
                          <del>1.25</del> refused 10:41:50, kept as <a href="#desk">entry 48,210</a>
                        </>
                      ),
                    },
                    { name: 'Witness', value: 'Jonas Weber, 10:42:29' },
                  ]}
                />
              </PanelPart>
              <PanelPart title="Why you can rely on it" aside={<Status mark="done">Proof holds</Status>}>
                <ProofSteps
                  steps={[
                    {
                      id: 'place',
                      mark: 'done',
                      title: 'Its place',
                      note: '48,213, right after 48,212',
                      says: 'It names the fingerprint of the entry before it. No place is empty.',
                    },
                    {
                      id: 'print',
                      mark: 'done',
                      title: 'Its fingerprint',
                      note: 'matches what is on disk',
                      says: 'One changed character would give another fingerprint.',
                      code: 'leaf c41e 07b9 5d2a 8f60 … 12ab 9e37',
                    },
                    {
                      id: 'wit',
                      mark: 'done',
                      title: 'Its witnesses',
                      note: '2 other devices hold a total that contains it',
                      extra: (
                        <>
                          <Chip icon={MonitorCheck}>K3, 11:05</Chip>
                          <Chip icon={MonitorCheck}>K2, 10:59</Chip>
                        </>
                      ),
                    },
                  ]}
                />
              </PanelPart>
            </Panel>
          )
        }
      >
        <DataList
          label="Entries"
          columns={columns}
          count={total}
          rowAt={entryAt}
          rowId={(entry) => String(entry.id)}
          selected={selected}
          onSelect={(entry) => setSelected(String(entry.id))}
        />
      </Split>
      <SignDialog
        isOpen={signs}
        onClose={() => setSigns(false)}
        onSign={() => setSigns(false)}
        title="Sign: approval of “Return to service”"
        what={
          <KeyValue
            isBoxed
            items={[
              { name: 'Gate', value: 'Return to service, press 4, needs 1 peer and 1 QA' },
              {
                name: 'You were shown',
                value: (
                  <>
                    Steps 1 to 17, 6 readings, 8 files, 2 exceptions, 1 break-glass.{' '}
                    <a href="#sign">Read again</a>
                  </>
                ),
              },
              { name: 'Changed since', value: 'Nothing since you opened it at 11:02' },
              { name: 'Fingerprint', value: <span className="mono">9f2c 41d0 77ab … 5b1e c6a4</span> },
            ]}
          />
        }
        means={
          <RadioCards
            label="What it means"
            hideLabel
            value={meaning}
            onChange={setMeaning}
            options={[
              {
                id: 'approve',
                label: 'I approve',
                note: 'QA: the record is complete and press 4 may return to service.',
              },
              { id: 'reject', label: 'I reject', note: 'Asks for a code and the step to go back to.' },
            ]}
          />
        }
        who={
          <>
            <FieldRow>
              <TextField label="Identifier" value={identifier} onChange={setIdentifier} />
              <SecretField label="Secret" value={secret} onChange={setSecret} />
            </FieldRow>
            <p className="t-note" style={{ marginTop: 8 }}>
              First signature in this sitting, so both are needed.
            </p>
          </>
        }
        made="Made with your key at 11:06 (UTC+1)"
        why={secret === '' ? 'Opens when your secret is entered.' : undefined}
        signLabel="Sign approval"
      />
    </DeskShell>
  );
}
