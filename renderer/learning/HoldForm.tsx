import { command } from '../api';
import { WordsForm } from '../app/WordsForm';

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
  return (
    <WordsForm
      place={`hold ${month}`}
      label="Who was there"
      note="Names, as they shall stand in the ledger."
      field="present"
      atLeast={3}
      atMost={500}
      rows={2}
      opens="Opens when you say who was there."
      action="Record as held"
      give={(present) => command('holdReview', { month, present })}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}
