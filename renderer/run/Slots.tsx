import type { CaseView } from '../../main/contract/answers';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import { slotsOf } from '../../main/domain/run/nextStep';
import type { EvidenceFile } from '../../main/domain/run/run';
import type { Sender } from '../app/useSend';
import { Card } from '../kit/Card';
import { FieldError } from '../kit/Field';
import { FileDrop, PhotoDrop } from '../kit/Photo';
import { Status } from '../kit/Status';
import { HeldFile } from './HeldFile';
import { historyOf } from './place';
import { Retake } from './Retake';

type Slot = ReturnType<typeof slotsOf>[number];

export interface SlotsProps {
  view: CaseView;
  place: PlacedStep;
  sender: Sender;
  now: string;
  /** Whether files can be added or retaken here now. */
  isOpen: boolean;
  /** Told when a file is held. */
  onHeld?: () => void;
}

/** D5: the places for evidence of one step, each filling as files are held. A replaced file is kept, and said so. */
export function Slots({ view, place, sender, now, isOpen, onHeld }: SlotsProps) {
  return slotsOf(place.step).map((slot) => (
    <SlotCard
      key={slot.id}
      slot={slot}
      view={view}
      place={place}
      sender={sender}
      now={now}
      isOpen={isOpen}
      onHeld={onHeld}
    />
  ));
}

function SlotCard({ slot, view, place, sender, now, isOpen, onHeld }: SlotsProps & { slot: Slot }) {
  const files = historyOf(view, place.step.id).evidence.filter((f) => f.slot === slot.id);
  const standing = standingFiles(files);
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const at = `slot-${slot.id}`;
  const isMain = slot.id === 'main';
  const add = async (file: File | undefined, replaces?: string) => {
    if (file === undefined) return;
    const outcome = await sender.sendFile(
      at,
      {
        workOrder,
        step: place.step.id,
        slot: slot.id,
        source: 'file',
        ...(replaces === undefined ? {} : { replaces }),
      },
      file,
    );
    if (outcome?.ok) onHeld?.();
  };
  const word = slot.kind === 'photo' ? 'photo' : 'file';
  const Drop = slot.kind === 'photo' ? PhotoDrop : FileDrop;
  const refused = sender.refusalAt(at);
  const isFull = standing.length >= slot.count;
  const kept = files.length - standing.length;
  return (
    <Card
      className="run-slot"
      title={isMain ? `The ${word}` : slot.label}
      aside={
        sender.busy === at ? (
          <Status mark="saving">Saving</Status>
        ) : (
          <Status mark={isFull ? 'done' : 'todo'}>{`${standing.length} of ${slot.count}`}</Status>
        )
      }
    >
      {standing.map((file) => (
        <HeldFile
          key={file.sha256}
          file={file}
          now={now}
          height={isMain ? 300 : 176}
          action={
            isOpen ? (
              <Retake
                label={slot.kind === 'photo' ? 'Retake' : 'Replace'}
                kind={slot.kind}
                onFile={(next) => void add(next, file.sha256)}
              />
            ) : undefined
          }
        />
      ))}
      {!isFull && isOpen && (
        <Drop
          label={`Add ${word}`}
          note={slot.kind === 'photo' ? 'JPEG or PNG' : 'Any document or log'}
          onFiles={(picked) => void add(picked[0])}
        />
      )}
      {!isFull && !isOpen && <p className="text-2">{`A ${word} is added when the step is done.`}</p>}
      {kept > 0 && <p className="text-2">{`${kept} earlier ${kept === 1 ? word : `${word}s`} kept.`}</p>}
      {refused !== undefined && <FieldError>{refused}</FieldError>}
    </Card>
  );
}

/** Files that no later file stands in for. */
function standingFiles(files: readonly EvidenceFile[]): EvidenceFile[] {
  const replaced = new Set(files.map((f) => f.replaces));
  return files.filter((f) => !replaced.has(f.sha256));
}
