import { useEffect, useRef } from 'react';

/** Brings the focus to the title when another step is shown, unless its own field took it. */
export function useFocusOnTitle(shown: string): void {
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step shown is what moves the focus
  useEffect(() => {
    document.querySelector('.k-step[aria-current]')?.scrollIntoView({ block: 'nearest' });
    if (first.current) {
      first.current = false;
      return;
    }
    const work = document.querySelector('.k-steps-main');
    if (work === null || work.contains(document.activeElement)) return;
    work.scrollTop = 0;
    const title = work.querySelector<HTMLElement>('h1');
    if (title === null) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }, [shown]);
}
