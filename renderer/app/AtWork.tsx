import './withoutEval';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { command } from '../api';
import { openRouter } from './routes';

/**
 * The work of one signed-in person, opened where they were (`place`) or on what they are there for, never where somebody else
 * was. Where they are is kept as they go, so that a lock, a change of person or a power cut brings them back.
 */
export function AtWork({ place }: { place: string | undefined }) {
  const [router] = useState(() => openRouter(place ?? '/'));
  useEffect(() => {
    const stop = router.subscribe(
      'onResolved',
      ({ toLocation }) => void command('keepDraft', { place: 'place', text: toLocation.href }),
    );
    return () => {
      stop();
      router.history.destroy();
    };
  }, [router]);
  return <RouterProvider router={router} />;
}
