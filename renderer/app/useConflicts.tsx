import { type ReactNode, useState } from 'react';
import { useAsk } from '../api';
import { Asked } from './Asked';
import { ConflictPanel } from './ConflictPanel';
import { ConflictTable } from './ConflictTable';
import { useNow } from './useNow';
import { useStations } from './useStations';

export type ConflictsHere = {
  /** The open ones; null where there is nothing to show: one station alone has no conflicts. */
  readonly count: number | null;
  readonly list: ReactNode;
  /** The one that is opened, beside the list. */
  readonly panel: ReactNode;
};

/** A tab of conflicts for a board: its count, its list, and the opened one. */
export function useConflicts(): ConflictsHere {
  const now = useNow(60_000);
  const { others } = useStations();
  const open = useAsk('conflicts', { state: 'open' });
  const settled = useAsk('conflicts', { state: 'settled' });
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = [...(open.data ?? []), ...(settled.data ?? [])];
  const place = rows.findIndex((row) => row.conflict === chosen);
  const row = place < 0 ? undefined : rows[place];
  const before = place > 0 ? rows[place - 1] : undefined;
  const after = place >= 0 ? rows[place + 1] : undefined;
  return {
    count: others.length === 0 && rows.length === 0 ? null : (open.data?.length ?? 0),
    list: (
      <Asked asked={open} label="Reading the conflicts">
        {() => <ConflictTable rows={rows} now={now} selected={chosen} onSelect={setChosen} />}
      </Asked>
    ),
    panel: row !== undefined && (
      <ConflictPanel
        key={row.conflict}
        row={row}
        onPrevious={before && (() => setChosen(before.conflict))}
        onNext={after && (() => setChosen(after.conflict))}
        onClose={() => setChosen(null)}
      />
    ),
  };
}
