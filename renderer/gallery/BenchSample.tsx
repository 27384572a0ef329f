import { ArrowRight, Clock, Diamond, OctagonMinus, Pencil, Save, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { BandGauge } from '../kit/BandGauge';
import { BenchShell } from '../kit/BenchShell';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { NumberPad } from '../kit/NumberPad';
import { PhotoDrop, PhotoThumb } from '../kit/Photo';
import { ReadingField } from '../kit/ReadingField';
import { SaveMark } from '../kit/SaveMark';
import { Face, Status } from '../kit/Status';
import type { StepSection } from '../kit/Steps';
import { StepHead, Steps, StepsAndWork } from '../kit/Steps';
import './gallery.css';
import { photo } from './sample';

const limits = { actLow: '11.00', warnLow: '12.00', warnHigh: '13.00', actHigh: '14.00' };

const sections: readonly StepSection[] = [
  { id: 'prepare', title: 'Prepare', mark: 'done', count: '4 of 4' },
  {
    id: 'isolate',
    title: 'Isolate, lock and tag',
    mark: 'done',
    count: '5 of 5',
    status: { mark: 'glass', word: 'Under break-glass' },
  },
  {
    id: 'replace',
    title: 'Replace seal',
    count: '4 of 6',
    steps: [
      { id: '10', number: '10', title: 'Remove gland and seal', mark: 'done' },
      { id: '11', number: '11', title: 'Inspect rod surface', mark: 'done' },
      { id: '12', number: '12', title: 'Clean bore', mark: 'notApplicable' },
      { id: '13', number: '13', title: 'Fit seal HS-40/60', mark: 'done', tag: 'MAT-02' },
      { id: '14', number: '14', title: 'Torque gland bolts', mark: 'now' },
      { id: '15', number: '15', title: 'Refit guard', mark: 'todo' },
    ],
  },
  { id: 'return', title: 'Return to service', mark: 'todo', count: '0 of 6' },
];

/** A step that takes a reading; with `isEntry` while it is being entered. */
export function BenchSample({ isEntry = false }: { isEntry?: boolean }) {
  const [value, setValue] = useState(isEntry ? '' : '12.50');
  return (
    <BenchShell
      title="Replace hydraulic seal, press 4"
      note={
        <>
          <span className="mono">WO-K7-000123</span> · Hydraulic seal replacement, version 7
        </>
      }
      back={{ label: 'My work', onPress: () => {} }}
      saved={<SaveMark state="saved" />}
      clock="10:43"
      person={{ name: 'Marta Kovač', role: 'Operator' }}
      personNote="lock or switch"
      onPerson={() => {}}
      left={
        <>
          <Button icon={OctagonMinus}>Block this step</Button>
          <Button icon={Diamond}>Break glass</Button>
          <Button icon={UsersRound}>Hand over</Button>
        </>
      }
      primary={
        <Button
          tone="primary"
          note="Step 15, Refit guard"
          iconEnd={ArrowRight}
          why={isEntry ? 'Opens when the reading is saved and the photo is taken.' : undefined}
        >
          Next
        </Button>
      }
    >
      <StepsAndWork
        steps={
          <Steps label="Steps" sections={sections} current="14" onOpen={() => {}} onSection={() => {}} />
        }
      >
        <StepHead
          kicker="Step 14 of 21"
          time={
            <>
              <Clock className="k-icon" aria-hidden="true" />
              <span>
                <b>3:18</b> in this step, usually 3 to 5 min
              </span>
            </>
          }
          title="Torque the gland bolts, final pass"
        >
          Tighten bolts 1 to 6 in star order. Enter the last wrench reading.
        </StepHead>
        <div className="g-run">
          <Card label="Reading" className="g-reading">
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
              isReadOnly={!isEntry}
              autoFocus={isEntry}
              action={isEntry ? undefined : <Button icon={Pencil}>Correct</Button>}
            />
            {isEntry ? (
              <div style={{ marginTop: 16 }}>
                <NumberPad
                  value={value}
                  onChange={setValue}
                  decimal="."
                  enterLabel="Save"
                  enterIcon={Save}
                  onEnter={() => {}}
                />
              </div>
            ) : (
              <>
                <div className="g-row" style={{ margin: '14px 0', justifyContent: 'space-between' }}>
                  <Status mark="done">Within limits</Status>
                  <span className="text-2">Target 12.00 to 13.00</span>
                </div>
                <div className="g-push">
                  <BandGauge limits={limits} value={value} unit="N·m" />
                </div>
                <div
                  className="g-row"
                  style={{
                    justifyContent: 'space-between',
                    marginTop: 14,
                    paddingTop: 12,
                    borderTop: '1px solid var(--line)',
                  }}
                >
                  <SaveMark state="saved" at="10:42:31" />
                  <span className="text-2">Attempt 2. First entry 1.25 is kept.</span>
                </div>
              </>
            )}
          </Card>
          <div className="g-side">
            <Card
              title="Photo of the display"
              aside={<Status mark={isEntry ? 'todo' : 'done'}>{isEntry ? '0 of 1' : '1 of 1'}</Status>}
            >
              {isEntry ? (
                <PhotoDrop label="Take photo" onFiles={() => {}} />
              ) : (
                <PhotoThumb
                  src={photo}
                  alt="Torque wrench display reading 12.50"
                  caption="Camera, 10:42:07"
                  action={<Button>Retake</Button>}
                />
              )}
            </Card>
            <Card
              title="Witness"
              aside={<Status mark={isEntry ? 'todo' : 'done'}>{isEntry ? 'Waits' : '10:42:29'}</Status>}
            >
              {isEntry ? (
                <p className="text-2">Someone who did not carry out this step, with badge and secret.</p>
              ) : (
                <div className="g-row" style={{ flexWrap: 'nowrap', alignItems: 'flex-start' }}>
                  <Face name="Jonas Weber" size={40} />
                  <div>
                    <b>Jonas Weber</b>
                    <div className="text-2">Saw the reading. Badge and secret.</div>
                  </div>
                </div>
              )}
            </Card>
          </div>
        </div>
      </StepsAndWork>
    </BenchShell>
  );
}
