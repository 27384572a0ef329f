import { Download, Lock, Monitor, MonitorCheck, PackageCheck, Pencil, Plus, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { BandGauge } from '../kit/BandGauge';
import { Button, ButtonRow, IconButton, LinkButton } from '../kit/Button';
import { Card, CardList, CardRow, Hatched } from '../kit/Card';
import { Checkbox, PhraseChips, RadioCards, SegmentedControl } from '../kit/Choice';
import { Dialog, FieldRow } from '../kit/Dialog';
import { FieldError } from '../kit/Field';
import { KeyValue } from '../kit/KeyValue';
import type { MarkName } from '../kit/Mark';
import { Mark, wordOfMark } from '../kit/Mark';
import { ModeBar, Notice } from '../kit/Notice';
import { FileDrop, PhotoThumb } from '../kit/Photo';
import { DropFilter, Filters, Menu, Select } from '../kit/Picker';
import { ProofSteps, Timeline } from '../kit/Proof';
import { SaveMark } from '../kit/SaveMark';
import { Chip, Count, Face, Key, Status, Struck, Tag } from '../kit/Status';
import { Tabs } from '../kit/Tabs';
import { DateTimeField, SearchField, SecretField, TextArea, TextField } from '../kit/TextField';
import { TimeLeft } from '../kit/TimeLeft';
import { EmptyState, Loading, ProgressBar } from '../kit/Waiting';
import './gallery.css';
import { photo } from './sample';

export const markNames: readonly MarkName[] = [
  'done',
  'now',
  'todo',
  'notApplicable',
  'warn',
  'stop',
  'held',
  'quarantined',
  'glass',
  'late',
  'gate',
  'void',
  'saving',
  'notSaved',
];

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="g-group">
      <h2>{title}</h2>
      <div className="g-stack">{children}</div>
    </section>
  );
}

const owners = [
  { id: 'luca', label: 'Luca Moretti', note: 'Stores lead' },
  { id: 'nadia', label: 'Nadia Haddad', note: 'Electrical' },
  { id: 'sven', label: 'Sven Halvorsen', note: 'On leave', isDisabled: true },
];

function Fields() {
  const [text, setText] = useState('Torque the gland bolts, final pass');
  const [reason, setReason] = useState('');
  const [secret, setSecret] = useState('korrekt-pferd');
  const [due, setDue] = useState('2026-03-10T14:00');
  const [search, setSearch] = useState('');
  const [owner, setOwner] = useState<string | null>(null);
  return (
    <Group title="Fields">
      <SearchField
        label="Number, lot, person or code, or scan"
        keys="Ctrl K"
        value={search}
        onChange={setSearch}
      />
      <FieldRow>
        <TextField label="Title" value={text} onChange={setText} note="Shown to the operator." />
        <TextField label="Unit" value="N·m" onChange={() => {}} unit="N.m" />
      </FieldRow>
      <FieldRow>
        <TextField
          label="Warn below"
          value="10.00"
          onChange={() => {}}
          inputMode="decimal"
          error="10.00 is below the act limit 11.00. Enter a value between 11.00 and 12.80."
        />
        <TextField label="Number" value="WO-K7-000123" onChange={() => {}} mono isReadOnly />
      </FieldRow>
      <FieldRow>
        <Select
          label="Owner"
          options={owners}
          value={owner}
          onChange={setOwner}
          placeholder="Choose an owner"
          isRequired
        />
        <DateTimeField label="Due" value={due} onChange={setDue} note="Local time (UTC+1)" />
      </FieldRow>
      <FieldRow>
        <SecretField label="Secret" value={secret} onChange={setSecret} />
        <TextField label="Identifier" value="" placeholder="a.ruiz" onChange={() => {}} isDisabled />
      </FieldRow>
      <TextArea
        label="Why"
        value={reason}
        onChange={setReason}
        isRequired
        rows={2}
        placeholder="What happened, in a sentence"
      />
      <FieldError>You carried out step 12, so you cannot approve it. Petra Lindqvist can.</FieldError>
    </Group>
  );
}

