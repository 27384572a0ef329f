import { useEffect } from 'react';
import type { Glass } from '../../main/domain/breakglass/breakglass';
import { queryClient } from '../api';
import { stopwatch } from '../app/format';
import type { Sender } from '../app/useSend';
import { Button } from '../kit/Button';
import { ModeBar } from '../kit/Notice';

/** X6: one line while a glass is open: which, what it opened, how long it stays open, and the way to end it. */
export function GlassBar({ glass, sender, now }: { glass: Glass; sender: Sender; now: string }) {
  const left = Date.parse(glass.expires) - Date.parse(now);
  // At its end the views are asked again, so that the gate is in the way again on this screen too.
  useEffect(() => {
    const timer = setTimeout(
      () => void queryClient.invalidateQueries(),
      Math.max(0, Date.parse(glass.expires) - Date.now()) + 250,
    );
    return () => clearTimeout(timer);
  }, [glass.expires]);
  return (
    <ModeBar
      mark="glass"
      action={
        <Button
          size="touch"
          isPending={sender.busy === 'end-glass'}
          onPress={() =>
            void sender.send('end-glass', 'endGlass', { workOrder: glass.workOrder, glass: glass.glass })
          }
        >
          End it now
        </Button>
      }
    >
      {`Under break-glass ${glass.number}: “${glass.title}” is open for `}
      <b>{stopwatch(left)}</b>
      {'. Everything done now is marked and reviewed.'}
      {sender.refusalAt('end-glass') !== undefined && ` ${sender.refusalAt('end-glass')}`}
    </ModeBar>
  );
}
