import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../kit/Button';
import { Notice } from '../kit/Notice';

/** Stands where a screen could not be drawn: what happened, what is kept, and the way on. */
export function ScreenFault({ reset }: ErrorComponentProps) {
  const home = (): void => {
    window.location.hash = '#/';
    reset();
  };
  return (
    <main className="app-screen-fault">
      <h1 className="k-hidden">This screen could not be shown</h1>
      <Notice
        kind="fault"
        title="This screen could not be shown."
        actions={
          <>
            <Button onPress={home}>Go to the first screen</Button>
            <Button tone="primary" onPress={reset}>
              Show it again
            </Button>
          </>
        }
      >
        What was recorded is kept. Show it again; if it comes back, tell support what you were looking at.
      </Notice>
    </main>
  );
}
