import { command } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button, ButtonRow } from '../kit/Button';
import { TextArea } from '../kit/TextField';
import '../app/panels.css';

/** Records that the meeting was held, and who was there. */
export function HoldForm({
  month,
  onDone,
  onCancel,
}: {
  month: string;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { form, set, forget } = useKept(`hold ${month}`, { present: '' });
  const deed = useDeed();
  const beside = deed.beside('present');
  const why = form.present.trim().length < 3 ? 'Opens when you say who was there.' : undefined;
  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined || deed.busy) return;
        void deed
          .run(() => command('holdReview', { month, present: form.present }))
          .then((done) => {
            if (done === null) return;
            forget();
            onDone();
          });
      }}
    >
      <TextArea
        label="Who was there"
        autoFocus
        isRequired
        value={form.present}
        onChange={(present) => set({ present })}
        maxLength={500}
        rows={2}
        note="Names, as they shall stand in the ledger."
        error={deed.field('present')}
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Record as held
        </Button>
      </ButtonRow>
    </form>
  );
}