function Choices() {
  const [verdict, setVerdict] = useState<string | null>('not');
  const [meaning, setMeaning] = useState<string | null>(null);
  const [view, setView] = useState('table');
  const [phrase, setPhrase] = useState<string | null>('Bin is empty');
  const [isTold, setTold] = useState(true);
  const [code, setCode] = useState<string | null>(null);
  const [when, setWhen] = useState<string | null>('today');
  const [tab, setTab] = useState('open');
  return (
    <Group title="Choices">
      <Filters count="74 of 48,231 entries">
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
          label="When"
          value={when}
          onChange={setWhen}
          options={[
            { id: 'today', label: 'Today' },
            { id: 'week', label: 'This week' },
          ]}
        />
        <DropFilter label="Owner" value={code} onChange={setCode} options={owners} />
      </Filters>
      <RadioCards
        label="Your verdict"
        aside="You took no part; Emre is not in your line"
        place="row"
        value={verdict}
        onChange={setVerdict}
        options={[
          { id: 'yes', label: 'Justified' },
          { id: 'not', label: 'Not justified' },
          { id: 'unclear', label: 'Unclear' },
        ]}
      />
      <RadioCards
        label="What it means"
        value={meaning}
        onChange={setMeaning}
        options={[
          {
            id: 'approve',
            label: 'I approve',
            note: 'QA: the record is complete and press 4 may return to service.',
          },
          { id: 'reject', label: 'I reject', note: 'Asks for a code and the step to go back to.' },
          { id: 'other', label: 'I abstain', note: 'Not open to the second approver.', isDisabled: true },
        ]}
      />
      <div>
        <Checkbox isSelected={isTold} onChange={setTold} note="Seen on this station and on K2.">
          Tell the owner
        </Checkbox>
        <Checkbox isSelected={false} onChange={() => {}}>
          Hold the whole run
        </Checkbox>
        <Checkbox isSelected={true} onChange={() => {}} isDisabled>
          Keep the first entry
        </Checkbox>
      </div>
      <PhraseChips
        label="Why"
        phrases={['Not at the bench', 'Bin is empty', 'Wrong size sent']}
        value={phrase}
        onChange={setPhrase}
      />
      <Tabs
        label="Exceptions"
        value={tab}
        onChange={setTab}
        items={[
          { id: 'open', label: 'Open', count: 14 },
          { id: 'mine', label: 'Needs me', count: 3 },
          { id: 'done', label: 'Disposed', count: 212 },
        ]}
      >
        <EmptyState
          title="No exceptions are open."
          note="When a step is blocked, it appears here with its owner and due time."
          action={<LinkButton>Show the disposed ones</LinkButton>}
        />
      </Tabs>
    </Group>
  );
}

function Buttons() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Group title="Buttons">
      <ButtonRow>
        <Button tone="primary" icon={Pencil}>
          Sign verdict
        </Button>
        <Button icon={Download}>Export</Button>
        <Button tone="plain">Read again</Button>
        <Button tone="danger" onPress={() => setOpen(true)}>
          Withdraw the run
        </Button>
        <Button tone="primary" isPending>
          Signing
        </Button>
        <IconButton icon={Plus} label="Add step" />
        <IconButton icon={Lock} label="Release" why="Released by someone other than the author." />
        <Menu
          label="More"
          onAction={() => {}}
          items={[
            { id: 'copy', label: 'Copy number', icon: Pencil },
            { id: 'print', label: 'Print', note: 'Prints as it is', icon: Download },
            { id: 'no', label: 'Release', isDisabled: true },
          ]}
        />
      </ButtonRow>
      <Button icon={Lock} tone="primary" why={<>Opens when nothing is missing. 3 of 11 missing.</>}>
        Close work order
      </Button>
      <p>
        A sentence with <a href="#desk">a place</a> and <LinkButton>a deed that looks like one</LinkButton>.
        Press <Key>Ctrl K</Key>.
      </p>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        role="alertdialog"
        title="Give up this run"
        lead="4 of 6 steps are recorded. They stay in the record."
        foot={
          <>
            <Button onPress={() => setOpen(false)}>Cancel, give up nothing</Button>
            <Button tone="danger" onPress={() => setOpen(false)}>
              Give up the run
            </Button>
          </>
        }
      >
        The run ends here and cannot be taken up again. A new run starts at step 1.
      </Dialog>
    </Group>
  );
}

