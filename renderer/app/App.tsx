import { lazy, Suspense, useEffect, useState } from 'react';
import { queryClient, useAsk } from '../api';
import { useTheme } from '../kit/useTheme';
import { SignIn } from '../setup/SignIn';

// The first screen is usable soonest when it brings only itself; the work is fetched while a person types a secret.
const loadWork = () => import('./AtWork');
const AtWork = lazy(() => loadWork().then(({ AtWork }) => ({ default: AtWork })));
const ViewerNotice = lazy(() =>
  import('../setup/ViewerNotice').then(({ ViewerNotice }) => ({ default: ViewerNotice })),
);
const FirstRun = lazy(() => import('../setup/FirstRun').then(({ FirstRun }) => ({ default: FirstRun })));

/** Picks what the window is for now: a new site, signing in, or the work itself. */
export function App() {
  const status = useAsk('status', {});
  useTheme(status.data?.theme ?? 'system');
  // What one person was shown (their decisions, what they may sign) is forgotten before the next one sees anything.
  const user = status.data?.person?.user;
  const [shownTo, setShownTo] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (user === shownTo) return;
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'status' });
    setShownTo(user);
  }, [user, shownTo]);
  const stage = status.data?.stage;
  useEffect(() => {
    if (stage === 'signed-out') requestIdleCallback(() => void loadWork());
  }, [stage]);
  if (!status.data) return null;
  switch (status.data.stage) {
    case 'no-site':
      return (
        <Suspense>
          <FirstRun status={status.data} />
        </Suspense>
      );
    case 'signed-out':
      return <SignIn status={status.data} />;
    case 'viewer':
      return (
        <Suspense>
          <ViewerNotice status={status.data} />
        </Suspense>
      );
    case 'signed-in':
      if (shownTo !== user) return null;
      return (
        <Suspense>
          <AtWork key={status.data.person?.user} place={status.data.place} />
        </Suspense>
      );
  }
}
