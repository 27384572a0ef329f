import { useState } from 'react';
import { inputKinds, type JobType, riskClasses } from '../../main/domain/procedure/jobType';
import { command, queryClient, useAsk } from '../api';
import { capital } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { FieldRow } from '../kit/Dialog';
import { FieldError } from '../kit/Field';
import { Select } from '../kit/Picker';
import { TextArea, TextField } from '../kit/TextField';
import './admin.css';
import { useKept } from '../app/useKept';
import { faultsByPath, formOf, type InputLine, type JobTypeForm, jobTypeOf } from './jobTypeForm';
import { Lines } from './Lines';

const kindNames = { text: 'Text', number: 'Number', date: 'Date', choice: 'Choice' } as const;

/** Adds or changes a job type. Open work orders keep what they were opened with. */
export function JobTypePanel({
  jobType,
  onClose,
  onSaved,
}: {
  jobType: JobType | undefined;
  onClose: () => void;
  onSaved: (jobType: string) => void;
}) {
  const { form, set, isChanged, forget } = useKept<JobTypeForm>(
    `job-type ${jobType?.jobType ?? 'new'}`,
    formOf(jobType),
  );
  const codes = (useAsk('codes', {}).data ?? []).filter((code) => code.kind === 'exception' && code.active);
  const deed = useDeed();
  const [asked, setAsked] = useState(false);
  const value = jobTypeOf(form);
  const faults = asked ? faultsByPath(value) : {};
  const fault = (path: string) => faults[path];

  const save = async () => {
    setAsked(true);
    if (Object.keys(faultsByPath(value)).length > 0) return;
    const done = await deed.run(() =>
      command('defineJobType', jobType === undefined ? value : { ...value, jobType: jobType.jobType }),
    );
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
    onSaved(done.jobType);
  };
  const beside = deed.beside('name', 'prerequisites');

  return (
    <Panel
      title={jobType?.name ?? 'New job type'}
      lead={jobType === undefined ? undefined : 'Work orders that are open keep what they were opened with.'}
      onClose={onClose}
      foot={
        <Button
          tone="primary"
          type="submit"
          form="job-type"
          isPending={deed.busy}
          why={jobType !== undefined && !isChanged ? 'Opens when something is changed.' : undefined}
        >
          {jobType === undefined ? 'Add the job type' : 'Save the change'}
        </Button>
      }
    >
      <form
        id="job-type"
        onSubmit={(event) => {
          event.preventDefault();
          if (!deed.busy) void save();
        }}
      >
        <PanelPart>
          <FieldRow>
            <TextField
              label="Name"
              value={form.name}
              onChange={(name) => set({ name })}
              error={deed.field('name') ?? fault('name')}
              maxLength={80}
              isRequired
            />
            <Select
              label="Risk"
              options={riskClasses.map((id) => ({ id, label: capital(id) }))}
              value={form.riskClass}
              onChange={(id) => set({ riskClass: riskClasses.find((each) => each === id) ?? form.riskClass })}
            />
          </FieldRow>
        </PanelPart>
        <PanelPart title="Required inputs">
          <Lines
            name="input"
            lines={form.inputs}
            onChange={(inputs) => set({ inputs })}
            blank={(): InputLine => ({ id: '', label: '', kind: 'text', unit: '', options: '' })}
            empty="Nothing is asked when a work order is opened."
            add="Add an input"
          >
            {(line, change, i) => (
              <>
                <FieldRow>
                  <TextField
                    label="What is asked"
                    value={line.label}
                    onChange={(label) => change({ label })}
                    error={fault(`inputs.${i}.label`)}
                    maxLength={60}
                    isRequired
                  />
                  <Select
                    label="Kind"
                    options={inputKinds.map((id) => ({ id, label: kindNames[id] }))}
                    value={line.kind}
                    onChange={(id) => change({ kind: inputKinds.find((each) => each === id) ?? line.kind })}
                  />
                </FieldRow>
                {line.kind === 'number' && (
                  <TextField
                    label="Unit"
                    value={line.unit}
                    onChange={(unit) => change({ unit })}
                    note="UCUM code, such as mm or bar."
                    maxLength={20}
                  />
                )}
                {line.kind === 'choice' && (
                  <TextArea
                    label="Options"
                    value={line.options}
                    onChange={(options) => change({ options })}
                    note="One a line."
                    error={fault(`inputs.${i}.options`)}
                    rows={3}
                  />
                )}
              </>
            )}
          </Lines>
        </PanelPart>
        <PanelPart title="Prerequisites">
          <Lines
            name="prerequisite"
            lines={form.prerequisites}
            onChange={(prerequisites) => set({ prerequisites })}
            blank={() => ({ id: '', text: '', how: '', code: '' })}
            empty="Nothing is checked before step 1. A checklist without a prerequisite cannot be released."
            add="Add a prerequisite"
          >
            {(line, change, i) => (
              <>
                <TextField
                  label="What must be so"
                  value={line.text}
                  onChange={(text) => change({ text })}
                  error={fault(`prerequisites.${i}.text`)}
                  maxLength={160}
                  isRequired
                />
                <TextField
                  label="How to see it"
                  value={line.how}
                  onChange={(how) => change({ how })}
                  maxLength={300}
                />
                <Select
                  label="Code when it fails"
                  options={codes.map((code) => ({
                    id: code.code,
                    label: `${code.code} ${code.meaning}`,
                    note: code.ownerName,
                  }))}
                  value={line.code === '' ? null : line.code}
                  onChange={(code) => change({ code })}
                  placeholder={codes.length === 0 ? 'Add an exception code first' : 'Choose a code'}
                  error={fault(`prerequisites.${i}.code`)}
                  isRequired
                />
              </>
            )}
          </Lines>
          {deed.field('prerequisites') !== undefined && (
            <FieldError>{deed.field('prerequisites')}</FieldError>
          )}
        </PanelPart>
        <PanelPart title="Acceptance criteria">
          <Lines
            name="criterion"
            lines={form.acceptance}
            onChange={(acceptance) => set({ acceptance })}
            blank={() => ({ id: '', text: '' })}
            empty="Nothing is confirmed at closure beyond the record itself."
            add="Add a criterion"
          >
            {(line, change, i) => (
              <TextField
                label="Done well when"
                value={line.text}
                onChange={(text) => change({ text })}
                error={fault(`acceptance.${i}.text`)}
                maxLength={200}
                isRequired
              />
            )}
          </Lines>
          {beside !== null && <ProblemNotice problem={beside} />}
          {asked && Object.keys(faults).length > 0 && (
            <FieldError>Not saved yet. Fill in what is marked above; everything typed is kept.</FieldError>
          )}
        </PanelPart>
      </form>
    </Panel>
  );
}
