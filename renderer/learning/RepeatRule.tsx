import { useState } from 'react';
import { command, queryClient } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button, ButtonRow } from '../kit/Button';
import { Status } from '../kit/Status';
import { TextField } from '../kit/TextField';
import './learning.css';

export interface Repeat {
  readonly count: number;
  readonly days: number;
}

/** How often in how many days makes a repeat signal. It counts from now on; signals that were raised stay. */
export function RepeatRule({ repeat }: { repeat: Repeat }) {
  const { form, set, forget } = useKept('repeat rule', {
    count: String(repeat.count),
    days: String(repeat.days),
  });
  const { count, days } = form;
  const [isSaved, setSaved] = useState(false);
  const deed = useDeed();
  const atLeast = whole(count, 2, 100);
  const within = whole(days, 1, 365);
  const why =
    atLeast === null
      ? 'Opens when the count is a whole number, 2 to 100.'
      : within === null
        ? 'Opens when the days are a whole number, 1 to 365.'
        : atLeast === repeat.count && within === repeat.days
          ? 'Opens when something is changed.'
          : undefined;
  const save = async () => {
    if (atLeast === null || within === null || why !== undefined) return;
    const done = await deed.run(() => command('setRepeatRule', { count: atLeast, days: within }));
    if (done === null) return;
    forget();
    setSaved(true);
    await queryClient.invalidateQueries();
  };
  const beside = deed.beside('count', 'days');
  return (
    <form
      className="lrn-repeat"
      aria-label="Repeat signal"
      onSubmit={(event) => {
        event.preventDefault();
        if (!deed.busy) void save();
      }}
    >
      <h2>Repeat signal</h2>
      <p className="text-2">
        When the same code comes often enough on the same job type, a signal asks for a remediation or a
        reason.
      </p>
      <div className="lrn-repeat-fields">
        <TextField
          label="At least"
          inputMode="numeric"
          unit="times"
          maxLength={3}
          value={count}
          onChange={(text) => {
            set({ count: text });
            setSaved(false);
          }}
          error={deed.field('count')}
        />
        <TextField
          label="In"
          inputMode="numeric"
          unit="days"
          maxLength={3}
          value={days}
          onChange={(text) => {
            set({ days: text });
            setSaved(false);
          }}
          error={deed.field('days')}
        />
      </div>
      <ButtonRow>
        <Button type="submit" isPending={deed.busy} why={why}>
          Save the limit
        </Button>
      </ButtonRow>
      {isSaved && <Status mark="done">{`Saved. ${repeat.count} in ${repeat.days} days from now on.`}</Status>}
      {beside !== null && <ProblemNotice problem={beside} />}
    </form>
  );
}

function whole(text: string, least: number, most: number): number | null {
  if (!/^\d{1,3}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}
