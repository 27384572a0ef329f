import { lazy, Suspense, useEffect, useState } from 'react';
import type { PersonView, Status } from '../../main/contract/answers';
import { identifierKey } from '../../main/domain/people/identifier';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { SizeProvider } from '../kit/size';
import { Names } from './Names';
import { RestoreSaid } from './RestoreSaid';
import './signin.css';
import { StationSide } from './StationSide';

// It brings the form parts, and is fetched while a person looks for their name.
const loadEnterSecret = () => import('./EnterSecret');
const EnterSecret = lazy(() => loadEnterSecret().then(({ EnterSecret }) => ({ default: EnterSecret })));

/** The station while nobody is signed in: whose work is kept, who you are, and the secret that proves it. */
export function SignIn({ status }: { status: Status }) {
  const people = useAsk('people', {});
  const [user, setUser] = useState<string | null>(null);
  const active = (people.data ?? []).filter((person) => person.active);
  const only = active.length === 1 ? active[0] : undefined;
  const chosen = active.find((person) => person.user === user) ?? only;

  useEffect(() => {
    requestIdleCallback(() => void loadEnterSecret());
    const back = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setUser(null);
    };
    document.addEventListener('keydown', back);
    return () => document.removeEventListener('keydown', back);
  }, []);

  useScannedName(active, setUser);

  return (
    <SizeProvider size="touch">
      <div className="signin">
        <StationSide status={status} onPick={setUser} />
        <main className="signin-side">
          <RestoreSaid status={status} />
          <Asked asked={people} label="Reading the names">
            {() => (
              <Who
                active={active}
                chosen={chosen}
                onPick={setUser}
                status={status}
                hasOthers={only === undefined}
              />
            )}
          </Asked>
        </main>
      </div>
    </SizeProvider>
  );
}

interface WhoProps {
  active: readonly PersonView[];
  chosen: PersonView | undefined;
  onPick: (user: string | null) => void;
  status: Status;
  hasOthers: boolean;
}

function Who({ active, chosen, onPick, status, hasOthers }: WhoProps) {
  if (chosen === undefined) return <Names people={active} onPick={onPick} />;
  return (
    <Suspense>
      <EnterSecret
        key={chosen.user}
        person={chosen}
        onOther={hasOthers ? () => onPick(null) : undefined}
        sampleSecret={status.sampleSecret}
      />
    </Suspense>
  );
}

/** Between two keys of a scanner pass a few ms; a person takes longer. */
const scannerPause = 80;

/**
 * A badge says who: a scanner that types an identifier and Enter while no field is in focus chooses that name. What proves it
 * stays the secret.
 */
function useScannedName(people: readonly PersonView[], onPick: (user: string) => void) {
  useEffect(() => {
    let typed = '';
    let last = 0;
    const scan = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.timeStamp - last > scannerPause) typed = '';
      last = event.timeStamp;
      if (event.key.length === 1) typed += event.key;
      if (event.key !== 'Enter' || typed === '') return;
      const found = people.find(({ identifier }) => identifierKey(identifier) === identifierKey(typed));
      typed = '';
      if (found === undefined) return;
      // Else Enter would also press the button that has the focus.
      event.preventDefault();
      onPick(found.user);
    };
    document.addEventListener('keydown', scan, true);
    return () => document.removeEventListener('keydown', scan, true);
  }, [people, onPick]);
}
