import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import type { StationRow } from '../../main/contract/sync';
import { command } from '../api';
import { flushDrafts } from '../app/drafts';
import { count } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { RadioCards } from '../kit/Choice';
import { Dialog } from '../kit/Dialog';

export interface HandOverProps {
  workOrder: string;
  /** The other stations of the site. */
  others: readonly StationRow[];
  /** Why the run cannot be handed over now, in full and in the few words that fit on the button. */
  closed: { readonly why: string; readonly short: string } | undefined;
}

/** Gives the run to another station: from then on only that one records in it. */
export function HandOver({ workOrder, others, closed }: HandOverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={ArrowRightLeft}
        className="run-move"
        note={closed?.short ?? 'To another station'}
        why={closed?.why}
        whyPlace="hidden"
        onPress={() => setOpen(true)}
      >
        Hand over
      </Button>
      {isOpen && <Choose workOrder={workOrder} others={others} onClose={() => setOpen(false)} />}
    </>
  );
}

function Choose({
  workOrder,
  others,
  onClose,
}: {
  workOrder: string;
  others: readonly StationRow[];
  onClose: () => void;
}) {
  const [to, setTo] = useState<string | null>(others.length === 1 ? (others[0]?.device ?? null) : null);
  const deed = useDeed();
  const chosen = others.find((row) => row.device === to);
  const give = async () => {
    if (to === null) return;
    await flushDrafts();
    if ((await deed.run(() => command('handOverRun', { workOrder, to }))) !== null) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Hand the run over"
      lead="You give it up here. From then on only the other station records in it."
      foot={
        <>
          <Button onPress={onClose}>Keep it here</Button>
          <Button
            tone="primary"
            isPending={deed.busy}
            why={chosen === undefined ? 'Opens when a station is chosen.' : undefined}
            onPress={() => void give()}
          >
            {chosen === undefined ? 'Hand over' : `Hand over to ${chosen.station}`}
          </Button>
        </>
      }
    >
      <RadioCards
        label="To which station"
        value={to}
        onChange={setTo}
        options={others.map((row) => ({
          id: row.device,
          label: `Station ${row.station}`,
          note:
            row.toSend === 0
              ? 'Known to hold what is here'
              : `${count(row.toSend, 'entry', 'entries')} still to be sent there`,
        }))}
      />
      <p className="text-2 run-hand-next">
        It can go on there when a bundle has brought it: a supervisor makes one under “Stations and exchange”.
        What is recorded here stays.
      </p>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </Dialog>
  );
}