function Marks() {
  return (
    <Group title="Marks">
      <div className="g-row">
        {markNames.map((name) => (
          <Status key={name} mark={name}>
            {wordOfMark(name)}
          </Status>
        ))}
      </div>
      <div className="g-row">
        {markNames.map((name) => (
          <Mark key={name} name={name} size={32} label={wordOfMark(name)} />
        ))}
      </div>
      <div className="g-row">
        <Chip mark="glass">Post-review due 14:00</Chip>
        <Chip mark="warn">2 to consider</Chip>
        <Chip mark="stop">1 stops release</Chip>
        <Chip mark="done">Badge read</Chip>
        <Chip tone="ink" icon={Pencil}>
          Draft of version 8
        </Chip>
        <Chip icon={Timer}>Used 9 of 15 min</Chip>
        <Chip icon={MonitorCheck}>K3, 11:05</Chip>
        <Chip icon={Monitor} dashed tone="quiet">
          QA-1, 06:02, before it
        </Chip>
      </div>
      <div className="g-row">
        <SaveMark state="saving" />
        <SaveMark state="saved" at="10:42:31" />
        <SaveMark state="notSaved" />
      </div>
      <div className="g-row">
        <Tag>MAT-02</Tag>
        <Tag changed>changed</Tag>
        <Count value={14} /> <Count value={3} late />
        <Face name="Marta Kovač" me /> <Face name="Jonas Weber" size={40} />
        <Struck reason="wrong code, withdrawn 10:14">MAT-05</Struck>
      </div>
      <div className="g-row">
        <TimeLeft state="late" used={1}>
          Overdue 1 h 05
        </TimeLeft>
        <TimeLeft state="soon" used={0.78}>
          2 h 54 left
        </TimeLeft>
        <TimeLeft state="calm" used={0.4}>
          1 day left
        </TimeLeft>
        <TimeLeft state="paused" used={0.22}>
          Paused
        </TimeLeft>
      </div>
    </Group>
  );
}

function Notices() {
  return (
    <Group title="Notices">
      <Notice
        kind="fault"
        title="The disk is full. Step 14 was not saved."
        incident="K7-0031"
        actions={<Button>Save again</Button>}
      >
        12.50 is kept in this field. Free 200 MB, then Save again.
      </Notice>
      <Notice kind="refused" title="You carried out step 12, so you cannot approve it.">
        Petra Lindqvist can. The refused try stays in the record.
      </Notice>
      <Notice kind="unknown" title="Checking whether it was recorded">
        Writing stops until it is known. What you typed is kept here.
      </Notice>
      <Notice
        kind="ok"
        title="Verified 11:06. Nothing missing, nothing changed."
        actions={
          <>
            <LinkButton>What this cannot show</LinkButton>
            <Button>Verify again</Button>
          </>
        }
      >
        48,231 entries and 1,204 files of log K7, read again from disk in 41 s.
      </Notice>
      <Notice kind="warn" title="The clock went back 3 minutes at 10:12.">
        Entries keep their order. The jump is recorded.
      </Notice>
      <Notice kind="glass" title="Break-glass is open until 02:27.">
        Everything done until then is marked and reviewed.
      </Notice>
      <Notice kind="info" title="Stick HAL-2: 3 bundles for K9, made 11:05." />
      <ModeBar mark="now" action={<LinkButton>Leave practice</LinkButton>}>
        Practice. Nothing here is a record.
      </ModeBar>
    </Group>
  );
}

