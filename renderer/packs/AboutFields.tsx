import { questions } from '../../main/contract/insight';
import { useAsk } from '../api';
import { roleName, zone } from '../app/format';
import { questionTitle } from '../app/questionTitle';
import { useNow } from '../app/useNow';
import { PhraseChips, RadioCards } from '../kit/Choice';
import { FieldRow } from '../kit/Dialog';
import { Select } from '../kit/Picker';
import { DateTimeField, TextField } from '../kit/TextField';
import { type About, mostPicked, type PackForm } from './form';
import { PickWorkOrders } from './PickWorkOrders';
import { aboutWords } from './words';

export interface PartProps {
  form: PackForm;
  set: (change: Partial<PackForm>) => void;
  /** What was refused about a field, or what it still lacks once a pack was asked for. */
  error: (field: keyof PackForm) => string | undefined;
}

const abouts: readonly About[] = ['work-orders', 'job-type', 'person', 'lot', 'asset', 'dates', 'question'];

/** Part 1: which work orders the pack is about. */
export function AboutFields({ form, set, error }: PartProps) {
  return (
    <>
      <RadioCards
        label="The work orders of"
        hideLabel
        place="row"
        value={form.about}
        // What was ticked for disclosure belongs to the work orders of the scope before.
        onChange={(id) => set({ about: id as About, which: 'all', disclosed: [] })}
        options={abouts.map((id) => ({ id, label: aboutWords[id] }))}
      />
      <Value form={form} set={set} error={error} />
      {form.about !== 'work-orders' && <Period form={form} set={set} error={error} />}
    </>
  );
}

function Value({ form, set, error }: PartProps) {
  switch (form.about) {
    case 'work-orders':
      return (
        <PickWorkOrders
          picked={form.workOrders}
          onChange={(workOrders) => set({ workOrders: workOrders.slice(0, mostPicked) })}
          error={error('workOrders')}
        />
      );
    case 'job-type':
      return <JobType form={form} set={set} error={error} />;
    case 'person':
      return <Person form={form} set={set} error={error} />;
    case 'lot':
    case 'asset':
      return <Named key={form.about} about={form.about} form={form} set={set} error={error} />;
    case 'dates':
      return null;
    case 'question':
      return <QuestionOf form={form} set={set} error={error} />;
  }
}

function JobType({ form, set, error }: PartProps) {
  const jobTypes = useAsk('jobTypes', {}).data ?? [];
  return (
    <Select
      label="Job type"
      isRequired
      placeholder="Choose a job type"
      value={form.jobType}
      options={jobTypes.map(({ jobType, name }) => ({ id: jobType, label: name }))}
      onChange={(jobType) => set({ jobType })}
      error={error('jobType')}
    />
  );
}

function QuestionOf({ form, set, error }: PartProps) {
  const codes = useAsk('codes', {}, form.question === 'codes').data ?? [];
  return (
    <FieldRow>
      <Select
        label="Question"
        isRequired
        placeholder="Choose one of the four"
        value={form.question}
        options={questions.map((id) => ({ id, label: questionTitle[id] }))}
        onChange={(id) => set({ question: questions.find((one) => one === id) ?? null, code: null })}
        note="The work orders behind its number, as it is counted now."
        error={error('question')}
      />
      {form.question === 'codes' && (
        <Select
          label="Code"
          value={form.code ?? anyCode}
          options={[
            { id: anyCode, label: 'Any code' },
            ...codes.map(({ code, meaning }) => ({ id: code, label: `${code} ${meaning}` })),
          ]}
          onChange={(id) => set({ code: id === anyCode ? null : id })}
        />
      )}
    </FieldRow>
  );
}

const anyCode = ' any';

function Person({ form, set, error }: PartProps) {
  const people = useAsk('people', {}).data ?? [];
  return (
    <Select
      label="Person"
      note="Every work order in which they acted, or which names them."
      isRequired
      placeholder="Choose a person"
      value={form.person}
      options={people.map(({ user, name, role, active }) => ({
        id: user,
        label: name,
        note: active ? roleName(role) : `${roleName(role)}, no longer active`,
      }))}
      onChange={(person) => set({ person })}
      error={error('person')}
    />
  );
}

/** A lot or an asset, by its name as it stands on the work orders; those that fit what is typed are offered. */
function Named({ about, form, set, error }: PartProps & { about: 'lot' | 'asset' }) {
  const typed = form[about];
  const rows = useAsk('workOrders', { state: 'all', find: typed.trim() }, typed.trim() !== '').data ?? [];
  const words = typed.trim().toLowerCase();
  const offered = [...new Set(rows.flatMap((row) => row[about] ?? []))].filter((name) =>
    name.toLowerCase().includes(words),
  );
  const change = (name: string) => set(about === 'lot' ? { lot: name } : { asset: name });
  return (
    <>
      <TextField
        label={about === 'lot' ? 'Lot' : 'Asset'}
        note="As it stands on the work orders."
        isRequired
        value={typed}
        onChange={change}
        maxLength={about === 'lot' ? 80 : 120}
        error={error(about)}
      />
      {typed.trim() !== '' && offered.some((name) => name !== typed) && (
        <PhraseChips
          label={`${about === 'lot' ? 'Lots' : 'Assets'} on work orders`}
          phrases={offered.slice(0, 6)}
          value={offered.includes(typed) ? typed : null}
          onChange={(name) => change(name ?? '')}
        />
      )}
    </>
  );
}

function Period({ form, set, error }: PartProps) {
  const now = useNow(60_000);
  const isAll = form.about === 'dates';
  return (
    <FieldRow>
      <DateTimeField
        kind="day"
        label={isAll ? 'Opened from' : 'Opened from, if it matters'}
        isRequired={isAll}
        value={form.from}
        onChange={(from) => set({ from })}
        note={`Days of this station (${zone(now)}), both counted`}
        error={error('from')}
      />
      <DateTimeField
        kind="day"
        label="Until"
        isRequired={isAll}
        value={form.until}
        onChange={(until) => set({ until })}
        error={error('until')}
      />
    </FieldRow>
  );
}
