import type { PackPreview } from '../../main/contract/packs';
import { Checkbox, RadioCards } from '../kit/Choice';
import { FieldError } from '../kit/Field';
import type { PartProps } from './AboutFields';
import { seenWords } from './words';

/** Part 2: what of it is shown, and what somebody who opens the pack can and cannot see of the rest. */
export function DiscloseFields({
  form,
  set,
  error,
  preview,
}: PartProps & { preview: PackPreview | undefined }) {
  const { sees, not } = seenWords(form, preview);
  return (
    <>
      <RadioCards
        label="Which work orders are disclosed"
        value={form.which}
        onChange={(id) => set({ which: id === 'chosen' ? 'chosen' : 'all' })}
        options={[
          { id: 'all', label: 'All of them' },
          {
            id: 'chosen',
            label: 'Chosen ones, the rest withheld',
            note: 'Tick them in the list of what the pack would hold.',
          },
        ]}
      />
      {error('disclosed') !== undefined && <FieldError>{error('disclosed')}</FieldError>}
      <Checkbox isSelected={form.complete} onChange={(complete) => set({ complete })}>
        Show that nothing in the range was left out
      </Checkbox>
      <div className="pack-seen" aria-live="polite">
        <p>{sees}</p>
        <p>{not}</p>
      </div>
    </>
  );
}
