import { Diamond, Download, OctagonMinus, Save, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonRow, IconButton, LinkButton } from '../kit/Button';
import { Card, CardList, CardRow } from '../kit/Card';
import { Checkbox, PhraseChips, RadioCards, SegmentedControl } from '../kit/Choice';
import { Dialog } from '../kit/Dialog';
import { KeyValue } from '../kit/KeyValue';
import { Mark, wordOfMark } from '../kit/Mark';
import { Notice } from '../kit/Notice';
import { NumberPad } from '../kit/NumberPad';
import { PhotoDrop } from '../kit/Photo';
import { Menu, Select } from '../kit/Picker';
import { ReadingField } from '../kit/ReadingField';
import { SaveMark } from '../kit/SaveMark';
import { Chip, Status, Tag } from '../kit/Status';
import { SizeProvider } from '../kit/size';
import { DateTimeField, SecretField, TextArea, TextField } from '../kit/TextField';
import { EmptyState, ProgressBar } from '../kit/Waiting';
import './gallery.css';
import { Group, markNames } from './Parts';

/** The same parts as gloves meet them. */
export function TouchParts() {
  const [value, setValue] = useState('12,5');
  const [pin, setPin] = useState('12345');
  const [phrase, setPhrase] = useState<string | null>('Bin is empty');
  const [meaning, setMeaning] = useState<string | null>('approve');
  const [reason, setReason] = useState('Kit 40/60 is not in the pick box. The label says 40/55.');
  const [view, setView] = useState('left');
  const [isOpen, setOpen] = useState(false);
  return (
    <SizeProvider size="touch">
      <main className="g-page k-bench" style={{ height: 'auto', display: 'block' }}>
        <h1 className="t-touch-title">Kit, touch</h1>
        <div className="g-columns">
          <Group title="Buttons">
            <ButtonRow>
              <Button icon={OctagonMinus}>Block this step</Button>
              <Button icon={Diamond}>Break glass</Button>
              <Button icon={UsersRound}>Hand over</Button>
              <Button tone="primary" icon={Save}>
                Save reading
              </Button>
              <Button tone="danger" onPress={() => setOpen(true)}>
                Give up
              </Button>
              <IconButton icon={Download} label="Export" />
              <Menu
                label="More"
                onAction={() => {}}
                items={[{ id: 'a', label: 'Print', note: 'As it is' }]}
              />
            </ButtonRow>
            <Button tone="primary" why="Opens when the photo is taken and the witness has signed.">
              Next
            </Button>
            <LinkButton>Use the full keyboard</LinkButton>
          </Group>
          <Group title="Marks">
            <div className="g-row">
              {markNames.map((name) => (
                <Status key={name} mark={name}>
                  {wordOfMark(name)}
                </Status>
              ))}
            </div>
            <div className="g-row">
              <Chip mark="glass">Under break-glass</Chip>
              <Tag>MAT-02</Tag>
              <SaveMark state="saving" />
              <SaveMark state="notSaved" />
            </div>
          </Group>
          <Group title="Readings">
            <ReadingField
              label="Torque, bolt 6"
              aside={
                <>
                  Wrench <span className="mono">TW-07</span>, calibrated to 30 Jun
                </>
              }
              value={value}
              onChange={setValue}
              unit="N·m"
            />
            <NumberPad
              value={value}
              onChange={setValue}
              enterLabel="Save"
              onEnter={() => {}}
              decimal=","
              hasSign
            />
            <ReadingField
              label="Torque, bolt 6"
              value="1.25"
              onChange={() => {}}
              unit="N·m"
              error="1.25 is below 5.00, so it was not accepted. It is kept as attempt 1. Enter the reading again."
            />
          </Group>
          <Group title="Fields">
            <TextField label="Identifier" value="m.kovac" onChange={() => {}} note="As on your badge." />
            <SecretField
              label="Secret"
              value={pin}
              onChange={setPin}
              aside={<LinkButton>Use the full keyboard</LinkButton>}
            />
            <NumberPad
              value={pin}
              onChange={setPin}
              enterLabel="Open"
              onEnter={() => {}}
              why="Enter your secret."
            />
            <Select
              label="Owner"
              value="luca"
              onChange={() => {}}
              options={[{ id: 'luca', label: 'Luca Moretti', note: 'Stores lead' }]}
            />
            <DateTimeField label="Due" value="2026-03-10T14:00" onChange={() => {}} />
            <TextArea label="Why" value={reason} onChange={setReason} isRequired />
            <PhotoDrop label="Add photo" onFiles={() => {}} />
          </Group>
          <Group title="Choices">
            <PhraseChips
              label="Why"
              phrases={['Not at the bench', 'Bin is empty', 'Wrong size sent']}
              value={phrase}
              onChange={setPhrase}
            />
            <RadioCards
              label="What it means"
              value={meaning}
              onChange={setMeaning}
              options={[
                { id: 'approve', label: 'I witnessed it', note: 'You saw the reading on the display.' },
                { id: 'reject', label: 'I did not see it', note: 'The step waits for another witness.' },
              ]}
            />
            <Checkbox isSelected onChange={() => {}} note="All six, in star order.">
              Bolts 1 to 6 tightened
            </Checkbox>
            <SegmentedControl
              label="Side"
              value={view}
              onChange={setView}
              options={[
                { id: 'left', label: 'Left' },
                { id: 'right', label: 'Right' },
              ]}
            />
          </Group>
          <Group title="Bars and cards">
            <Notice
              kind="fault"
              title="The disk is full. Step 14 was not saved."
              actions={<Button>Save again</Button>}
            >
              12.50 is kept in this field. Free 200 MB, then Save again.
            </Notice>
            <Notice kind="refused" title="Jonas Weber helped with this step, so he cannot witness it.">
              Anna Berg can.
            </Notice>
            <Card isFlush title="My work" aside="2 wait for you">
              <CardList>
                <CardRow
                  sign={<Mark name="now" />}
                  title="Replace hydraulic seal, press 4"
                  note="WO-K7-000123, step 14 of 21"
                  go="Go on"
                  onPress={() => {}}
                />
                <CardRow
                  sign={<Mark name="held" />}
                  title="Change filter, press 2"
                  note="Held since 10:12"
                  go="Open"
                  onPress={() => {}}
                />
              </CardList>
            </Card>
            <KeyValue isBoxed items={[{ name: 'Step', value: 'Torque the gland bolts' }]} />
            <ProgressBar label="Checking photos" value={3} max={8} count="3 of 8" />
            <EmptyState
              title="No work is assigned to you."
              note="When a work order is started for you, it appears here."
            />
          </Group>
        </div>
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
          The run ends here and cannot be taken up again.
        </Dialog>
      </main>
    </SizeProvider>
  );
}
