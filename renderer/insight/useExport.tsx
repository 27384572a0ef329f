import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Scope } from '../../main/contract/insight';
import { type CommandArgs, command } from '../api';
import { count } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Notice } from '../kit/Notice';

export type Export = {
  readonly busy: boolean;
  /** Asks where, and writes the table there as CSV. */
  readonly give: (table: CommandArgs<'exportTable'>['table'], scope: Scope) => void;
  /** What became of the last one: where it was saved, or why not. Nothing when it was given up. */
  readonly said: ReactNode;
};

/** Writes tables to CSV files, one at a time, and says where. */
export function useExport(): Export {
  const deed = useDeed();
  const [saved, setSaved] = useState<{ path: string; rows: number } | null>(null);
  const close = (
    <Button tone="plain" onPress={() => setSaved(null)}>
      Close
    </Button>
  );
  return {
    busy: deed.busy,
    give: (table, scope) => {
      if (deed.busy) return;
      setSaved(null);
      void deed
        .run(() => command('exportTable', { table, scope }))
        .then((done) => {
          if (done !== null && done.saved !== null) setSaved({ path: done.saved, rows: done.rows });
        });
    },
    said:
      deed.problem !== null ? (
        <ProblemNotice problem={deed.problem} />
      ) : saved !== null ? (
        <Notice kind="ok" title={`Saved: ${count(saved.rows, 'row')} as CSV.`} actions={close}>
          <span className="mono">{saved.path}</span>
        </Notice>
      ) : null,
  };
}
