import { lazy, Suspense, useEffect, useState } from 'react';
import type { PersonView, Status } from '../../main/contract/answers';
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
