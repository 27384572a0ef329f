import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAsk } from '../api';
import { SignIn } from '../setup/SignIn';
import { FirstRun } from '../setup/FirstRun';
import { ViewerNotice } from '../setup/ViewerNotice';
import { router } from './routes';

/** Picks what the window is for now: a new site, signing in, or the work itself. */
export function App() {
  const status = useAsk('status', {});
  const theme = status.data?.theme ?? 'system';
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  if (!status.data) return null;
  switch (status.data.stage) {
    case 'no-site':
      return <FirstRun status={status.data} />;
    case 'signed-out':
      return <SignIn status={status.data} />;
    case 'viewer':
      return <ViewerNotice status={status.data} />;
    case 'signed-in':
      return <RouterProvider router={router} key={status.data.person?.user} />;
  }
}
