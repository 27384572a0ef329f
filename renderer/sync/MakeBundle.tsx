import { FolderOutput } from 'lucide-react';
import { useState } from 'react';
import type { StationRow } from '../../main/contract/sync';
import { type CommandAnswer, command } from '../api';
import { count, fileSize, listWords } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { shortly } from '../app/useStations';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Checkbox, RadioCards } from '../kit/Choice';
import { FieldError } from '../kit/Field';
import { Notice } from '../kit/Notice';
import { JobLine } from './JobLine';
import { PlaceMade } from './PlaceMade';

export interface MakeBundleProps {
  others: readonly StationRow[];
  /** Chosen beforehand. */
  first: string | null;
  now: string;
  onClose: () => void;
}

type Made = CommandAnswer<'exportBundle'>;

/** Writes a bundle for some stations into a folder or onto a stick: encrypted to them, signed by this one. */
export function MakeBundle({ others, first, now, onClose }: MakeBundleProps) {
  const able = others.filter((row) => row.canReceive);
  const [to, setTo] = useState<readonly string[]>(() => {
    const chosen = first ?? (able.length === 1 ? able[0]?.device : undefined);
    return chosen !== undefined && able.some((row) => row.device === chosen) ? [chosen] : [];
  });
  const [what, setWhat] = useState<'unacknowledged' | 'new'>('unacknowledged');
  const [made, setMade] = useState<Made | null>(null);
  const [isCancelled, setCancelled] = useState(false);
  const deed = useDeed();
  const beside = deed.beside('to');
  const names = others.filter((row) => to.includes(row.device)).map((row) => row.station);

  const make = async () => {
    setMade(null);
    setCancelled(false);
    const done = await deed.run(() => command('exportBundle', { to: [...to], what }));
    if (done === null) return;
    if (done.saved === null) setCancelled(true);
    else setMade(done);
  };

  return (
    <Panel
      title="Make a bundle"
      lead="A file that carries entries to other stations. Only they can open it, and they see that this station wrote it."
      onClose={onClose}
      foot={
        <span className="end">
          <Button
            tone={made === null ? 'primary' : 'edge'}
            icon={FolderOutput}
            isPending={deed.busy}
            why={to.length === 0 ? 'Opens when a station is chosen.' : undefined}
            onPress={() => void make()}
          >
            {deed.busy
              ? 'Writing the bundle'
              : made === null
                ? 'Choose a folder and make it'
                : 'Make another'}
          </Button>
        </span>
      }
    >
      {made !== null && (
        <PanelPart>
          <PlaceMade
            name={made.name}
            says={`${count(made.entries, 'entry', 'entries')}, ${count(made.files, 'file')}, ${fileSize(made.bytes)}`}
            path={made.saved ?? ''}
            next={`Take it to ${listWords(names)} and choose “Take bundles in” there. When a bundle comes back, this station knows that it arrived.`}
          />
        </PanelPart>
      )}
      {deed.busy && (
        <PanelPart>
          <JobLine
            first="Collecting what the stations are not known to hold"
            cancel="Cancel, write nothing"
          />
        </PanelPart>
      )}
      {beside !== null && (
        <PanelPart>
          <ProblemNotice problem={beside} />
        </PanelPart>
      )}
      {isCancelled && (
        <PanelPart>
          <Notice
            kind="info"
            title="No folder was chosen. Nothing was written, and nothing counts as sent."
          />
        </PanelPart>
      )}
      <PanelPart title="For which stations">
        <div className="sync-stations" role="group" aria-label="For which stations">
          {others.map((row) => (
            <Checkbox
              key={row.device}
              isSelected={to.includes(row.device)}
              isDisabled={!row.canReceive || deed.busy}
              onChange={(on) =>
                setTo((before) => (on ? [...before, row.device] : before.filter((one) => one !== row.device)))
              }
              note={noteOf(row, now)}
            >
              {row.station}
            </Checkbox>
          ))}
        </div>
        {deed.field('to') !== undefined && <FieldError>{deed.field('to')}</FieldError>}
      </PanelPart>
      <PanelPart>
        <RadioCards
          label="What it carries"
          value={what}
          onChange={(id) => setWhat(id === 'new' ? 'new' : 'unacknowledged')}
          options={[
            {
              id: 'unacknowledged',
              label: 'All that they are not known to hold',
              note: 'Carries again what was sent and not answered yet. A lost stick loses nothing.',
            },
            {
              id: 'new',
              label: 'Only what was not sent to them before',
              note: 'Smaller. If an earlier bundle did not arrive, this one waits there for it.',
            },
          ]}
        />
      </PanelPart>
    </Panel>
  );
}

function noteOf(row: StationRow, now: string): string {
  if (!row.canReceive) return 'Cannot receive yet: it says how at its next start with this version.';
  const send = row.toSend === 0 ? 'Nothing to send' : `${count(row.toSend, 'entry', 'entries')} to send`;
  return row.lastReceivedAt === null
    ? `${send}, no answer from it yet`
    : `${send}, last answer ${shortly(row.lastReceivedAt, now)}`;
}