function Evidence() {
  return (
    <Group title="Evidence">
      <Card title="Bands">
        <BandGauge
          value="12.50"
          unit="N·m"
          limits={{ actLow: '11.00', warnLow: '12.00', warnHigh: '13.00', actHigh: '14.00' }}
        />
        <BandGauge
          value="14.60"
          unit="N·m"
          limits={{ actLow: '11.00', warnLow: '12.00', warnHigh: '13.00', actHigh: '14.00' }}
        />
        <BandGauge value="0,8" unit="bar" limits={{ warnHigh: '0,6', actHigh: '1,0' }} />
        <BandGauge limits={{ actLow: '10:00' }} />
        <BandGauge limits={{ actLow: '10', warnLow: '12' }} />
        <BandGauge
          kind="compact"
          value="12.9"
          limits={{ actLow: 11, warnLow: 12, warnHigh: 13, actHigh: 14 }}
        />
      </Card>
      <Card title="Why you can rely on it" aside={<Status mark="done">Proof holds</Status>}>
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
              mark: 'warn',
              title: 'Its witnesses',
              note: 'no other device holds a total that contains it',
              extra: (
                <Chip icon={Monitor} dashed tone="quiet">
                  QA-1, 06:02, before it
                </Chip>
              ),
            },
          ]}
        />
      </Card>
      <Card isFlush title="Missing, 2" aside="Each opens where it is settled">
        <CardList>
          <CardRow
            sign={<Mark name="now" />}
            title="QA approval, “Return to service”"
            note="Waits for you. Peer approved 10:58"
            go="Sign"
            href="#sign"
            isCurrent
          />
          <CardRow
            sign={<Mark name="todo" />}
            title="Photo of removed locks, step 21"
            note="0 of 1. Marta Kovač, after the gate"
            go="Open"
            onPress={() => {}}
          />
        </CardList>
      </Card>
      <Card isFlush label="Ready">
        <CardList>
          <CardRow sign={<Mark name="done" />} title="Prerequisites passed" aside="4 of 4" />
          <CardRow sign={<Mark name="done" />} title="Steps before the gate" aside="17 of 17" />
        </CardList>
      </Card>
      <Hatched>
        <Timeline
          label="Done under break-glass"
          items={[
            { id: '1', time: '02:14', text: 'Step 5, Notify control room', aside: 'done' },
            { id: '2', time: '02:17', text: 'Step 6, Isolate main switch Q4', aside: 'witnessed' },
          ]}
        />
      </Hatched>
      <KeyValue
        isBoxed
        items={[
          { name: 'Gate', value: 'Return to service, press 4, needs 1 peer and 1 QA' },
          {
            name: 'You were shown',
            value: 'Steps 1 to 17, 6 readings, 8 files, 2 exceptions, 1 break-glass.',
          },
          { name: 'Fingerprint', value: <span className="mono">9f2c 41d0 77ab … 5b1e c6a4</span> },
        ]}
      />
      <div className="g-row">
        <div style={{ width: 240 }}>
          <PhotoThumb src={photo} alt="Torque wrench display reading 12.50" caption="Camera, 10:42:07" />
        </div>
        <div style={{ width: 240 }}>
          <PhotoThumb
            src="data:image/png;base64,xx"
            alt="Torque wrench display reading 12.50"
            caption="Camera, 10:42:07"
          />
        </div>
      </div>
      <FileDrop
        label="Choose a bundle"
        note="Or drop it here. One file."
        icon={PackageCheck}
        onFiles={() => {}}
      />
    </Group>
  );
}

function Waits() {
  return (
    <Group title="Waiting and empty">
      <ProgressBar label="Reading the ledger" value={12400} max={48231} count="12,400 of 48,231 entries" />
      <Loading
        isImmediate
        label="Reading the ledger"
        done={12400}
        total={48231}
        unit="entries"
        onCancel={() => {}}
      />
    </Group>
  );
}

/** Desk parts in every state. */
export function Parts() {
  return (
    <main className="g-page">
      <h1>Kit, desk</h1>
      <div className="g-columns">
        <Marks />
        <Buttons />
        <Fields />
        <Choices />
        <Notices />
        <Evidence />
        <Waits />
      </div>
    </main>
  );
}
