import { useEffect, useState } from 'react';
import { queryClient, useAsk } from '../api';
import { useTheme } from '../kit/useTheme';
import { FirstRun } from '../setup/FirstRun';
import { SignIn } from '../setup/SignIn';
import { ViewerNotice } from '../setup/ViewerNotice';
import { AtWork } from './AtWork';

/** Picks what the window is for now: a new site, signing in, or the work itself. */
export function App() {
  const status = useAsk('status', {});
  useTheme(status.data?.theme ?? 'system');
  // What one person was shown (their decisions, what they may sign) is forgotten before the next one sees anything.
  const user = status.data?.person?.user;
  const [shownTo, setShownTo] = useState<string | undefined>(undefined);
  useEffect(() => {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'status' });
    setShownTo(user);
  }, [user]);
  if (!status.data) return null;
  switch (status.data.stage) {
    case 'no-site':
      return <FirstRun status={status.data} />;
    case 'signed-out':
      return <SignIn status={status.data} />;
    case 'viewer':
      return <ViewerNotice status={status.data} />;
    case 'signed-in':
      if (shownTo !== user) return null;
      return <AtWork key={status.data.person?.user} place={status.data.place} />;
  }
}
