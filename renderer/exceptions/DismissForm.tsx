import type { SignalRow } from '../../main/contract/learning';
import { command } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button, ButtonRow } from '../kit/Button';
import { TextArea } from '../kit/TextField';
import '../app/panels.css';

/** Decides that nothing needs to change. The reason is read at the monthly review. */
export function DismissForm({
  row,
  onDone,
  onCancel,
}: {
  row: SignalRow;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { form, set, forget } = useKept(`dismiss ${row.signal}`, { why: '' });
  const deed = useDeed();
  const beside = deed.beside('why');
  const why = form.why.trim().length < 10 ? 'Opens when you say why, in at least ten letters.' : undefined;
  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined || deed.busy) return;
        void deed
          .run(() => command('dismissSignal', { signal: row.signal, why: form.why }))
          .then((done) => {
            if (done === null) return;
            forget();
            onDone();
          });
      }}
    >
      <TextArea
        label="Why nothing needs to change"
        autoFocus
        isRequired
        value={form.why}
        onChange={(text) => set({ why: text })}
        maxLength={1000}
        rows={3}
        note="It stays in the ledger beside the signal. More exceptions of this kind raise a new one."
        error={deed.field('why')}
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Dismiss the signal
        </Button>
      </ButtonRow>
    </form>
  );
}
