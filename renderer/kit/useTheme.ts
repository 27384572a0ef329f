import { useEffect, useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const query = '(prefers-color-scheme: dark)';

function watchSystem(changed: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

/** Puts the theme on the root element, following the machine while the choice is `system`. Returns the theme shown. Use once. */
export function useTheme(choice: ThemeChoice): Theme {
  const systemIsDark = useSyncExternalStore(watchSystem, () => window.matchMedia(query).matches);
  const theme: Theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return theme;
}
