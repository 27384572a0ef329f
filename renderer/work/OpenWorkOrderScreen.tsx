import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { JobType } from '../../main/domain/procedure/jobType';
import { command, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button, ButtonRow } from '../kit/Button';
import { Card } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { FieldRow } from '../kit/Dialog';
import { Select } from '../kit/Picker';
import { Status } from '../kit/Status';
import { DateTimeField, TextField } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import { JobTypeFacts } from './JobTypeFacts';
import { RequiredInputField } from './RequiredInputField';
import './workorders.css';

type Typed = {
  jobType: string | null;
  title: string;
  asset: string;
  lot: string;
  due: string;
  number: string;
  inputs: Record<string, string>;
};
const blank: Typed = { jobType: null, title: '', asset: '', lot: '', due: '', number: '', inputs: {} };

/** Opens a work order: which job, on what, by when, and the inputs its job type asks for. */
export function OpenWorkOrderScreen() {
  const jobTypes = useAsk('jobTypes', {});
  return (
    <Desk current="work-orders">
      <PageHead
        title="Open work order"
        lead="It gets a number that is never used again, and operators see it at once."
      />
      <PageBody>
        <Asked asked={jobTypes} label="Reading the job types">
          {(all) =>
            all.length === 0 ? (
              <EmptyState
                title="There is no job type yet."
                note="An admin defines what kinds of work there are, or takes a starter, under Checklists."
              />
            ) : (
              <OpenForm jobTypes={all} />
            )
          }
        </Asked>
      </PageBody>
    </Desk>
  );
}

function OpenForm({ jobTypes }: { jobTypes: readonly JobType[] }) {
  const navigate = useNavigate();
  const role = useAsk('status', {}).data?.person?.role;
  const [typed, setTyped] = useState<Typed>(blank);
  const [opened, setOpened] = useState<{ workOrder: string; number: string; title: string } | null>(null);
  const deed = useDeed();
  const form = useRef<HTMLFormElement>(null);
  // The first field that was refused is brought into sight.
  useEffect(() => {
    if (deed.problem !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [deed.problem]);
  const jobType = jobTypes.find((one) => one.jobType === typed.jobType);
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part });

  const open = async () => {
    if (jobType === undefined) return;
    const inputs = Object.fromEntries(
      jobType.inputs.map((input) => [input.id, (typed.inputs[input.id] ?? '').trim()]),
    );
    const done = await deed.run(() =>
      command('openWorkOrder', {
        title: typed.title,
        jobType: jobType.jobType,
        asset: typed.asset,
        inputs,
        ...(typed.lot.trim() === '' ? {} : { lot: typed.lot }),
        ...(typed.due === '' ? {} : { due: new Date(typed.due).toISOString() }),
        ...(typed.number.trim() === '' ? {} : { number: typed.number }),
      }),
    );
    if (done !== null)
      setOpened({ workOrder: done.workOrder, number: done.number, title: typed.title.trim() });
  };

  if (opened !== null) {
    return (
      <Card className="work-opened" label={`Work order ${opened.number}`}>
        <Status mark="done">Opened and saved</Status>
        <p className="work-number">{opened.number}</p>
        <p>{`“${opened.title}” is in the ledger. Operators find it in their work, or by this number.`}</p>
        <ButtonRow>
          <Button
            tone="primary"
            autoFocus
            onPress={() =>
              role === 'operator'
                ? void navigate({ to: '/run/$workOrder', params: { workOrder: opened.workOrder } })
                : void navigate({ to: '/work-orders' })
            }
          >
            {role === 'operator' ? `Go to ${opened.number}` : 'See all work orders'}
          </Button>
          <Button
            onPress={() => {
              setOpened(null);
              setTyped({ ...blank, jobType: typed.jobType });
            }}
          >
            Open another
          </Button>
        </ButtonRow>
      </Card>
    );
  }

  const fieldOf = (id: string) => deed.field(`inputs.${id}`) ?? deed.field(id);
  const shown = ['title', 'asset', 'lot', 'due', 'number', 'jobType'];
  const beside = deed.beside(
    ...shown,
    ...(jobType?.inputs.flatMap((input) => [input.id, `inputs.${input.id}`]) ?? []),
  );
  const missing = missingWords(typed, jobType);

  return (
    <form
      ref={form}
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === undefined && !deed.busy) void open();
      }}
    >
      <div className="work-fields">
        <Select
          label="Job type"
          isRequired
          placeholder="Choose a job type"
          options={jobTypes.map((one) => ({ id: one.jobType, label: one.name }))}
          value={typed.jobType}
          onChange={(id) => set({ jobType: id })}
          error={deed.field('jobType')}
        />
        <TextField
          label="Title"
          isRequired
          note="What is to be done, in a few words"
          value={typed.title}
          onChange={(title) => set({ title })}
          maxLength={90}
          error={deed.field('title')}
        />
        <FieldRow>
          <TextField
            label="Asset"
            isRequired
            note="On what: a machine, a system, an account"
            value={typed.asset}
            onChange={(asset) => set({ asset })}
            maxLength={80}
            error={deed.field('asset')}
          />
          <TextField
            label="Lot"
            value={typed.lot}
            onChange={(lot) => set({ lot })}
            maxLength={60}
            error={deed.field('lot')}
          />
        </FieldRow>
        <FieldRow>
          <DateTimeField
            label="Due"
            value={typed.due}
            onChange={(due) => set({ due })}
            error={deed.field('due')}
          />
          <TextField
            label="Number"
            mono
            note="From your own system. Left empty, the next one is given."
            value={typed.number}
            onChange={(number) => set({ number })}
            maxLength={24}
            error={deed.problem?.code === 'taken' ? deed.problem.message : deed.field('number')}
          />
        </FieldRow>
        {jobType !== undefined && jobType.inputs.length > 0 && (
          <>
            <h2>{`What “${jobType.name}” asks for`}</h2>
            {jobType.inputs.map((input) => (
              <RequiredInputField
                key={input.id}
                input={input}
                value={typed.inputs[input.id] ?? ''}
                onChange={(value) => set({ inputs: { ...typed.inputs, [input.id]: value } })}
                error={fieldOf(input.id)}
              />
            ))}
          </>
        )}
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow>
          <Button type="submit" tone="primary" isPending={deed.busy} why={missing} whyPlace="below">
            Open work order
          </Button>
          <Button onPress={() => void navigate({ to: role === 'operator' ? '/work' : '/work-orders' })}>
            Cancel, open nothing
          </Button>
        </ButtonRow>
      </div>
      {jobType !== undefined && <JobTypeFacts jobType={jobType} />}
    </form>
  );
}

/** What the button still waits for, in a sentence; main judges the rest. */
function missingWords(typed: Typed, jobType: JobType | undefined): string | undefined {
  if (jobType === undefined) return 'Opens when a job type is chosen.';
  if (typed.title.trim() === '') return 'Opens when it has a title.';
  if (typed.asset.trim() === '') return 'Opens when the asset is named.';
  const input = jobType.inputs.find((one) => (typed.inputs[one.id] ?? '').trim() === '');
  return input === undefined ? undefined : `Opens when “${input.label}” is given.`;
}
