import { useEffect, useRef } from 'react';
import { command, useAsk } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button, ButtonRow } from '../kit/Button';
import { RadioCards } from '../kit/Choice';
import { Select } from '../kit/Picker';
import { TextArea } from '../kit/TextField';
import '../app/panels.css';
import { type About, aboutKey, type Outcome, outcomeWords } from './reviewWords';

const outcomes: readonly Outcome[] = ['change-checklist', 'remediation', 'watch', 'accept'];

export interface DecideFormProps {
  month: string;
  about: About;
  /** Called with the decision once it is an entry. */
  onDone: (decision: string, outcome: Outcome) => void;
  onCancel: () => void;
}

/** What the meeting decides about one line. It is an entry, and the next checklist version can name it as its cause. */
export function DecideForm({ month, about, onDone, onCancel }: DecideFormProps) {
  const checklists = useAsk('checklists', {}).data ?? [];
  const { form, set, forget } = useKept<{ outcome: Outcome | null; checklist: string | null; text: string }>(
    `decide ${month} ${aboutKey(about)}`,
    { outcome: null, checklist: null, text: '' },
  );
  const deed = useDeed();
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => place.current?.querySelector('input')?.focus(), []);
  const beside = deed.beside('outcome', 'checklist', 'text');
  const why =
    form.outcome === null
      ? 'Opens when an outcome is chosen.'
      : form.outcome === 'change-checklist' && form.checklist === null
        ? 'Opens when the checklist is chosen.'
        : form.text.trim().length < 3
          ? 'Opens when you say what was decided.'
          : undefined;
  const decide = async () => {
    const { outcome, checklist, text } = form;
    if (outcome === null || why !== undefined) return;
    const done = await deed.run(() =>
      command('decideInReview', {
        month,
        about,
        outcome,
        ...(outcome === 'change-checklist' && checklist !== null ? { checklist } : {}),
        text,
      }),
    );
    if (done === null) return;
    forget();
    onDone(done.decision, outcome);
  };
  return (
    <form
      ref={place}
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!deed.busy) void decide();
      }}
    >
      <RadioCards
        label="Outcome"
        hideLabel
        value={form.outcome}
        onChange={(id) => set({ outcome: outcomes.find((one) => one === id) ?? null })}
        options={outcomes.map((id) => ({ id, label: outcomeWords[id].label, note: outcomeWords[id].note }))}
        error={deed.field('outcome')}
      />
      {form.outcome === 'change-checklist' && (
        <Select
          label="Checklist"
          isRequired
          placeholder="Choose a checklist"
          options={checklists.map((one) => ({ id: one.checklist, label: one.title, note: one.jobTypeName }))}
          value={form.checklist}
          onChange={(checklist) => set({ checklist })}
          error={deed.field('checklist')}
        />
      )}
      <TextArea
        label="What was decided"
        isRequired
        value={form.text}
        onChange={(text) => set({ text })}
        maxLength={1000}
        rows={3}
        error={deed.field('text')}
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Record the decision
        </Button>
      </ButtonRow>
    </form>
  );
}
