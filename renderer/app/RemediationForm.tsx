import type { Cause } from '../../main/contract/learning';
import type { Owner } from '../../main/domain/procedure/catalogue';
import { command, useAsk } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { Checkbox } from '../kit/Choice';
import { FieldRow } from '../kit/Dialog';
import { Select } from '../kit/Picker';
import { DateTimeField, TextField } from '../kit/TextField';
import { OwnerSelect } from './OwnerSelect';
import { ProblemNotice } from './ProblemNotice';
import './panels.css';
import { endOfDay, localDay, type RemediationDraft, targetOf, targetWords, whyNot } from './remediationDraft';
import { useDeed } from './useDeed';
import { useKept } from './useKept';

export interface RemediationFormProps {
  /** Where what is typed is kept until it is recorded; give the form a `key` that changes with it. */
  place: string;
  /** What made it necessary. */
  cause: Cause;
  /** What the form begins with. */
  proposed: {
    readonly title: string;
    readonly owner: Owner | null;
    readonly code: string | null;
    readonly jobType: string | null;
    /** The days of the target. */
    readonly days: number;
  };
  onDone: (made: { readonly remediation: string; readonly number: string }) => void;
  onCancel: () => void;
  /** The form opened by a press, so that typing can begin. */
  isFocused?: boolean;
}

/** Opens a remediation: what is to be fixed, whose it is, until when, and what the rate must come to, set before the action. */
export function RemediationForm({
  place,
  cause,
  proposed,
  onDone,
  onCancel,
  isFocused,
}: RemediationFormProps) {
  const codes = useAsk('codes', {}).data ?? [];
  const jobTypes = useAsk('jobTypes', {}).data ?? [];
  const { form, set, forget } = useKept<RemediationDraft>(`remediation ${place}`, {
    title: proposed.title,
    owner: proposed.owner,
    due: localDay(14),
    isMeasured: proposed.code !== null,
    code: proposed.code,
    jobType: proposed.jobType,
    atMost: '0',
    days: String(proposed.days),
  });
  const deed = useDeed();
  const why = whyNot(form, localDay(0));
  const beside = deed.beside('title', 'owner', 'due');
  const target = targetOf(form);
  const jobTypeName = jobTypes.find((one) => one.jobType === form.jobType)?.name ?? null;

  const open = async () => {
    const { owner } = form;
    if (owner === null || why !== undefined) return;
    const made = await deed.run(() =>
      command('openRemediation', {
        cause,
        title: form.title,
        owner,
        due: endOfDay(form.due),
        ...(target === null ? {} : { target }),
      }),
    );
    if (made === null) return;
    forget();
    onDone(made);
  };

  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!deed.busy) void open();
      }}
    >
      <TextField
        label="What is to be fixed"
        autoFocus={isFocused}
        isRequired
        value={form.title}
        onChange={(title) => set({ title })}
        maxLength={120}
        error={deed.field('title')}
      />
      <OwnerSelect
        label="Owner"
        value={form.owner}
        onChange={(owner) => set({ owner })}
        error={deed.field('owner')}
      />
      <DateTimeField
        label="Due"
        kind="day"
        isRequired
        value={form.due}
        min={localDay(0)}
        onChange={(due) => set({ due })}
        error={deed.field('due')}
      />
      <Checkbox
        isSelected={form.isMeasured}
        onChange={(isMeasured) => set({ isMeasured })}
        note="Set before the action. The app counts by itself what the fix brings."
      >
        Measure it against a target
      </Checkbox>
      {form.isMeasured && (
        <div className="panel-target" role="group" aria-label="Target">
          <FieldRow>
            <Select
              label="Code"
              placeholder="Choose a code"
              value={form.code}
              onChange={(code) => set({ code })}
              options={codes
                .filter((one) => one.kind === 'exception')
                .map((one) => ({ id: one.code, label: `${one.code} ${one.meaning}` }))}
            />
            <Select
              label="On job type"
              value={form.jobType ?? 'any'}
              onChange={(id) => set({ jobType: id === 'any' ? null : id })}
              options={[
                { id: 'any', label: 'Any job type' },
                ...jobTypes.map((one) => ({ id: one.jobType, label: one.name })),
              ]}
            />
          </FieldRow>
          <FieldRow>
            <TextField
              label="At most"
              inputMode="numeric"
              unit="times"
              maxLength={4}
              value={form.atMost}
              onChange={(atMost) => set({ atMost })}
            />
            <TextField
              label="In"
              inputMode="numeric"
              unit="days"
              maxLength={3}
              value={form.days}
              onChange={(days) => set({ days })}
            />
          </FieldRow>
          {target !== null && <p className="text-2">{`${targetWords({ ...target, jobTypeName })}.`}</p>}
        </div>
      )}
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Open remediation
        </Button>
      </ButtonRow>
    </form>
  );
}
