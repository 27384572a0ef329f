import { useState } from 'react';
import {
  type Disposition,
  dispositions,
  type Effect,
  type ExceptionCode,
  effects,
  exceptionCodeSchema,
  severities,
} from '../../main/domain/procedure/catalogue';
import { command, queryClient } from '../api';
import { capital, severityName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Checkbox, RadioCards } from '../kit/Choice';
import { FieldRow } from '../kit/Dialog';
import { FieldError } from '../kit/Field';
import { Select } from '../kit/Picker';
import { TextArea, TextField } from '../kit/TextField';
import './admin.css';
import { OwnerSelect } from '../app/OwnerSelect';
import { useKept } from '../app/useKept';
import { type CodeForm, codeOf, faultsOfCode, formOf } from './codeForm';
import { DurationField } from './DurationField';
import { GlassRule } from './GlassRule';

const effectNotes: Record<Effect, { label: string; note: string }> = {
  blocks: { label: 'Blocks', note: 'This step waits until it is settled.' },
  holds: { label: 'Holds', note: 'The whole run waits until it is settled.' },
  quarantines: { label: 'Quarantines', note: 'The run waits, and the part is set aside.' },
  notes: { label: 'Notes', note: 'Nothing waits. It is owned and counted.' },
};
const dispositionNotes: Record<Disposition, string> = {
  resolved: 'The cause is removed, go on',
  'use-as-is': 'Goes on as it is, with the reason',
  rework: 'Made good, then recorded again',
  repeat: 'The step is done again',
  concession: 'Allowed once, within a limit',
};

export interface CodePanelProps {
  /** The code to change; left out: a new one. */
  code: ExceptionCode | undefined;
  kind: ExceptionCode['kind'];
  taken: readonly string[];
  onClose: () => void;
  onSaved: (code: string) => void;
}

/** Adds or changes a code. What is recorded keeps the meaning it had; a change counts from now on. */
export function CodePanel({ code, kind: kindOfNew, taken, onClose, onSaved }: CodePanelProps) {
  const kind = code?.kind ?? kindOfNew;
  const { form, set, isChanged, forget } = useKept<CodeForm>(
    `code ${code?.code ?? `new ${kind}`}`,
    formOf(code),
  );
  const deed = useDeed();
  const [asked, setAsked] = useState(false);
  const value = codeOf(form, kind);
  const faults = faultsOfCode(form, kind, code === undefined ? taken : []);
  const faultAt = (name: string) => deed.field(name) ?? (asked ? faults[name] : undefined);

  const save = async () => {
    setAsked(true);
    const parsed = exceptionCodeSchema.safeParse(value);
    if (Object.keys(faults).length > 0 || !parsed.success) return;
    const done = await deed.run(() => command('defineCode', parsed.data));
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
    onSaved(parsed.data.code);
  };
  const beside = deed.beside('code', 'meaning', 'owner', 'slaMinutes', 'phrases', 'dispositions', 'glass');

  return (
    <Panel
      title={
        code === undefined
          ? kind === 'exception'
            ? 'New exception code'
            : 'New break-glass reason'
          : code.meaning
      }
      kicker={code?.code}
      lead={
        code === undefined ? undefined : 'Open exceptions keep the owner and the time they were raised with.'
      }
      onClose={onClose}
      foot={
        <Button
          tone="primary"
          type="submit"
          form="code"
          isPending={deed.busy}
          why={code !== undefined && !isChanged ? 'Opens when something is changed.' : undefined}
        >
          {code === undefined ? 'Add the code' : 'Save the change'}
        </Button>
      }
    >
      <form
        id="code"
        onSubmit={(event) => {
          event.preventDefault();
          if (!deed.busy) void save();
        }}
      >
        <PanelPart>
          <div className="admin-fields">
            <FieldRow>
              <TextField
                label="Code"
                value={form.code}
                onChange={(text) => set({ code: text.toUpperCase() })}
                note={code === undefined ? 'Letters, hyphen, two digits: MAT-02.' : undefined}
                error={faultAt('code')}
                isReadOnly={code !== undefined}
                mono
                maxLength={7}
                isRequired
              />
              <Select
                label="Severity"
                options={severities.map((id) => ({ id, label: severityName(id) }))}
                value={form.severity}
                onChange={(id) => set({ severity: severities.find((each) => each === id) ?? form.severity })}
              />
            </FieldRow>
            <TextField
              label="Meaning"
              value={form.meaning}
              onChange={(meaning) => set({ meaning })}
              note="What happened, in a few words."
              error={faultAt('meaning')}
              maxLength={80}
              isRequired
            />
            <OwnerSelect
              label="Owner"
              note="Settles it, and answers for the due time."
              value={form.owner}
              onChange={(owner) => set({ owner })}
              error={faultAt('owner')}
            />
            <DurationField
              label="Due in"
              value={form.slaMinutes}
              onChange={(slaMinutes) => set({ slaMinutes })}
              error={faultAt('slaMinutes')}
            />
            <OwnerSelect
              label="Escalate to"
              note="When it is overdue. The owner keeps it; this one is brought in."
              value={form.escalateTo}
              onChange={(escalateTo) => set({ escalateTo })}
              nobody={{
                label: 'As usual',
                note: 'Supervisors; compliance for what supervisors own',
                onChoose: () => set({ escalateTo: null }),
              }}
            />
          </div>
        </PanelPart>
        {kind === 'exception' && (
          <>
            <PanelPart title="What it does to the run">
              <RadioCards
                label="Effect"
                hideLabel
                place="row"
                options={effects.map((id) => ({ id, ...effectNotes[id] }))}
                value={form.effect}
                onChange={(id) => set({ effect: effects.find((each) => each === id) ?? form.effect })}
              />
            </PanelPart>
            <PanelPart title="How it may end">
              <div className="admin-checks" role="group" aria-label="How it may end">
                {dispositions.map((id) => (
                  <Checkbox
                    key={id}
                    note={dispositionNotes[id]}
                    isSelected={form.dispositions.includes(id)}
                    onChange={(on) =>
                      set({
                        dispositions: dispositions.filter((each) =>
                          each === id ? on : form.dispositions.includes(each),
                        ),
                      })
                    }
                  >
                    {capital(id.replaceAll('-', ' '))}
                  </Checkbox>
                ))}
              </div>
              {faultAt('dispositions') !== undefined && <FieldError>{faultAt('dispositions')}</FieldError>}
            </PanelPart>
          </>
        )}
        {kind === 'break-glass' && (
          <GlassRule
            glass={form.glass}
            onChange={(change) => set({ glass: { ...form.glass, ...change } })}
            error={faultAt('glass')}
          />
        )}
        <PanelPart title="Ready reasons">
          <TextArea
            label="Ready reasons"
            hideLabel
            value={form.phrases}
            onChange={(phrases) => set({ phrases })}
            note="One a line, up to eight, each up to 40 characters. Gloves tap them instead of typing."
            error={faultAt('phrases')}
            rows={4}
          />
        </PanelPart>
        <PanelPart>
          <div className="admin-fields">
            <Checkbox
              isSelected={form.active}
              onChange={(active) => set({ active })}
              note="A retired code stays on old records and can no longer be chosen."
            >
              In use
            </Checkbox>
            {beside !== null && <ProblemNotice problem={beside} />}
          </div>
        </PanelPart>
      </form>
    </Panel>
  );
}
