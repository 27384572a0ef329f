import {
  ArrowRight,
  KeyRound,
  PackageX,
  Search,
  ShieldAlert,
  Undo2,
  Unplug,
  UserRoundX,
  UsersRound,
  Wrench,
} from 'lucide-react';
import { useState } from 'react';
import { BenchShell } from '../kit/BenchShell';
import { Button } from '../kit/Button';
import { MoreTile, PhraseChips, Tiles } from '../kit/Choice';
import { Facts } from '../kit/KeyValue';
import { Mark } from '../kit/Mark';
import { SaveMark } from '../kit/SaveMark';
import { TextArea } from '../kit/TextField';
import './gallery.css';

const tiles = [
  {
    id: 'MAT-02',
    code: 'MAT-02',
    label: 'Required material missing',
    note: 'Blocks this step',
    icon: PackageX,
  },
  {
    id: 'TOL-01',
    code: 'TOL-01',
    label: 'Tool missing or out of calibration',
    note: 'Blocks this step',
    icon: Wrench,
  },
  {
    id: 'ACC-01',
    code: 'ACC-01',
    label: 'No access, key or permit',
    note: 'Blocks this step',
    icon: KeyRound,
  },
  {
    id: 'ISO-03',
    code: 'ISO-03',
    label: 'Isolation not as drawn',
    note: 'Holds the whole run',
    icon: Unplug,
  },
  {
    id: 'SAF-01',
    code: 'SAF-01',
    label: 'Not safe to go on',
    note: 'Holds the whole run',
    icon: ShieldAlert,
  },
  {
    id: 'PER-01',
    code: 'PER-01',
    label: 'Second person not here',
    note: 'Blocks this step',
    icon: UserRoundX,
  },
];

/** Codes as tiles, and what was raised beside them. */
export function BlockSample() {
  const [code, setCode] = useState<string | null>('MAT-02');
  const [phrase, setPhrase] = useState<string | null>('Not at the bench');
  const [why, setWhy] = useState('Kit 40/60 is not in the pick box. The label says 40/55.');
  return (
    <BenchShell
      title="Replace hydraulic seal, press 4"
      note="step 13 of 21, Fit seal HS-40/60"
      saved={<SaveMark state="saved" />}
      clock="10:12"
      person={{ name: 'Marta Kovač', role: 'Operator' }}
      left={
        <>
          <Button icon={Undo2}>Withdraw, with a reason</Button>
          <Button icon={UsersRound}>Hand over</Button>
        </>
      }
      primary={
        <Button tone="primary" iconEnd={ArrowRight}>
          Back to the run
        </Button>
      }
    >
      <div className="g-block">
        <section>
          <h1 style={{ font: '600 28px/36px var(--font)' }}>What is stopping you?</h1>
          <p className="text-2" style={{ marginBottom: 20 }}>
            Tap a code. It is recorded at once, and its owner is told.
          </p>
          <Tiles
            label="Exception codes"
            tiles={tiles}
            value={code}
            onPick={setCode}
            pickedNote="Recorded 10:12:04"
            last={
              <MoreTile icon={Search} onPress={() => {}}>
                21 other codes
              </MoreTile>
            }
          />
        </section>
        <section className="g-stack" style={{ alignContent: 'start' }} aria-label="Exception raised">
          <div className="g-row">
            <Mark name="stop" size={44} />
            <div>
              <b style={{ font: '600 24px/28px var(--font)' }}>Step 13 is blocked</b>
              <div className="text-2">
                <span className="mono">EXC-K7-000045</span> · raised 10:12:04, saved
              </div>
            </div>
          </div>
          <Facts
            items={[
              { name: 'Owner', value: 'Luca Moretti', note: 'Stores lead, early shift' },
              { name: 'Due', value: '12:12 today', note: 'In 1 h 59 min' },
            ]}
          />
          <PhraseChips
            label="Why"
            phrases={['Not at the bench', 'Bin is empty', 'Wrong size sent']}
            value={phrase}
            onChange={setPhrase}
          />
          <TextArea label="Why" value={why} onChange={setWhy} isRequired />
        </section>
      </div>
    </BenchShell>
  );
}
