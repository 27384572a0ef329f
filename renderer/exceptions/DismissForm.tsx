import type { SignalRow } from '../../main/contract/learning';
import { command } from '../api';
import { WordsForm } from '../app/WordsForm';

/** Decides that nothing needs to change. The reason is read at the monthly review. */
export function DismissForm({
  row: { signal },
  onDone,
  onCancel,
}: {
  row: SignalRow;
  onDone: () => void;
  onCancel: () => void;
}) {
  return (
    <WordsForm
      place={`dismiss ${signal}`}
      label="Why nothing needs to change"
      note="It stays in the ledger beside the signal. More exceptions of this kind raise a new one."
      field="why"
      atLeast={10}
      atMost={1000}
      rows={3}
      opens="Opens when you say why, in at least ten letters."
      action="Dismiss the signal"
      give={(why) => command('dismissSignal', { signal, why })}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}
