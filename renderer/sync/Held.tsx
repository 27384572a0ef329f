import { useState } from 'react';
import type { HeldBundle } from '../../main/contract/sync';
import { command } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { shortly } from '../app/useStations';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Status } from '../kit/Status';

export interface HeldProps {
  held: readonly HeldBundle[];
  now: string;
  /** Whether this person may drop one. */
  decides: boolean;
}

/** Bundles that came before what they follow: named, what is missing, kept until it comes. */
export function Held({ held, now, decides }: HeldProps) {
  const [dropping, setDropping] = useState<HeldBundle | null>(null);
  return (
    <section className="sync-part" aria-labelledby="sync-held">
      <h2 id="sync-held">
        Waiting for others <span className="text-3">{held.length}</span>
      </h2>
      <ul className="sync-held">
        {held.map((one) => (
          <li key={one.bundle}>
            <Status mark="held">Held</Status>
            <div>
              <b className="mono sync-long">{one.name}</b>
              <p>{one.words}</p>
              <p className="text-3">{`From ${one.fromStation}, kept here since ${shortly(one.heldAt, now)}. Tried again after each bundle that is taken in.`}</p>
            </div>
            {decides && (
              <Button onPress={() => setDropping(one)} aria-label={`Drop ${one.name}`}>
                Drop
              </Button>
            )}
          </li>
        ))}
      </ul>
      {dropping !== null && <Drop bundle={dropping} onClose={() => setDropping(null)} />}
    </section>
  );
}

function Drop({ bundle, onClose }: { bundle: HeldBundle; onClose: () => void }) {
  const deed = useDeed();
  const drop = async () => {
    if ((await deed.run(() => command('dropHeldBundle', { bundle: bundle.bundle }))) !== null) onClose();
  };
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={`Drop the bundle from ${bundle.fromStation}`}
      foot={
        <>
          <Button onPress={onClose}>Keep it waiting</Button>
          <Button tone="danger" isPending={deed.busy} onPress={() => void drop()}>
            Drop it untaken
          </Button>
        </>
      }
    >
      <p>
        <span className="mono sync-long">{bundle.name}</span> is removed from this machine. Nothing of it was
        taken. To have its entries, bring the file again, or a newer bundle from {bundle.fromStation}.
      </p>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </Dialog>
  );
}
