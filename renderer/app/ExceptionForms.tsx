import { useState } from 'react';
import type { ExceptionRow } from '../../main/contract/answers';
import { type Disposition, dispositions } from '../../main/domain/procedure/catalogue';
import { command, useAsk } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { PanelPart } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import { Select } from '../kit/Picker';
import { TextArea } from '../kit/TextField';
import { roleName } from './format';
import { ProblemNotice } from './ProblemNotice';
import { useDeed } from './useDeed';
import './panels.css';
import { dispositionWords } from './exceptionWords';

/** Ends the exception with one of the dispositions that its code allows, and a note. */
export function DisposeForm({ row, allowed }: { row: ExceptionRow; allowed: readonly Disposition[] }) {
  const deed = useDeed();
  const [disposition, setDisposition] = useState<Disposition | null>(null);
  const [note, setNote] = useState('');
  const beside = deed.beside('disposition', 'note');
  const why =
    disposition === null
      ? 'Opens when a disposition is chosen.'
      : note.trim().length < 3
        ? 'Opens when you say how it was settled.'
        : undefined;
  return (
    <PanelPart title="Your decision" aside={`${row.code} allows ${allowed.length} of ${dispositions.length}`}>
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (disposition === null || why !== undefined) return;
          void deed.run(() =>
            command('disposeException', {
              workOrder: row.workOrder,
              exception: row.exception,
              disposition,
              note,
            }),
          );
        }}
      >
        <RadioCards
          label="Disposition"
          hideLabel
          value={disposition}
          onChange={(id) => setDisposition(dispositions.find((one) => one === id) ?? null)}
          options={allowed.map((id) => ({ id, ...dispositionWords[id] }))}
          error={deed.field('disposition')}
        />
        <TextArea
          label="How it was settled"
          isRequired
          value={note}
          onChange={setNote}
          maxLength={1000}
          rows={2}
          error={deed.field('note')}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow place="end">
          <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
            Dispose of exception
          </Button>
        </ButtonRow>
      </form>
    </PanelPart>
  );
}

/** Gives it to somebody else who may dispose of it. */
export function AssignForm({ row, onDone }: { row: ExceptionRow; onDone: () => void }) {
  const people = useAsk('people', {}).data ?? [];
  const deed = useDeed();
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const beside = deed.beside('to', 'why');
  return (
    <PanelPart title="Assign to another">
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (to === null) return;
          void deed
            .run(() =>
              command('assignException', { workOrder: row.workOrder, exception: row.exception, to, why }),
            )
            .then((done) => done !== null && onDone());
        }}
      >
        <Select
          label="New owner"
          isRequired
          placeholder="Choose an owner"
          options={people
            .filter((person) => person.active && person.role !== 'operator')
            .map((person) => ({ id: person.user, label: person.name, note: roleName(person.role) }))}
          value={to}
          onChange={setTo}
          error={deed.field('to')}
        />
        <TextArea
          label="Why"
          note="They read it beside the exception."
          value={why}
          onChange={setWhy}
          maxLength={1000}
          rows={2}
          error={deed.field('why')}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow place="end">
          <Button onPress={onDone}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            isPending={deed.busy}
            why={to === null ? 'Opens when an owner is chosen.' : undefined}
          >
            Assign exception
          </Button>
        </ButtonRow>
      </form>
    </PanelPart>
  );
}

/** Takes a wrong tap back; it stays in the ledger with its reason. */
export function WithdrawForm({ row, onDone }: { row: ExceptionRow; onDone: () => void }) {
  const deed = useDeed();
  const [why, setWhy] = useState('');
  const beside = deed.beside('why');
  return (
    <PanelPart title="Withdraw">
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          void deed
            .run(() =>
              command('withdrawException', { workOrder: row.workOrder, exception: row.exception, why }),
            )
            .then((done) => done !== null && onDone());
        }}
      >
        <p className="text-2">
          It was raised by mistake. It stays readable, struck through, with your reason.
        </p>
        <TextArea
          label="Why it is withdrawn"
          isRequired
          value={why}
          onChange={setWhy}
          maxLength={1000}
          rows={2}
          error={deed.field('why')}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow place="end">
          <Button onPress={onDone}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            isPending={deed.busy}
            why={why.trim().length < 3 ? 'Opens when you say why.' : undefined}
          >
            Withdraw exception
          </Button>
        </ButtonRow>
      </form>
    </PanelPart>
  );
}
